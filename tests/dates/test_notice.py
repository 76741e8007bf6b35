"""Notice rules: the exact days of the worked cases, month ends, and what always holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondments.catalogue import parameters
from secondments.secondment.bank_holidays import Nation, holidays, working_days_from
from secondments.secondment.ladder import Course, StepDays, rungs
from secondments.secondment.notice import RULES, Length, Unit, broken, earliest_start
from secondments.secondment.rulebook import Rulebook, Rules

STEPS = (
    (StepDays("ES", "Educational supervisor", 14),),
    (StepDays("TPD", "Training programme director", 14),),
    (StepDays("PGD", "Postgraduate dean", 28), StepDays("EMP", "Employer release", 28)),
    (StepDays("CM", "Host manager", 14, is_company=True),),
)
T1 = Course(
    first_day=date(2027, 8, 4),
    last_day=date(2028, 8, 1),
    today=date(2027, 1, 18),
    steps=STEPS,
    rules=Rules(),
    sent_on=date(2027, 1, 18),
    review_on=date(2028, 6, 14),
)
days = st.dates(date(2024, 1, 1), date(2050, 12, 31))
lengths = st.builds(
    Length, st.integers(0, 24), st.sampled_from([Unit.MONTHS, Unit.WEEKS, Unit.DAYS])
) | st.builds(Length, st.integers(0, 60), st.just(Unit.WORKING_DAYS))
rulebooks = st.builds(
    lambda a, b, c, nation: Rules(
        Rulebook(lengths={"N1": a, "N3": c}), Rulebook(lengths={"N2": b}, nation=nation)
    ),
    lengths,
    lengths,
    lengths,
    st.sampled_from(Nation),
)


def row(course, code):
    return next(rung for rung in rungs(course) if rung.code == code)


def test_t1_every_line_is_on_its_day():
    found = {code: str(row(T1, code).on) for code in ("N1", "N2", "N5", "N6", "N7", "N8", "N9")}
    assert found == {
        "N1": "2027-02-04",
        "N2": "2027-05-04",
        "N5": "2028-02-02",
        "N6": "2028-02-02",
        "N7": "2028-05-17",
        "N8": "2027-05-04",
        "N9": "2028-05-10",
    }
    assert [str(row(T1, code).on) for code in ("CL03", "issue", "CM", "PGD", "TPD", "ES")] == [
        "2027-07-21",
        "2027-07-07",
        "2027-06-23",
        "2027-06-09",
        "2027-05-12",
        "2027-04-28",
    ]
    assert str(row(T1, "send").on) == "2027-04-14"
    assert row(T1, "N1").status == "Done on 18 January 2027"
    assert not [rung for rung in rungs(T1) if rung.days_late]


def test_t2_the_college_is_asked_56_days_before_and_only_with_credit():
    t2 = replace(T1, first_day=date(2027, 10, 6), last_day=date(2028, 10, 5), credit=True)
    assert row(t2, "N3").on == date(2027, 10, 6) - timedelta(days=56)
    assert row(t2, "N1").on == date(2027, 4, 6)
    assert "N3" not in {rung.code for rung in rungs(replace(t2, credit=False))}


def test_t3_is_late_by_both_lines_and_the_earliest_start_is_12_july():
    sent = date(2027, 1, 12)
    t3 = replace(
        T1, first_day=date(2027, 4, 5), last_day=date(2028, 4, 4), today=sent, sent_on=sent
    )
    asked = t3.rules.before_sending(credit=False)
    assert str(row(t3, "N1").on) == "2026-10-05"
    assert row(t3, "N1").status == "Done on 12 January 2027, 99 days late"
    assert str(row(t3, "N2").on) == "2027-01-05"
    assert row(t3, "N2").status == "7 days late"
    assert [each.rule.code for each in broken(t3.first_day, sent, asked)] == ["N1", "N2"]
    soonest = earliest_start(sent, asked)
    assert (str(soonest.first_day), soonest.asked.rule.code) == ("2027-07-12", "N1")


def test_t3_moved_to_august_and_sent_again_is_in_time():
    again = date(2027, 1, 25)
    moved = replace(T1, first_day=date(2027, 8, 2), last_day=date(2028, 8, 1), today=again)
    moved = replace(moved, sent_on=again)
    assert str(row(moved, "N1").on) == "2027-02-02"
    assert row(moved, "N1").days_late == 0
    assert broken(moved.first_day, again, moved.rules.before_sending(credit=False)) == []


@pytest.mark.parametrize(
    ("day", "number", "before"),
    [
        ("2027-08-31", 6, "2027-02-28"),
        ("2028-08-31", 6, "2028-02-29"),
        ("2028-02-29", 12, "2027-02-28"),
        ("2027-05-31", 3, "2027-02-28"),
        ("2027-12-31", 6, "2027-06-30"),
        ("2027-03-28", 1, "2027-02-28"),  # the clocks go forward that night
        ("2027-10-31", 1, "2027-09-30"),  # and back
    ],
)
def test_months_are_of_the_calendar_and_clamp_at_a_month_s_end(day, number, before):
    length = Length(number, Unit.MONTHS)
    assert str(length.before(date.fromisoformat(day), Nation.ENGLAND)) == before


def test_a_start_six_months_after_31_august_may_have_to_wait_until_march():
    asked = [Rules().asked("N1")]
    assert str(earliest_start(date(2026, 8, 31), asked).first_day) == "2027-03-01"
    assert asked[0].latest(date(2027, 2, 28)) == date(2026, 8, 28)


def test_ten_working_days_after_the_return_are_one_more_in_scotland():
    back = date(2028, 8, 2)
    assert working_days_from(back, 10, Nation.ENGLAND) == date(2028, 8, 15)
    assert working_days_from(back, 10, Nation.SCOTLAND) == date(2028, 8, 16)


def test_bank_holidays_of_the_four_nations_with_their_substitutes():
    assert holidays(2027, Nation.ENGLAND) == holidays(2027, Nation.WALES)
    assert sorted(map(str, holidays(2027, Nation.ENGLAND))) == [
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-05-03",
        "2027-05-31",
        "2027-08-30",
        "2027-12-27",
        "2027-12-28",
    ]
    ulster, scots = holidays(2027, Nation.NORTHERN_IRELAND), holidays(2027, Nation.SCOTLAND)
    assert {date(2027, 3, 17), date(2027, 7, 12)} == ulster - holidays(2027, Nation.ENGLAND)
    assert {date(2027, 1, 4), date(2027, 8, 2), date(2027, 11, 30)} <= scots
    assert date(2027, 3, 29) not in scots
    assert date(2026, 6, 15) in holidays(2026, Nation.SCOTLAND)


def test_another_length_is_another_line_and_the_longest_rule_decides():
    rules = Rules(Rulebook(), Rulebook(lengths={"N2": Length(9, Unit.MONTHS)}))
    soonest = earliest_start(date(2027, 1, 12), rules.before_sending(credit=True))
    assert (str(soonest.first_day), soonest.asked.rule.code) == ("2027-10-12", "N2")


def test_what_a_company_sees_is_its_own_steps_and_the_signatures():
    theirs = {rung.code for rung in rungs(T1) if rung.is_for_the_company}
    assert theirs == {"CM", "issue", "CL03", "first_day", "last_day"}


def test_a_day_of_one_day_and_a_short_absence_have_no_meeting_before():
    short = replace(T1, last_day=T1.first_day + timedelta(days=1))
    assert "N8" not in {rung.code for rung in rungs(short)}


def test_the_signing_rule_is_the_usual_position_of_its_clause():
    assert RULES["CL03"].length.number == parameters.PARAMETERS["long_stop_signature"].default


@given(days, rulebooks, st.booleans())
def test_the_earliest_start_is_never_late_and_the_day_before_always_is(sent_on, rules, credit):
    asked = rules.before_sending(credit=credit)
    soonest = earliest_start(sent_on, asked).first_day
    assert broken(soonest, sent_on, asked) == []
    if soonest > sent_on:
        assert broken(soonest - timedelta(days=1), sent_on, asked)


@given(days, rulebooks, st.integers(1, 400), st.integers(2, 1000), days)
def test_a_later_start_never_makes_a_step_later(first_day, rules, more, length, today):
    course = replace(
        T1, first_day=first_day, last_day=first_day + timedelta(length), today=today, rules=rules
    )
    later = replace(
        course,
        first_day=first_day + timedelta(more),
        last_day=course.last_day + timedelta(more),
    )
    before = {rung.code: rung for rung in rungs(course)}
    for rung in rungs(later):
        if rung.code in before:
            assert rung.days_late <= before[rung.code].days_late, rung.code


@given(st.builds(Rulebook, lengths=st.dictionaries(st.sampled_from(list(RULES)), lengths)))
def test_a_rulebook_reads_as_it_was_kept(book):
    assert Rulebook.read(book.as_kept()) == book
