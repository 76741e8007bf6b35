"""The approve use case against the same statements sent by nothing but psycopg, in a transaction.

The statements of one real run are noted where they leave for PostgreSQL, procrastinate's too. They
are replayed on the rows of other secondments in the same state, with new ids for the new rows.
"""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg.types.json import Jsonb
from sqlalchemy import event

from bench.office import Office, an_office
from bench.timing import Ratio, Times, ratio, side_by_side
from secondments import clock
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import queries, votes
from tests.builders import a_proposal, a_world

SENT = datetime(2027, 1, 18, 9, tzinfo=UTC)
DECIDED = SENT + timedelta(days=2)
NEW_ROW = re.compile(r'INSERT INTO "?\w+"? \(id,')
Statement = tuple[Any, Any]  # as psycopg is given it: text and parameters


@dataclass(frozen=True)
class Found:
    ours: Times
    bare: Times
    statements: Sequence[str]

    @property
    def ratio(self) -> Ratio:
        return ratio(self.ours, self.bare)


def measure(turns: int) -> Found:
    """The educational supervisor supports one proposal after another."""
    with an_office() as office, office.app.app_context():
        first, *others = proposals(office, 2 * (turns + 1) + 1)
        with noted(office) as statements:
            support(first, Times())
        ours, copies = others[: turns + 1], others[turns + 1 :]
        with psycopg.connect(office.urls.web) as connection:

            def replayed(turn: int, times: Times) -> None:
                script = rewritten(statements, first, copies[turn])
                with times.taken():
                    replay(connection, script)

            found = side_by_side(turns, lambda n, times: support(ours[n], times), replayed)
        return Found(*found, statements=[text for text, _ in statements])


@dataclass(frozen=True)
class Proposed:
    """A proposal that waits for its supervisor, and the turn that says so."""

    id: uuid.UUID
    turn_id: uuid.UUID
    supervisor_id: uuid.UUID
    revision: int


def proposals(office: Office, count: int) -> list[Proposed]:
    with clock.stopped_at(SENT):
        cast = a_world()
        sent = [a_proposal(cast) for _ in range(count)]
        found = [Proposed(s.id, s.turns[0].id, s.turns[0].person_id, s.revision) for s in sent]
        db.session.close()
        return found


def support(proposed: Proposed, times: Times) -> None:
    """As the view does: both records are read, then the use case is called."""
    with clock.stopped_at(DECIDED):
        s = queries.by_id(proposed.id)
        by = db.session.get_one(Person, proposed.supervisor_id)
        with times.taken():
            votes.support(s, by=by, revision=proposed.revision)
        db.session.close()


@contextmanager
def noted(office: Office) -> Iterator[list[Statement]]:
    """Everything said to PostgreSQL in the calling use case, after the reading before it."""
    said: list[Statement] = []

    class Noting(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **rest: Any) -> Any:
            said.append((query, params))
            return super().execute(query, params, **rest)

        def executemany(self, query: Any, params_seq: Any, **rest: Any) -> None:
            params_seq = list(params_seq)
            said.extend((query, params) for params in params_seq)
            super().executemany(query, params_seq, **rest)

    def note(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.cursor_factory = Noting

    db.engine.dispose()
    event.listen(db.engine, "checkout", note)
    try:
        yield said
    finally:
        event.remove(db.engine, "checkout", note)
        db.engine.dispose()
        start = next(n for n, (text, _) in enumerate(said) if "FOR NO KEY UPDATE" in str(text))
        del said[:start]


def rewritten(
    statements: Sequence[Statement], first: Proposed, copy: Proposed
) -> Sequence[Statement]:
    """For another proposal: its ids for those of the first, new ids for the rows that are new."""
    named = {first.id: copy.id, first.turn_id: copy.turn_id}
    for text, params in statements:
        if NEW_ROW.match(str(text)):
            named[params["id"]] = uuid.uuid4()
    words = {str(old): str(new) for old, new in named.items()}
    return [(text, _exchanged(params, named, words)) for text, params in statements]


def _exchanged(value: Any, named: Mapping[uuid.UUID, uuid.UUID], words: Mapping[str, str]) -> Any:
    match value:
        case uuid.UUID():
            return named.get(value, value)
        case str():
            for old, new in words.items():
                value = value.replace(old, new)
            return value
        case dict():
            return {
                _exchanged(k, named, words): _exchanged(v, named, words) for k, v in value.items()
            }
        case list() | tuple():
            return type(value)(_exchanged(one, named, words) for one in value)
        case Jsonb():
            return Jsonb(_exchanged(value.obj, named, words), value.dumps)
    return value


def replay(connection: psycopg.Connection[Any], script: Sequence[Statement]) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        for text, params in script:
            cursor.execute(text, params)
            if cursor.description is not None:
                cursor.fetchall()
