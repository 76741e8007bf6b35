"""Dates to keep: what the dates and the parameters of an agreement make due."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from secondments.agreements.dates import dates_to_keep, lasting
from tests.agreements.cases import the_terms_of_t12
from tests.agreements.t1 import agreed, the_terms_of_t1


def due(terms, code):
    return [str(each.on) for each in dates_to_keep(terms) if each.code == code]


def test_case_t1_by_day():
    assert [(str(each.on), each.what) for each in dates_to_keep(the_terms_of_t1())] == [
        ("2027-07-21", "Signed by all, or the dates confirmed again"),
        ("2027-08-04", "First day and induction"),
        ("2027-09-01", "Interests declared"),
        ("2027-09-04", "First month check"),
        ("2027-11-04", "Review"),
        ("2027-11-04", "Invoice 1 of 4"),
        ("2028-02-02", "Last day to confirm the return"),
        ("2028-02-02", "Last day to ask for an extension"),
        ("2028-02-04", "Mid-point review"),
        ("2028-02-04", "Invoice 2 of 4"),
        ("2028-05-04", "Review"),
        ("2028-05-04", "Invoice 3 of 4"),
        ("2028-05-10", "Meeting before the return"),
        ("2028-05-17", "Annual report and supervisor’s report"),
        ("2028-06-14", "Annual review of progress"),
        ("2028-08-01", "Last day"),
        ("2028-08-02", "Day of Return"),
        ("2028-08-02", "Invoice 4 of 4"),
        ("2028-08-15", "Property and Confidential Information returned"),
        ("2028-08-15", "Closing report"),
    ]


def test_the_return_notice_and_the_meeting_count_from_the_day_of_return():
    assert due(the_terms_of_t1(), "return_notice") == ["2028-02-02"]
    assert due(the_terms_of_t1(), "pre_return") == ["2028-05-10"]


def test_another_notice_is_another_day():
    terms = agreed(the_terms_of_t1(), return_notice_months=3, pre_return_weeks=8, exit_days=0)
    assert due(terms, "return_notice") == ["2028-05-02"]
    assert due(terms, "pre_return") == ["2028-06-07"]
    assert due(terms, "exit") == ["2028-08-01"]


def test_what_would_fall_before_the_first_day_is_left_out():
    short = replace(the_terms_of_t1(), last_day=date(2027, 10, 3))
    assert due(short, "return_notice") == due(short, "pre_return") == []
    assert due(short, "return") == ["2027-10-04"]


def test_without_charge_training_or_extension_nothing_of_them_is_due():
    terms = agreed(the_terms_of_t12(), extension_max=0, closing_report=False)
    codes = {each.code for each in dates_to_keep(terms)}
    assert codes.isdisjoint({"invoice", "annual_review", "extension", "closing_report"})


def test_a_first_month_check_is_not_made_beside_a_review_of_that_day():
    terms = agreed(the_terms_of_t1(), review_interval=1)
    assert due(terms, "first_month") == []
    assert len(due(terms, "review")) == 11


def test_what_lasts_after_the_end():
    assert [(str(each.on), each.code) for each in lasting(the_terms_of_t1())] == [
        ("2029-02-01", "offers"),
        ("2029-08-01", "decisions"),
        ("2033-08-01", "secrecy"),
    ]


def test_what_ends_with_the_term_does_not_last():
    terms = agreed(the_terms_of_t1(), no_poach_months=0, formulary_cooling_off=0)
    assert [each.code for each in lasting(terms)] == ["secrecy"]


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(min_value=1, max_value=1100))
def test_any_term_has_its_dates_in_order(first_day, length):
    terms = replace(
        the_terms_of_t1(), first_day=first_day, last_day=first_day + timedelta(days=length)
    )
    days = [each.on for each in dates_to_keep(terms)]
    assert days == sorted(days)
    assert due(terms, "last_day") == [str(terms.last_day)]
