"""The words of the catalogue: what a person at the table reads beside each term."""

import re
from itertools import product
from pathlib import Path

import pytest

from secondments.catalogue import parameters
from secondments.catalogue.dependence import WHEN
from secondments.catalogue.parameters import PARAMETERS

EACH = pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=list(PARAMETERS))


SHIPPED = Path(__file__).with_name("shipped_parameters.txt")


def test_what_was_shipped_is_retired_and_never_taken_out():
    """Every frozen text has a value for each: without one of them none could be read again."""
    assert sorted(PARAMETERS) == SHIPPED.read_text("utf-8").split()


def sentences(parameter):
    return [each for each in (parameter.help, parameter.compromise, parameter.pushed_by) if each]


def how_many(text):
    return len(re.findall(r"\.(?= [A-Z]|$)", text))


@EACH
def test_a_person_reads_what_a_term_means_and_how_it_may_settle(parameter):
    assert 1 <= how_many(parameter.help) <= 2
    expected = 1 if parameter.negotiable else 0
    assert how_many(parameter.compromise) == how_many(parameter.pushed_by) == expected
    assert bool(parameter.compromise) is bool(parameter.pushed_by) is parameter.negotiable


@EACH
def test_its_sentences_are_whole_calm_and_printed_well(parameter):
    for sentence in sentences(parameter):
        assert re.fullmatch(r"[A-Z][^!'\"`]*\.", sentence), sentence
        assert "  " not in sentence


def test_each_term_has_a_condition_that_can_be_asked():
    assert set(WHEN) == set(PARAMETERS)
    conditional = {name for name, parameter in PARAMETERS.items() if parameter.when}
    assert {name for name, condition in WHEN.items() if condition.tests} == conditional


@EACH
def test_no_condition_goes_in_a_circle(parameter):
    asked = set(WHEN[parameter.name].parameters)
    while more := {x for name in asked for x in WHEN[name].parameters} - asked:
        asked |= more
    assert parameter.name not in asked


@pytest.mark.parametrize(("direct_pay", "trainee"), list(product((False, True), repeat=2)))
def test_the_usual_position_never_needs_a_lawyer(direct_pay, trainee):
    usual = parameters.usual(direct_pay=direct_pay, trainee=trainee)
    assert [name for name, value in usual.items() if PARAMETERS[name].needs_legal(value)] == []


@EACH
def test_policy_marks_only_what_could_be_agreed(parameter):
    for bound in ("policy_least", "policy_most"):
        edge = getattr(parameter, bound, None)
        assert edge is None or parameter.check(edge) is None
    legal = getattr(parameter, "legal", None)
    for value in legal if isinstance(legal, tuple) else ():
        assert parameter.check(value) is None
