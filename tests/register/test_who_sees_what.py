"""One rule says who sees what: lists, counts and single cases agree."""

import pytest
from sqlalchemy import select

from secondments import clock, policy
from secondments.extensions import db
from secondments.register import filters, queries
from secondments.register.filters import Wanted
from secondments.secondment.models import Secondment
from tests.builders import a_world
from tests.register.cases import TODAY, everyone, in_every_state


@pytest.fixture(autouse=True)
def the_day(office):
    with clock.stopped_at(TODAY):
        yield


def test_the_list_holds_exactly_what_each_person_may_see_one_by_one():
    world = a_world()
    in_every_state(world)
    db.session.expunge_all()
    every = db.session.scalars(select(Secondment)).all()
    assert len(every) == 14
    for person in everyone(world):
        listed = {c.secondment.ref for c in queries.page(Wanted(), reader=person).cases}
        assert listed == {s.ref for s in every if policy.can_see(person, s)}, person.name


def test_every_count_is_the_length_of_its_list():
    world = a_world()
    in_every_state(world)
    for person in everyone(world):
        asked, of_views = queries.counts(Wanted(state="returned"), reader=person)
        assert asked == len(queries.page(Wanted(state="returned"), reader=person).cases)
        for view in filters.VIEWS:
            found = queries.page(Wanted(view=view), reader=person)
            assert of_views[view] == len(found.cases), (person.name, view)
