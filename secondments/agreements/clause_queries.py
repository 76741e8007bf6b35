"""Reading the approved clause texts: those in force on a day, and those that terms name."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.sql import Select

from secondments.agreements import amending
from secondments.agreements.amending import Amendment
from secondments.agreements.clause_models import ClauseText, TextState
from secondments.agreements.library import NEWEST, Library
from secondments.errors import ProgrammingError
from secondments.extensions import db

Anything = Select[*tuple[Any, ...]]


def in_force(day: date, version: str = NEWEST) -> Library:
    """The library with the newest texts that were approved for this day or an earlier one."""
    with db.session.no_autoflush:
        found = db.session.scalars(_newest(select(ClauseText), version, day))
        return amending.load(version, _in_order([text.as_amendment for text in found]))


def labels_in_force(
    version: str, day: date, *, approved_by: datetime | None = None
) -> tuple[str, ...]:
    """What terms drawn up on this day name: CL17.2. `approved_by`: none approved after that."""
    wanted = _newest(select(ClauseText.code, ClauseText.number), version, day)
    if approved_by is not None:
        wanted = wanted.where(ClauseText.reviewed_at <= approved_by)
    with db.session.no_autoflush:
        return tuple(sorted(f"{code}.{number}" for code, number in db.session.execute(wanted)))


def named(version: str, labels: Sequence[str]) -> tuple[Amendment, ...]:
    """The texts with these labels, word for word. Raises ProgrammingError if one is not there."""
    if not labels:
        return ()
    keys = [(code, int(number)) for code, _, number in (x.partition(".") for x in labels)]
    wanted = select(ClauseText).where(
        ClauseText.library == version,
        ClauseText.state == TextState.APPROVED,
        tuple_(ClauseText.code, ClauseText.number).in_(keys),
    )
    with db.session.no_autoflush:
        found = _in_order([text.as_amendment for text in db.session.scalars(wanted)])
    if [each.label for each in found] != sorted(labels):
        raise ProgrammingError(f"Not all of the clause texts {', '.join(labels)} are kept.")
    return found


def _newest(wanted: Anything, version: str, day: date) -> Anything:
    """Of each clause the highest number: none takes effect before a lower one (service)."""
    return (
        wanted.where(ClauseText.library == version, ClauseText.state == TextState.APPROVED)
        .where(ClauseText.effective_from <= day)
        .ext(distinct_on(ClauseText.code))
        .order_by(ClauseText.code, ClauseText.number.desc())
    )


def _in_order(found: Sequence[Amendment]) -> tuple[Amendment, ...]:
    return tuple(sorted(found, key=lambda each: each.label))
