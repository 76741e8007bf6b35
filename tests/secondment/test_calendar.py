"""The calendar: what it does by itself with cases that nobody touches."""

from datetime import timedelta

import pytest
from flask import Flask

from secondments import clock
from secondments.extensions import db
from secondments.secondment import calendar
from secondments.secondment.lifecycle import State
from secondments.secondment.models import Secondment
from tests.builders import a_proposal, a_world


@pytest.fixture(autouse=True)
def _in_the_app(app: Flask):
    with app.app_context():
        yield


def test_a_quiet_case_is_warned_of_twice_and_lapses() -> None:
    s = a_proposal(a_world())
    for days, warned in ((59, 0), (60, 1), (80, 2)):
        with clock.stopped_at(s.updated_at + timedelta(days=days)):
            calendar.run()
        assert (s.state, s.warned) == (State.PROPOSED, warned)
    with clock.stopped_at(s.updated_at + timedelta(days=90)):
        calendar.run()
    assert s.state is State.LAPSED


def test_a_case_that_fails_holds_up_no_other() -> None:
    first = a_proposal(a_world())
    second = a_proposal(a_world("Dr Callum Reid"))
    _due_for_something_unknown(first)
    with clock.stopped_at(clock.now() + timedelta(days=61)), pytest.raises(KeyError):
        calendar.run()
    db.session.expire_all()
    assert (first.warned, second.warned) == (0, 1)


def _due_for_something_unknown(s: Secondment) -> None:
    """As after going back to an older program. Not through the session, which refuses."""
    table = Secondment.__table__
    change = table.update().where(table.c.id == s.id).values(due_action="dance")
    db.session.connection().execute(change)
    db.session.commit()
