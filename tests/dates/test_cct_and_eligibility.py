"""The CCT date with and without credit, and what a deanery normally expects."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from secondments.errors import InvalidInput
from secondments.secondment.cct import impact
from secondments.secondment.eligibility import warnings
from secondments.secondment.notice import Length, Unit
from secondments.secondment.rulebook import Rulebook, Rules
from secondments.secondment.said import Said

FINE = Said(
    oop_category="OOPE",
    grade="ST6 respiratory medicine",
    programme_start=date(2022, 8, 3),
    cct_on=date(2029, 8, 1),
    last_arcp_outcome="1",
    nihr_award="none",
    previous_oop_months=0,
    starts_on=date(2027, 8, 4),
    ends_on=date(2028, 8, 1),
)


def codes(said, rules=None):
    return [warn.code for warn in warnings(said, rules or Rules())]


def test_t1_moves_by_a_year():
    found = impact(date(2029, 8, 1), date(2027, 8, 4), date(2028, 8, 1), wte=Decimal(1))
    assert found.without_credit == found.with_credit == date(2030, 8, 1)
    assert "final only at the annual review" in found.sentence


def test_t2_moves_by_a_year_without_credit_and_not_at_all_with_twelve_months():
    found = impact(
        date(2030, 8, 6), date(2027, 10, 6), date(2028, 10, 5), credit_months=12, wte=Decimal(1)
    )
    assert (found.without_credit, found.with_credit) == (date(2031, 8, 6), date(2030, 8, 6))


@pytest.mark.parametrize(
    ("credit", "wte", "expected"),
    [(3, "0.6", "2031-03-06"), (6, "0.5", "2030-08-06"), (12, "0.6", "2030-08-06")],
)
def test_a_credit_is_worth_more_calendar_months_at_part_time(credit, wte, expected):
    """The shift is months out less credit over share, and never brings the day forward."""
    found = impact(
        date(2030, 8, 6),
        date(2027, 10, 6),
        date(2028, 10, 5),
        credit_months=credit,
        wte=Decimal(wte),
    )
    assert str(found.with_credit) == expected


def test_part_of_a_month_and_the_29th_of_february():
    found = impact(date(2028, 2, 29), date(2027, 8, 4), date(2028, 8, 1), wte=Decimal(1))
    assert str(found.without_credit) == "2029-02-28"
    half = impact(date(2029, 8, 1), date(2027, 8, 1), date(2027, 9, 15), wte=Decimal(1))
    assert (half.months, str(half.without_credit)) == (Decimal("1.5000"), "2029-09-16")


def test_the_end_before_the_start_is_refused_and_one_day_is_counted():
    with pytest.raises(InvalidInput, match="before the first day"):
        impact(date(2029, 8, 1), date(2027, 8, 4), date(2027, 8, 3), wte=Decimal(1))
    one = impact(date(2029, 8, 1), date(2027, 8, 4), date(2027, 8, 4), wte=Decimal(1))
    assert str(one.without_credit) == "2029-08-02"


def test_an_ordinary_proposal_is_warned_of_nothing():
    assert codes(FINE) == []
    assert codes(Said()) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"programme_start": date(2026, 8, 5)}, ["first_year"]),
        ({"programme_start": date(2026, 8, 4)}, []),
        ({"cct_on": date(2028, 8, 3)}, ["final_year"]),
        ({"cct_on": date(2028, 8, 4)}, []),
        ({"grade": "CT2 anaesthetics"}, ["core"]),
        ({"grade": "Core trainee, surgery"}, ["core"]),
        ({"last_arcp_outcome": "3"}, ["outcome"]),
        ({"last_arcp_outcome": "3", "oop_category": "OOPC"}, []),
        ({"last_arcp_outcome": "8"}, ["outcome"]),
        ({"last_arcp_outcome": "8", "previous_oop_months": 6}, ["maximum"]),
        ({"last_arcp_outcome": "10.1", "oop_category": "OOPP"}, []),
        ({"nihr_award": "ACF"}, ["award"]),
        ({"nihr_award": "DRF"}, []),
        ({"previous_oop_months": 1}, ["maximum"]),
        ({"previous_oop_months": 24, "oop_category": "OOPR"}, []),
        ({"previous_oop_months": 25, "oop_category": "OOPR"}, ["maximum"]),
    ],
)
def test_what_is_not_as_expected_is_warned_of(changed, expected):
    assert codes(replace(FINE, **changed)) == expected


def test_every_warning_says_who_says_so():
    worst = replace(
        FINE,
        grade="CT1",
        programme_start=date(2027, 2, 3),
        cct_on=date(2028, 2, 2),
        last_arcp_outcome="4",
        nihr_award="CL",
        previous_oop_months=12,
    )
    found = warnings(worst, Rules())
    assert len(found) == 6
    assert all(warn.source for warn in found)


def test_a_training_body_may_allow_more():
    rules = Rules(Rulebook(maxima={"OOPE": 24}, lengths={"N1": Length(1, Unit.WEEKS)}))
    assert codes(replace(FINE, previous_oop_months=12), rules) == []
