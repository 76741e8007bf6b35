"""Where a term stands, worked out from moves alone: no database."""

from dataclasses import dataclass
from typing import Any

import pytest

from secondments.catalogue import conditions, parameters, positions
from secondments.catalogue.parameters import PARAMETERS
from secondments.catalogue.positions import COMPANY, HOME
from secondments.errors import ProgrammingError


@dataclass(frozen=True)
class Moved:
    number: int
    side: str
    value: Any
    parameter: str = "delay_max"
    from_proposal: bool = False


def the_term(*moves, name="delay_max", **more):
    given = [Moved(n, side, value, name) for n, (side, value) in enumerate(moves, start=1)]
    return the_table(given, **more).terms[name]


def the_table(moves=(), facts=None, circumstances=frozenset({"secondment", "recharge"}), **more):
    return positions.lay(
        moves,
        usual=parameters.usual(),
        facts=facts or {},
        circumstances=circumstances,
        **more,
    )


def test_silence_agrees_to_nothing():
    assert not the_term().is_agreed
    assert not the_term((HOME, 60)).is_agreed
    assert the_term((HOME, 60), (COMPANY, 60)).is_agreed


def test_until_it_is_agreed_a_term_reads_as_the_home_side_says():
    assert the_term().value == 60
    assert the_term((COMPANY, 90)).value == 60
    assert the_term((COMPANY, 90), (HOME, 75)).value == 75


def test_another_offer_opens_an_agreed_term_again():
    term = the_term((HOME, 60), (COMPANY, 60), (COMPANY, 90))
    assert not term.is_agreed
    assert term.settled_by is None
    assert term.relied_on == 60


def test_the_move_that_settled_it_and_the_one_that_brought_it_are_told_apart():
    term = the_term((HOME, 60), (COMPANY, 90), (HOME, 90))
    assert term.settled_by.number == 3
    assert term.brought_by().number == 2


def test_saying_the_same_again_settles_nothing_anew():
    term = the_term((HOME, 60), (COMPANY, 60), (COMPANY, 60))
    assert term.settled_by.number == 2


def test_settled_again_after_it_was_open_counts_from_the_last_time():
    term = the_term((HOME, 60), (COMPANY, 60), (COMPANY, 90), (COMPANY, 60))
    assert term.is_agreed
    assert term.settled_by.number == 4


def test_approvals_rest_on_what_the_proposal_said_last():
    moves = [
        Moved(1, HOME, 30, from_proposal=True),
        Moved(2, HOME, 45, from_proposal=True),
        Moved(3, HOME, 90),
    ]
    assert the_table(moves).terms["delay_max"].relied_on == 45


def test_whose_word_is_awaited():
    assert the_term().waits_for(HOME)
    assert the_term().waits_for(COMPANY)
    offered = the_term((HOME, 75))
    assert not offered.waits_for(HOME)
    assert offered.waits_for(COMPANY)
    assert not the_term((HOME, 60), (COMPANY, 60)).waits_for(HOME)


def test_rounds_count_how_often_the_word_changed_sides():
    assert the_term((HOME, 60), (HOME, 70), (COMPANY, 90), (HOME, 80)).rounds == 3


def test_facts_and_what_is_kept_off_the_table_are_not_negotiated():
    table = the_table(facts={"thesis_allowed": True}, fixed={"thesis_allowed", "pension_rate"})
    names = {term.name for term in table.negotiated}
    assert not names & {"thesis_allowed", "pension_rate", "ni_rate"}
    assert table.parameters["thesis_allowed"] is True


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        (p.name, (p.least, p.most), (p.least - 1, p.most + 1))
        for p in PARAMETERS.values()
        if hasattr(p, "least")
    ],
)
def test_bounds_hold_to_the_last_one(name, inside, outside):
    assert all(parameters.check(name, value) is None for value in inside)
    assert all(parameters.check(name, value) for value in outside)


def test_a_condition_on_what_does_not_exist_is_refused_when_it_is_read():
    for text in ("no_such_thing", "ip_model", "ip_model=nobody", "recharge=A"):
        with pytest.raises(ProgrammingError):
            conditions.parse(text, PARAMETERS)
