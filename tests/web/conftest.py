"""The demonstration, for the tests that go through every route."""

import pytest
from sqlalchemy import insert

from secondments.people.models import Person
from secondments.terms.models import Rate
from tests import copied
from tests.conftest import THE_CALENDAR, empty
from tests.web.the_demo import loaded


@pytest.fixture(scope="module")
def demo(the_app, _emptying, _rates):
    copied.from_nothing(_emptying, patched=True)
    yield from loaded(the_app, _emptying)
    with _emptying.begin() as connection:
        empty(connection)
        connection.execute(insert(Person).values(THE_CALENDAR))
        connection.execute(insert(Rate.__table__), _rates)
