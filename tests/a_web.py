"""A web process for tests, `gunicorn tests.a_web:made()`: it dies where a request's header says.

`Die-At` is one of the points below; a request without it is served as ever. Every answer names
the process that gives it.
"""

import os
import signal
import sys
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session as OrmSession

import config
from secondments import clock
from secondments.application import create_app
from secondments.extensions import Session
from tests.secondment.stage import TODAY

# In the order in which a decision comes by them.
AFTER_THE_VOTE, AFTER_A_LETTER = "INSERT INTO vote", "INSERT INTO letter"
BEFORE_COMMIT, AFTER_COMMIT = "before COMMIT", "after COMMIT"
BEFORE_THE_ANSWER = "before the answer"
# What the transaction has written to so far, by whatever way, as PostgreSQL itself counts.
WRITTEN = "SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins > 0"


def die_at(point: str, connection: Connection | None = None) -> None:
    """As by `kill -9`: nothing is finished, closed or said, but a line in the test's log."""
    if not has_request_context() or request.headers.get("Die-At") != point:
        return
    written: list[str] = []
    if connection is not None:
        cursor = connection.connection.cursor()
        cursor.execute(WRITTEN)
        written = [name for (name,) in cursor.fetchall()]
    os.write(sys.stderr.fileno(), f"{os.getpid()} dies {point}: {' '.join(written)}.\n".encode())
    os.kill(os.getpid(), signal.SIGKILL)


def after_a_statement(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    what = " ".join(statement.split()[:3])
    if what == AFTER_THE_VOTE:
        g.has_voted = True
    die_at(what, connection)


def before_commit(connection: Connection) -> None:
    # Not a commit of something else in the same request, such as when the session was used last.
    if "has_voted" in g:
        die_at(BEFORE_COMMIT, connection)


def after_commit(session: OrmSession) -> None:
    # A savepoint's release is announced as a commit too.
    if "has_voted" in g and not session.in_nested_transaction():
        die_at(AFTER_COMMIT)


def before_the_answer(answer: Response) -> Response:
    die_at(BEFORE_THE_ANSWER)
    answer.headers["Process"] = str(os.getpid())
    return answer


def made() -> Flask:
    """The real application, on the day on which the test plays."""
    app = create_app(config.load())
    app.after_request(before_the_answer)
    event.listen(Engine, "after_cursor_execute", after_a_statement)
    event.listen(Engine, "commit", before_commit)
    event.listen(Session, "after_commit", after_commit)
    clock.shift_by(lambda: TODAY - clock.wall())
    return app
