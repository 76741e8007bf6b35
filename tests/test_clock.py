"""Months as the office counts them, days and midnights, and a business clock that can be held."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondments import clock
from secondments.errors import InvalidInput

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


def months(first_day: str, last_day: str) -> Decimal:
    return clock.months_between(date.fromisoformat(first_day), date.fromisoformat(last_day))


def test_the_year_of_case_t1_is_twelve_months_although_three_days_short():
    assert months("2027-08-04", "2028-08-01") == 12


@pytest.mark.parametrize(
    ("first_day", "last_day", "expected"),
    [
        ("2027-11-01", "2028-04-30", "6"),  # case T6
        ("2027-09-01", "2028-08-31", "12"),  # case T10
        ("2027-10-06", "2028-10-05", "12"),  # case T2
        ("2028-02-02", "2028-08-01", "6"),  # case T12
    ],
)
def test_whole_months_count_as_they_are(first_day, last_day, expected):
    assert months(first_day, last_day) == Decimal(expected)


def test_a_remainder_seven_days_short_of_a_month_is_a_month():
    assert months("2027-08-04", "2028-07-27") == 12


def test_a_remainder_eight_days_short_of_a_month_is_its_share_of_that_month():
    # 4 to 26 July 2028 is 23 of the 31 days from 4 July to 3 August.
    assert months("2027-08-04", "2028-07-26") == Decimal("11.7419")


def test_a_few_days_over_are_their_share_and_not_nothing():
    assert months("2027-08-04", "2028-08-08") == Decimal("12.1613")


def test_a_single_day_is_its_share_of_a_month():
    assert months("2027-08-04", "2027-08-04") == Decimal("0.0323")


def test_the_whole_of_february_is_a_month_in_a_leap_year_and_in_another():
    assert months("2028-02-01", "2028-02-29") == 1
    assert months("2027-02-01", "2027-02-28") == 1


def test_a_term_that_begins_on_29_february_ends_on_28_february():
    assert months("2028-02-29", "2029-02-27") == 12
    assert months("2028-02-29", "2029-02-28") == Decimal("12.0345")
    assert months("2028-02-29", "2028-03-28") == 1


def test_a_month_from_the_31st_ends_with_the_shorter_month():
    assert months("2027-01-31", "2027-02-27") == 1
    assert months("2027-08-31", "2028-02-28") == 6


def test_the_last_day_cannot_come_first():
    with pytest.raises(InvalidInput, match="cannot be before"):
        months("2027-08-04", "2027-08-03")


@given(days, st.integers(min_value=1, max_value=36))
def test_the_day_before_a_later_month_ends_that_many_months(first_day, count):
    last_day = clock.add_months(first_day, count)
    assert clock.months_between(first_day, last_day - clock.timedelta(days=1)) == count


@given(days, st.integers(min_value=0, max_value=1200))
def test_a_day_more_is_never_fewer_months(first_day, length):
    last_day = first_day + clock.timedelta(days=length)
    assert clock.months_between(first_day, last_day) <= clock.months_between(
        first_day, last_day + clock.timedelta(days=1)
    )


def test_six_months_before_the_end_of_august_is_the_end_of_february():
    assert clock.add_months(date(2027, 8, 31), -6) == date(2027, 2, 28)
    assert clock.add_months(date(2028, 8, 31), -6) == date(2028, 2, 29)
    assert clock.add_months(date(2027, 8, 4), -6) == date(2027, 2, 4)


def test_a_day_begins_at_midnight_of_its_zone():
    assert clock.local_midnight(date(2027, 8, 4), "Europe/London") == datetime(
        2027, 8, 3, 23, tzinfo=UTC
    )
    assert clock.local_midnight(date(2027, 2, 4), "Europe/London") == datetime(
        2027, 2, 4, tzinfo=UTC
    )


def test_a_held_clock_stands_still_and_the_wall_does_not():
    moment = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
    with clock.stopped_at(moment):
        assert clock.now() == moment
        assert clock.today("Europe/London") == date(2027, 7, 1)
        assert clock.wall() != moment


def test_a_moment_without_a_zone_cannot_hold_the_clock():
    with pytest.raises(ValueError, match="aware"), clock.stopped_at(datetime(2027, 6, 30)):  # noqa: DTZ001
        pass
