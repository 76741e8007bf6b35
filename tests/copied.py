"""The rows that many tests begin with: made once in a run, by the code of the app, then copied."""

from collections.abc import Callable

from psycopg import Connection, Cursor
from sqlalchemy import Table

from secondments.extensions import Base, db
from secondments.people.models import CALENDAR_ID, Person
from secondments.terms.models import Rate

MADE: dict[str, bytes] = {}  # by table and columns
THERE_BEFORE = {Rate.__tablename__}


def once(make: Callable[[], None]) -> None:
    """What `make` adds to an empty database: by itself the first time, as a copy from then on."""
    if not MADE:
        make()
        MADE.update(_taken())
        return
    db.session.rollback()
    with db.engine.begin() as connection:
        _put_back(connection.connection.driver_connection)


def _taken() -> dict[str, bytes]:
    """By table and its columns, in an order in which they can be put back."""
    db.session.rollback()
    with db.engine.connect() as connection:
        cursor = connection.connection.driver_connection.cursor()
        tables = [t for t in Base.metadata.sorted_tables if t.name not in THERE_BEFORE]
        taken = {_columns(table): _rows(cursor, table) for table in tables}
    return {place: rows for place, rows in taken.items() if rows}


def _columns(table: Table) -> str:
    """The columns that are given: a number that the database counts is counted anew."""
    names = [f'"{c.name}"' for c in table.columns if c is not table.autoincrement_column]
    return f'"{table.name}" ({", ".join(names)})'


def _rows(cursor: Cursor, table: Table) -> bytes:
    names = _columns(table).partition(" (")[2].rstrip(")")
    where = f" WHERE id <> '{CALENDAR_ID}'" if table.name == Person.__tablename__ else ""
    chosen = f'SELECT {names} FROM "{table.name}"{where}'  # noqa: S608 - our own tables
    with cursor.copy(f"COPY ({chosen}) TO STDOUT") as copy:
        return b"".join(copy)


def _put_back(connection: Connection) -> None:
    cursor = connection.cursor()
    for place, rows in MADE.items():
        with cursor.copy(f"COPY {place} FROM STDIN") as copy:
            copy.write(rows)
