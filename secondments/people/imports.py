"""Many people at once from a file: looked through first, then added together or not at all."""

import csv
import io
import json
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from typing import NamedTuple

from secondments import jobs
from secondments.errors import InvalidInput, ProgrammingError
from secondments.extensions import db
from secondments.people import queries
from secondments.people.models import Organisation, Person, Role
from secondments.people.roles import ROLE_WORDS, ROLES_AT
from secondments.people.service import Appointment, appoint, enrol
from secondments.use_case import use_case

COLUMNS = ("name", "email", "role")
MORE = ("title", "first_day", "last_day", "may_sign_up_to")
MOST = 500  # rows
NOT_A_TABLE = "This is no table that can be read. Save it as CSV (comma separated, UTF-8)"
MISSING = "The first line has to name these columns: {missing}"
UNKNOWN = "These columns mean nothing here: {unknown}. There are: {known}"
TOO_WIDE = "Line {line} has more cells than the heading has columns"
DOUBLE = "The first line names a column twice"
LONGEST_TITLE = 120
LONG_TITLE = "Use at most 120 characters for the job title"
HIDDEN = "Take out the characters that cannot be shown: type the job title again"
TOO_MANY = "This file has {now:,} people. At most {most} can be added at once"
NOT_OURS = "This page was changed on its way here. Choose the file again."
NOBODY = "There is nobody in this file"
A_DAY = "Write the day as 2027-04-30"
SUM = "Write the sum in pounds, in figures: 250000"
NO_ROLE = "There is no role “{role}” here. There are: {known}"
LEFT = "Somebody with this address has left"
ONESELF = "Nobody gives a role to themselves"
TWICE = "The same address and role is in line {line} already"


class Row(NamedTuple):
    """One line of the file, as typed."""

    line: int
    name: str
    email: str
    role: str
    title: str = ""
    first_day: str = ""
    last_day: str = ""
    may_sign_up_to: str = ""


class Outcome(NamedTuple):
    """What a row leads to, or the sentence that says why it cannot be taken."""

    row: Row
    words: str
    problem: str = ""


@dataclass
class Result:
    """Of all rows, in their order."""

    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def problems(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.problem]

    @property
    def is_fine(self) -> bool:
        return bool(self.outcomes) and not self.problems


class OnlyLooking(Exception):
    """Ends a dry run, so that nothing of it is kept."""


def read(content: bytes) -> list[Row]:
    """The rows of a CSV file with a heading. Raises InvalidInput at `file`."""
    try:
        text = content.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise _wrong(NOT_A_TABLE) from None
    if "\0" in text or not lines:
        raise _wrong(NOT_A_TABLE)
    heading = [_column(cell) for cell in lines[0]]
    _check_heading(heading)
    rows = [
        _row(number, heading, [cell.strip() for cell in cells])
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise _wrong(NOBODY)
    if len(rows) > MOST:
        raise _wrong(TOO_MANY.format(now=len(rows), most=MOST))
    return rows


def _row(line: int, heading: Sequence[str], cells: Sequence[str]) -> Row:
    """One with too few cells has empty ones, which are refused where they are needed."""
    if any(cells[len(heading) :]):
        raise _wrong(TOO_WIDE.format(line=line))
    return Row(line, **dict(zip_longest(heading, cells[: len(heading)], fillvalue="")))


def as_text(rows: Sequence[Row]) -> str:
    return json.dumps(rows, ensure_ascii=True)


def from_text(text: str) -> list[Row]:
    """What as_text made. Raises InvalidInput."""
    try:
        rows = [Row(*each) for each in json.loads(text)]
    except (TypeError, ValueError):
        rows = []
    sound = (type(row.line) is int and all(type(x) is str for x in row[1:]) for row in rows)
    if not all(sound) or not 0 < len(rows) <= MOST:
        raise InvalidInput(NOT_OURS)
    return rows


def look_through(organisation: Organisation, rows: Sequence[Row], *, by: Person) -> Result:
    """What adding them would do. Nothing is kept and nobody is written to."""
    result = Result()
    with suppress(OnlyLooking):
        add(Appointment(organisation), by=by, rows=rows, result=result, only_looking=True)
    return result


@use_case("people.import")
def add(
    there: Appointment,
    *,
    by: Person,
    rows: Sequence[Row],
    result: Result,
    only_looking: bool = False,
    once: uuid.UUID | None = None,
) -> None:
    """Add everyone, or nobody: raises InvalidInput when one cannot be. New people are invited."""
    seen: dict[tuple[str, str], int] = {}
    organisation = there.organisation
    if organisation is None:
        raise ProgrammingError("People of the service itself do not come from a table.")
    for row in rows:
        result.outcomes.append(_take(row, organisation, by, seen))
    if only_looking:
        raise OnlyLooking
    if result.problems:
        raise InvalidInput("Nobody was added: some lines cannot be taken.")


def _take(
    row: Row, organisation: Organisation, by: Person, seen: dict[tuple[str, str], int]
) -> Outcome:
    try:
        with db.session.begin_nested():
            return _added(row, organisation, by, seen)
    except InvalidInput as refusal:
        return Outcome(row, "", str(refusal))


def _added(
    row: Row, organisation: Organisation, by: Person, seen: dict[tuple[str, str], int]
) -> Outcome:
    role = _role(row.role, organisation)
    key = (row.email.lower(), str(role))
    if key in seen:
        raise InvalidInput(TWICE.format(line=seen[key]))
    seen[key] = row.line
    known = queries.by_email(row.email)
    if known is not None and known.left_at is not None:
        raise InvalidInput(LEFT)
    if known is not None and known.id == by.id:
        raise InvalidInput(ONESELF)
    person = known or enrol(name=row.name, email=row.email)
    appoint(person, _appointment(row, role, organisation))
    # flush: the next row finds this one's person.
    db.session.flush()
    if known is not None:
        return Outcome(row, f"{known.name} is here already, and gets the role")
    jobs.defer("access.send_invitation", person_id=str(person.id), inviter_id=str(by.id))
    return Outcome(row, "Is added, and invited by letter")


def _appointment(row: Row, role: Role, organisation: Organisation) -> Appointment:
    return Appointment(
        organisation,
        role=role,
        title=_title(row.title),
        from_on=_day(row.first_day),
        until_on=_day(row.last_day),
        authority_pounds=_sum(row.may_sign_up_to),
    )


def _role(typed: str, organisation: Organisation) -> Role:
    """By its words or its code. Raises InvalidInput."""
    there = ROLES_AT[organisation.kind]
    for role in there:
        if typed.strip().lower() in {str(role), ROLE_WORDS[role].lower()}:
            return role
    known = ", ".join(ROLE_WORDS[role] for role in there)
    raise InvalidInput(NO_ROLE.format(role=typed[:60], known=known))


def _title(typed: str) -> str:
    if len(typed) > LONGEST_TITLE:
        raise InvalidInput(LONG_TITLE)
    if not typed.isprintable():
        raise InvalidInput(HIDDEN)
    return typed


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise InvalidInput(A_DAY) from None


def _sum(typed: str) -> Decimal | None:
    try:
        found = Decimal(typed.replace(",", "").lstrip("£")) if typed else None
    except InvalidOperation:
        raise InvalidInput(SUM) from None
    if found is not None and not (found.is_finite() and 0 < found < Decimal(10**10)):
        raise InvalidInput(SUM)
    return found


def _check_heading(heading: Sequence[str]) -> None:
    if len({*heading}) < len(heading):
        raise _wrong(DOUBLE)
    if missing := [column for column in COLUMNS if column not in heading]:
        raise _wrong(MISSING.format(missing=", ".join(missing)))
    known = (*COLUMNS, *MORE)
    if unknown := [column for column in heading if column not in known]:
        named = ", ".join(each[:30] or "one without a name" for each in unknown)
        raise _wrong(UNKNOWN.format(unknown=named, known=", ".join(known)))


def _column(cell: str) -> str:
    return "_".join(cell.lower().split())


def _wrong(sentence: str) -> InvalidInput:
    return InvalidInput(sentence, fields={"file": sentence})
