"""One rule says who sees what: lists, counts and single cases agree."""

import pytest
from sqlalchemy import select

from secondments import policy
from secondments.dashboard import queries as work
from secondments.extensions import db
from secondments.people.models import Person
from secondments.register import filters, queries
from secondments.register.filters import Wanted
from secondments.secondment.models import Secondment
from tests.builders import a_world
from tests.register.cases import TODAY, everyone, in_every_state

NARROWED = (
    Wanted(state="returned"),
    Wanted(text="corvane", view="active"),
    Wanted(side="home", starts_from=TODAY.date()),
)


@pytest.fixture
def seen_one_by_one(office):
    """By a reader's id, the references of what policy lets them see."""
    world = a_world()
    in_every_state(world)
    every = db.session.scalars(select(Secondment)).all()
    seen = {
        person.id: {s.ref for s in every if policy.can_see(person, s)} for person in everyone(world)
    }
    assert len(every) == 14
    assert {len(refs) for refs in seen.values()} > {0, 14}
    return seen


def fresh(person_id):
    """A reader as a request has them: alone in the session, with their roles."""
    db.session.expunge_all()
    reader = db.session.get_one(Person, person_id)
    policy.visible(Secondment, reader)
    return reader


def test_lists_and_clauses_hold_exactly_what_each_person_may_see(seen_one_by_one):
    for person_id, refs in seen_one_by_one.items():
        reader = fresh(person_id)
        as_one_clause = select(Secondment.ref).where(policy.visible(Secondment, reader))
        assert set(db.session.scalars(as_one_clause)) == refs, reader.name
        found = queries.page(Wanted(), reader=reader)
        assert {case.secondment.ref for case in found.cases} == refs, reader.name
        mine, others = work.waiting_for(fresh(person_id)), work.waiting_for_others(fresh(person_id))
        on_the_page = {one.turn.secondment.ref for one in mine}
        on_the_page |= {one.secondment.ref for one in others}
        assert on_the_page | {s.ref for s in work.active(fresh(person_id))} <= refs
        assert {one.turn.person_id for one in mine} <= {person_id}


def test_every_count_is_the_length_of_its_list(seen_one_by_one):
    views = [Wanted(view=view) for view in filters.VIEWS]
    # Of those who see nothing, one is enough.
    nothing = next(person_id for person_id, refs in seen_one_by_one.items() if not refs)
    for person_id in {nothing, *(x for x, refs in seen_one_by_one.items() if refs)}:
        for wanted in (*views, *NARROWED):
            asked, of_views = queries.counts(wanted, reader=fresh(person_id))
            found = queries.page(wanted, reader=fresh(person_id))
            assert asked == len(found.cases), wanted
            assert wanted.is_narrowed or of_views[wanted.view] == asked, wanted
        lists = (work.waiting_for, work.waiting_for_others, work.active)
        lengths = tuple(len(read(fresh(person_id))) for read in lists)
        mine, office, *others = work.counts(fresh(person_id))
        assert (mine + office, *others) == lengths
