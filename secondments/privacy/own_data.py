"""A copy of what is kept about one person: for that person, and without anybody's secrets."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, false, or_, select

from secondments.extensions import Base, db
from secondments.people.models import Person
from secondments.privacy.data_map import MAP, Kept, Level

SECONDMENT = "secondment"


def of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Their rows by table, in the order in which they were made where that is known."""
    found = {name: list(_rows(Base.metadata.tables[name], kept, person)) for name, kept in _given()}
    return {name: rows for name, rows in found.items() if rows}


def as_json(person: Person) -> bytes:
    return json.dumps(of(person), indent=2, ensure_ascii=False, default=_plain).encode()


def _given() -> Iterator[tuple[str, Kept]]:
    hidden = {Level.PROOF, Level.NONE}
    for name, kept in MAP.items():
        if kept.level not in hidden and (kept.owners or kept.of_the_applicant):
            yield name, kept


def _rows(table: Table, kept: Kept, person: Person) -> Iterator[dict[str, Any]]:
    shown = [column for column in table.columns if column.name not in kept.secret]
    wanted = select(*shown).where(_is_theirs(table, kept, person)).order_by(_order(table))
    for row in db.session.execute(wanted).mappings():
        yield {str(name): value for name, value in row.items() if value is not None}


def _is_theirs(table: Table, kept: Kept, person: Person) -> ColumnElement[bool]:
    ways = [table.c[owner] == person.id for owner in kept.owners]
    if kept.of_the_applicant:
        cases = Base.metadata.tables[SECONDMENT]
        theirs = select(cases.c.id).where(cases.c.applicant_id == person.id)
        ways.append(table.c.secondment_id.in_(theirs))
    return or_(false(), *ways)


def _order(table: Table) -> Column[Any]:
    dated = ("at", "asked_at", "made_at", "posted_at", "created_at", "since", "from_on", "id")
    return next(table.c[name] for name in dated if name in table.c)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
