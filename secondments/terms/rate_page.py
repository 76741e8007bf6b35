"""The table of rates as its administrators read it: in force, to come, before and taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import clock, words
from secondments.errors import NotPossibleNow
from secondments.terms import queries, service
from secondments.terms.rates import BY_LAW, InForce, RateKind, in_force

if TYPE_CHECKING:
    import uuid

    from secondments.people.models import Person
    from secondments.terms.models import Rate

ZONE = words.HOME_ZONE
NONE_TODAY = "No rate is recorded for {kinds} today. Add it, or no cost can be worked out."


@dataclass(frozen=True)
class Row:
    """One rate in the table, as text."""

    id: uuid.UUID
    kind: str
    value: str
    since: str
    status: str
    source: str
    added: str
    ended: str
    is_standing: bool


@dataclass(frozen=True)
class RatesPage:
    standing: Sequence[Row]
    ended: Sequence[Row]
    missing: str


def of(reader: Person) -> RatesPage:
    """Raises NotAllowed."""
    found = queries.every_rate(reader=reader)
    today = in_force([r for r in found if r.is_standing], clock.today(ZONE))
    rows = [row_of(rate, today) for kind in RateKind for rate in found if rate.kind is kind]
    return RatesPage(
        standing=[row for row in rows if row.is_standing],
        ended=[row for row in rows if not row.is_standing],
        missing=_missing(today),
    )


def _missing(today: InForce) -> str:
    lacking = [kind.label for kind in BY_LAW if kind not in today.by_kind]
    return NONE_TODAY.format(kinds=words.listed(lacking)) if lacking else ""


def row_of(rate: Rate, today: InForce) -> Row:
    return Row(
        id=rate.id,
        kind=rate.kind.label,
        value=rate.kind.say(rate.value),
        since=f"From {words.day(rate.valid_from)}",
        status=_status(rate, today),
        source=rate.source,
        added=_added(rate),
        ended=" ".join(_ended(rate)),
        is_standing=rate.is_standing,
    )


def _added(rate: Rate) -> str:
    if rate.added_by.is_calendar:
        return "Came with the service"
    return f"Added by {rate.added_by.name} on {words.day(rate.added_at)}"


def _status(rate: Rate, today: InForce) -> str:
    if not rate.is_standing:
        return "Taken out"
    if rate.valid_from > today.day:
        return "To come"
    return "In force" if today.by_kind[rate.kind] is rate else "Before"


def _ended(rate: Rate) -> Iterator[str]:
    if rate.ended_at is not None and rate.ended_by is not None:
        yield f"Taken out by {rate.ended_by.name} on {words.day(rate.ended_at)}."
        yield rate.ended_why or ""


def one(rate: Rate) -> Row:
    """A rate by itself. Raises NotPossibleNow when it was taken out before."""
    if not rate.is_standing:
        raise NotPossibleNow(service.TAKEN_OUT)
    return row_of(rate, queries.in_force(clock.today(ZONE)))
