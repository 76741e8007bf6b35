"""A stage for tests of the case pages: people in browsers, on a day of case T1."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from secondments import clock
from secondments.extensions import db
from tests.secondment.stage import TODAY, Stage


@pytest.fixture
def stage(app: Flask) -> Iterator[Stage]:
    with clock.stopped_at(TODAY):
        yield Stage(app)


@pytest.fixture
def queries_of() -> Callable[[Flask], AbstractContextManager[list[str]]]:
    """Count what a page asks: `with queries_of(app) as asked:`."""

    @contextmanager
    def counting(app: Flask) -> Iterator[list[str]]:
        with app.app_context():
            engine = db.engine
        asked: list[str] = []

        def note(_conn, _cursor, statement, *_rest):
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting
