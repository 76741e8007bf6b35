"""Both sides at the table at the same instant, on real PostgreSQL: one wins, the other is told."""

import pytest

from secondments import clock
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import Stale
from secondments.negotiation import service
from secondments.negotiation import special_service as specials
from secondments.negotiation.service import Offer
from secondments.negotiation.special_service import Wording
from tests.builders import a_world, an_approved_one
from tests.secondment.test_races import TODAY, at_once

PAIRS = 6


@pytest.fixture(autouse=True)
def the_day(office):
    with clock.stopped_at(TODAY):
        yield


def offering(value, seen):
    offer = Offer(parameter="no_poach_months", value=value, seen=seen)
    return lambda s, person: service.move(s, by=person, offer=offer)


def accepting(s):
    values, seen = s.table.parameters, len(s.term_moves)
    return lambda s, person: service.accept_many(s, by=person, values=values, seen=seen)


def numbers(s):
    return [move.number for move in s.term_moves]


def test_both_sides_moving_one_term_at_once_have_one_winner_and_the_other_is_told(app):
    cast = a_world()
    for _ in range(PAIRS):
        s = an_approved_one(cast)
        seen = s.table.terms["no_poach_months"].seen
        problems = at_once(app, s, (offering(3, seen), cast.office), (offering(9, seen), cast.lead))
        [told] = problems
        assert isinstance(told, Stale)
        term = s.table.terms["no_poach_months"]
        winner = term.last.person.name
        assert f"was moved by {winner} while you were reading" in str(told)
        assert [m.value for m in s.term_moves if m.parameter == term.name] in ([3], [9])
        assert not term.is_agreed
        assert numbers(s) == list(range(1, len(s.term_moves) + 1))


def test_two_terms_moved_at_once_both_count(app):
    cast = a_world()
    for _ in range(PAIRS):
        s = an_approved_one(cast)
        other = Offer(
            parameter="notice_weeks",
            value=PARAMETERS["notice_weeks"].read(10),
            seen=s.table.terms["notice_weeks"].seen,
        )
        acts = (
            (offering(9, s.table.terms["no_poach_months"].seen), cast.lead),
            (lambda s, by, other=other: service.move(s, by=by, offer=other), cast.office),
        )
        assert at_once(app, s, *acts) == []
        assert {m.parameter for m in s.term_moves} >= {"no_poach_months", "notice_weeks"}
        assert numbers(s) == list(range(1, len(s.term_moves) + 1))


def test_accepting_the_usual_while_the_other_side_moves_agrees_to_nothing_unseen(app):
    cast = a_world()
    for _ in range(PAIRS):
        s = an_approved_one(cast)
        seen = s.table.terms["no_poach_months"].seen
        acts = (offering(9, seen), cast.lead), (accepting(s), cast.office)
        [told] = at_once(app, s, *acts)
        assert isinstance(told, Stale)
        assert not s.table.terms["no_poach_months"].is_agreed


def test_a_wording_changed_while_the_other_side_agrees_is_not_agreed_to(app):
    cast = a_world()
    for _ in range(PAIRS):
        s = an_approved_one(cast)
        specials.word(s, by=cast.lead, wording=Wording(title="Parking", text="One bay."))
        anew = Wording(title="Parking", text="Two bays.", number=1, seen=1)
        acts = (
            (lambda s, by: specials.agree(s, by=by, number=1, seen=1), cast.office),
            (lambda s, by, anew=anew: specials.word(s, by=by, wording=anew), cast.lead),
        )
        told = at_once(app, s, *acts)
        assert all("worded it anew while you were reading" in str(each) for each in told)
        [special] = s.specials
        assert (special.now.text, special.is_agreed) == ("Two bays.", False)
        assert bool(told) is (special.texts[0].agreed_at is None)
