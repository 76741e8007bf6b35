"""A stage for tests of the case pages: people in browsers, on a day of case T1."""

from collections.abc import Iterator

import pytest
from flask import Flask

from secondments import clock
from tests.secondment.stage import TODAY, Stage


@pytest.fixture
def stage(app: Flask) -> Iterator[Stage]:
    with clock.stopped_at(TODAY):
        yield Stage(app)
