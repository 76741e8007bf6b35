"""What many tests begin with: made once in a run, by the code of the app, then copied.

A copy is put in only where the database holds exactly what was there when it was made. That
nothing else was written since is told by the numbers that PostgreSQL gives to transactions.
"""

import functools
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from psycopg import Cursor
from sqlalchemy import Engine

from secondments import clock
from secondments.demo.world import World
from secondments.extensions import Base, db
from secondments.secondment.models import Secondment

# Without the number that the database counts: it is counted anew.
JOBS = (
    '"procrastinate_jobs" (queue_name, task_name, priority, lock, queueing_lock, args, status,'
    " scheduled_at, attempts)"
)
COUNTED = ('"audit_entry"', '"procrastinate_jobs"')
NEXT = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"
PLAIN = (str, int, Decimal, date, uuid.UUID, type(None))
Rows = dict[str, Counter[bytes]]  # by table and columns
Builder = Callable[..., Secondment]


@dataclass(frozen=True)
class Standing:
    """The names of what was made one after the other, and all that the database holds since."""

    names: tuple[str, ...] = ()
    rows: Rows = field(default_factory=dict)
    next_transaction: str = ""


@dataclass(frozen=True)
class Made:
    """What came of it, the rows that are new with it, and all rows with it."""

    answer: object
    added: Rows
    rows: Rows


MADE: dict[tuple[str, ...], Made] = {}
_standing = Standing()
_owner: Engine | None = None
_patched = True


def from_nothing(owner: Engine, *, patched: bool) -> None:
    """The database, of which this is the owner's engine, is as the migrations leave it.

    Where the app is patched for a test, its cases are all made anew.
    """
    global _owner, _patched
    _owner, _patched = owner, patched
    MADE.setdefault((), Made(None, {}, _everything()))
    _stands((), MADE[()].rows)


def forget() -> None:
    """What a copy needs beside its rows was changed: files that are kept."""
    MADE.clear()


def once(name: str, make: Callable[[], object]) -> object:
    """What `make` adds and answers: by itself the first time, as a copy from then on."""
    if _owner is None:
        return make()  # no test: the gallery of the journeys
    db.session.rollback()
    with _a_cursor() as cursor:
        if _standing.next_transaction != cursor.execute(NEXT).fetchone()[0]:
            return make()
    names, before = (*_standing.names, name), _standing.rows
    if names in MADE:
        _put_in(MADE[names].added)
    else:
        answer = make()
        db.session.rollback()
        rows = _everything()
        if any(before[place] - rows.get(place, Counter()) for place in before):
            return answer  # it changed what was there
        MADE[names] = Made(answer, {x: rows[x] - before.get(x, Counter()) for x in rows}, rows)
    _stands(names, MADE[names].rows)
    return MADE[names].answer


def a_case(build: Builder) -> Builder:
    """A builder whose cases are copied when what is changed for them is plain."""

    @functools.wraps(build)
    def built(cast: World, **changed: Any) -> Secondment:
        if _patched or not all(isinstance(value, PLAIN) for value in changed.values()):
            return build(cast, **changed)
        now = clock._stopped_at.get() or clock.today("UTC")
        name = f"{build.__module__}.{build.__name__}({cast.trainee.email}, {changed}) at {now}"
        return db.session.get_one(Secondment, once(name, lambda: build(cast, **changed).id))

    return built


@contextmanager
def _a_cursor() -> Iterator[Cursor]:
    with _owner.begin() as connection:
        yield connection.connection.driver_connection.cursor()


def _stands(names: tuple[str, ...], rows: Rows) -> None:
    global _standing
    with _a_cursor() as cursor:
        _standing = Standing(names, rows, cursor.execute(NEXT).fetchone()[0])


def _places() -> Iterator[str]:
    """Tables and columns, in an order in which rows can be put in."""
    for table in Base.metadata.sorted_tables:
        names = [f'"{c.name}"' for c in table.columns if c is not table.autoincrement_column]
        yield f'"{table.name}" ({", ".join(names)})'
    yield JOBS


def _everything() -> Rows:
    found = {}
    with _a_cursor() as cursor:
        for place in _places():
            table, _, columns = place.partition(" (")
            order = " ORDER BY id" if table in COUNTED else ""
            chosen = f"SELECT {columns.rstrip(')')} FROM {table}{order}"  # noqa: S608 - our own
            with cursor.copy(f"COPY ({chosen}) TO STDOUT") as copy:
                found[place] = Counter(b"".join(copy).splitlines(keepends=True))
    return {place: rows for place, rows in found.items() if rows}


def _put_in(added: Rows) -> None:
    with _a_cursor() as cursor:
        for place, rows in added.items():
            with cursor.copy(f"COPY {place} FROM STDIN") as copy:
                copy.write(b"".join(rows.elements()))
