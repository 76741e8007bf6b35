"""The catalogue: every usual position keeps its own rule, and one step outside is refused."""

from decimal import Decimal

import pytest

from secondments.catalogue import parameters
from secondments.catalogue.kinds import Amount, Choice, Listed, Text, Whole, YesNo
from secondments.catalogue.parameters import DEFAULTS, PARAMETERS
from secondments.errors import InvalidInput, ProgrammingError

EACH = pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=list(PARAMETERS))


def of_kind(kind):
    chosen = {name: each for name, each in PARAMETERS.items() if isinstance(each, kind)}
    return pytest.mark.parametrize("parameter", chosen.values(), ids=list(chosen))


@EACH
def test_the_usual_position_keeps_its_own_rule(parameter):
    assert parameters.check(parameter.name, DEFAULTS[parameter.name]) is None


@EACH
def test_every_parameter_has_a_clause_and_a_label(parameter):
    assert parameter.clause[:2] == "CL"
    assert parameter.label[:1].isupper()


@of_kind(Whole)
def test_a_count_may_reach_its_bounds_and_not_pass_them(parameter):
    least, most = parameter.least, parameter.most
    assert parameter.check(least) is parameter.check(most) is None
    sentence = f"Give a whole number of {parameter.unit}s, from {least} to {most}."
    assert parameter.check(least - 1) == parameter.check(most + 1) == sentence
    assert parameter.check(True) == parameter.check("8") == parameter.check(8.0) == sentence


@of_kind(Amount)
def test_an_amount_may_reach_its_bounds_and_not_pass_them(parameter):
    assert parameter.check(parameter.least) is parameter.check(parameter.most) is None
    assert parameter.check(parameter.least - Decimal("0.01")) is not None
    assert parameter.check(parameter.most + Decimal("0.01")) is not None
    assert parameter.check(Decimal("NaN")) is not None
    assert parameter.check(1.0) is not None


@of_kind(Choice)
def test_a_choice_is_one_of_its_words(parameter):
    assert all(parameter.check(choice) is None for choice in parameter.words)
    assert parameter.check("something_else").startswith("Choose one of:")


@of_kind(YesNo)
def test_yes_or_no_is_nothing_else(parameter):
    assert parameter.check(True) is parameter.check(False) is None
    assert parameter.check("yes") == parameter.check(1) == "Answer yes or no."


@of_kind(Text)
def test_a_text_is_one_line_without_tricks(parameter):
    assert parameter.check("") is None
    assert parameter.check("a" * (parameter.longest + 1)) is not None
    assert parameter.check("two\nlines") is not None
    assert parameter.check("\u202eturned round") is not None
    assert parameter.check("nul\x00") is not None


@of_kind(Listed)
def test_a_list_has_few_short_points(parameter):
    assert parameter.check(("One thing", "another")) is None
    assert parameter.check(("",)) is not None
    assert parameter.check(("a" * 201,)) is not None
    assert parameter.check(("a",) * 13) is not None
    assert parameter.check(["a list"]) is not None


def test_counts_and_amounts_are_said_with_their_unit():
    assert parameters.say("notice_weeks", 8) == "8 weeks"
    assert parameters.say("incident_notice", 1) == "1 day"
    assert parameters.say("pension_rate", Decimal("23.780")) == "23.78%"
    assert parameters.say("public_liability", Decimal(5000000)) == "£5,000,000"
    assert parameters.say("host_allowance", Decimal("1200.50")) == "£1,200.50"
    assert parameters.say("clinical_sessions_kept", Decimal(1)) == "1 clinical session"
    assert parameters.say("clinical_sessions_kept", Decimal("2.5")) == "2.5 clinical sessions"
    assert parameters.say("excluded_tasks", ("a", "b", "c")) == "a, b or c"
    assert parameters.say("law", "England_and_Wales") == "England and Wales"
    assert parameters.say("mediation", False) == "no"


def test_a_trainee_returns_to_a_vacancy_and_others_to_their_post():
    assert parameters.usual(trainee=True)["right_of_return"] == "programme_vacancy"
    assert parameters.usual()["right_of_return"] == "same_or_equivalent"


def test_direct_pay_suspends_employment_and_has_no_vat():
    usual = parameters.usual(direct_pay=True)
    assert usual["employment_model"] == "suspended"
    assert usual["vat_treatment"] == "none_suspended"
    assert usual["pension_status"] == "paused"


def test_what_is_agreed_stands_and_the_rest_is_usual():
    agreed = parameters.agreed({"notice_weeks": 12, "pension_rate": "14.5", "onsite_min_pct": 50})
    assert agreed["notice_weeks"] == 12
    assert agreed["pension_rate"] == Decimal("14.5")
    assert agreed["onsite_min_pct"] == Decimal(50)
    assert agreed["review_days"] == 30
    assert set(agreed) == set(PARAMETERS)


def test_what_cannot_be_agreed_is_refused_by_the_name_of_its_field():
    with pytest.raises(InvalidInput, match="Notice by the Employer or the Host: Give a") as refusal:
        parameters.agreed({"notice_weeks": 3, "levy_rate": "two"})
    assert set(refusal.value.fields) == {"notice_weeks", "levy_rate"}


def test_a_value_read_back_must_be_one_that_could_be_agreed():
    assert parameters.read("equipment", ["a laptop"]) == ("a laptop",)
    with pytest.raises(ProgrammingError, match="notice_weeks"):
        parameters.read("notice_weeks", 99)
