"""A stage for the pages of documents for the deanery, on a day of case T1."""

from collections.abc import Iterator

import pytest
from flask import Flask

from secondments import clock
from tests.secondment.stage import TODAY, Stage


@pytest.fixture
def stage(app: Flask) -> Iterator[Stage]:
    with clock.stopped_at(TODAY):
        yield Stage(app)
