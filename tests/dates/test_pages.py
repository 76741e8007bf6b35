"""Dates in the browser: case T3 from too late to in time, who sees what, the calculator."""

from datetime import UTC, date, datetime, timedelta

import pytest

from secondments import clock
from secondments.secondment import course, said, votes
from secondments.secondment.choices import AcademicAward, ReviewOutcome
from secondments.secondment.declarations import (
    DECLARATIONS,
    OF_DOCTORS,
    OF_FELLOWS,
    OF_TRAINEES,
)
from tests.builders import EXCEPTIONAL, a_draft, a_proposal, an_approved_one
from tests.secondment.stage import Stage, plain

T3 = {"starts_on": date(2027, 4, 5), "ends_on": date(2028, 4, 4)}
AUGUST = {"starts_on": date(2027, 8, 2), "ends_on": date(2028, 8, 1)}
DECLARED = list(DECLARATIONS | OF_TRAINEES | OF_DOCTORS)


def typed(starts_on, ends_on, **more):
    found = {"share": "1", **more}
    back = ends_on + timedelta(days=1)
    for name, day in (("starts_on", starts_on), ("ends_on", ends_on), ("return_on", back)):
        parts = (("day", day.day), ("month", day.month), ("year", day.year))
        found |= {f"{name}-{box}": str(value) for box, value in parts}
    return found


@pytest.fixture
def on_12_january(app):
    with clock.stopped_at(datetime(2027, 1, 12, 9, tzinfo=UTC)):
        yield Stage(app)


def test_t3_too_soon_is_warned_of_beside_the_day_and_needs_a_reason(on_12_january):
    stage = on_12_january
    ref = stage.play(a_draft)
    at = f"/secondments/{ref}/proposal"
    first = stage.sends("trainee", f"{at}/dates", **typed(**T3))
    assert first.location == f"{at}/dates#starts_on-day"
    page = plain(stage.sees("trainee", f"{at}/dates"))
    assert "The postgraduate dean needs 6 months: that was by 5 October 2026." in page
    assert "The employer needs 3 months: that was by 5 January 2027." in page
    assert "If you send it today, the earliest start is 12 July 2027." in page
    told = stage.sends("trainee", f"{at}/dates", **typed(**T3, told="starts_on"))
    assert told.location == f"{at}/money"
    check = plain(stage.sees("trainee", f"{at}/check"))
    assert "5 April 2027 is sooner than the rules allow." in check
    carried = stage.carried("trainee", f"{at}/dates")
    refused = stage.sends("trainee", f"{at}/check", carried, declarations=DECLARED)
    assert refused.status_code == 409
    short = stage.sends("trainee", f"{at}/dates", **typed(**T3, short_notice_reason="Soon."))
    assert "Write at least 50 characters: there are 5 now" in plain(short.text)
    stage.sends("trainee", f"{at}/dates", **typed(**T3, short_notice_reason=EXCEPTIONAL))
    sent = stage.sends("trainee", f"{at}/check", declarations=DECLARED)
    assert sent.status_code == 302, plain(sent.text)
    seen = plain(stage.sees("supervisor", f"/secondments/{ref}/approve"))
    assert "Exceptionally short notice" in seen
    assert EXCEPTIONAL in seen
    assert "It was sent on 12 January 2027, for which the earliest start is 12 July 2027." in seen


def test_t3_moved_and_sent_again_is_in_time_and_the_clock_is_the_new_sending(app):
    with clock.stopped_at(datetime(2027, 1, 12, 9, tzinfo=UTC)):
        stage = Stage(app)
        ref = stage.play(a_proposal, **T3, short_notice_reason=EXCEPTIONAL)

        def returned(cast, s):
            votes.support(s, by=cast.supervisor, revision=s.revision)
            votes.send_back(
                s, by=cast.director, revision=s.revision, reason="dates", message="Start later."
            )

        stage.go_on(ref, returned)
    with clock.stopped_at(datetime(2027, 1, 25, 9, tzinfo=UTC)):
        at = f"/secondments/{ref}/proposal"
        moved = stage.sends("trainee", f"{at}/dates", **typed(**AUGUST))
        assert moved.location == f"{at}/money"
        answer = stage.sends("trainee", f"{at}/check", declarations=DECLARED, message="In August.")
        assert answer.status_code == 302, plain(answer.text)
        found = stage.look(ref, lambda s: course.sent_on(s, said.now(s)))
        assert found == date(2027, 1, 25)
        page = plain(stage.sees("trainee", f"/secondments/{ref}/dates"))
        assert "2 Feb 2027 Application to the postgraduate dean" in page
        assert "Done on 25 January 2027" in page
        assert "late" not in page.partition("Latest safe days")[2].partition("CCT date")[0]
        assert stage.look(ref, lambda s: s.done_steps) == set()


def test_the_company_sees_its_own_days_and_no_reason(app):
    with clock.stopped_at(datetime(2027, 1, 12, 9, tzinfo=UTC)):
        stage = Stage(app)
        ref = stage.play(
            an_approved_one, **T3, short_notice_reason=EXCEPTIONAL, previous_oop_months=12
        )
        for page in ("", "/proposal", "/dates", "/approve", "/history"):
            text = stage.sees("lead", f"/secondments/{ref}{page}")
            for secret in (EXCEPTIONAL, "postgraduate dean", "CCT", "annual review", "of time out"):
                assert secret not in text, (page, secret)
        theirs = plain(stage.sees("lead", f"/secondments/{ref}/dates"))
        assert "Signed by all parties" in theirs
        assert "Decision: host manager" in theirs
        assert stage.asks("Nadia Brandt", f"/secondments/{ref}/dates") == 404


def test_a_review_s_outcome_is_for_the_applicant_and_those_who_run_training(stage):
    ref = stage.play(a_proposal, last_arcp_outcome=ReviewOutcome.THREE)
    expected = "the last outcome is normally 1"
    for who in ("trainee", "director", "dean"):
        assert "3: inadequate progress" in stage.sees(who, f"/secondments/{ref}/proposal")
        assert expected in plain(stage.sees(who, f"/secondments/{ref}/dates"))
    for who in ("supervisor", "release", "office"):
        for page in ("/proposal", "/dates", "/history", ""):
            text = plain(stage.sees(who, f"/secondments/{ref}{page}"))
            assert "inadequate" not in text
            assert expected not in text


def test_a_warning_never_keeps_a_proposal_from_being_sent(stage):
    unusual = {"nihr_award": AcademicAward.CL, "previous_oop_months": 24, "grade": "CT1"}
    ref = stage.play(a_draft, **unusual)
    check = plain(stage.sees("trainee", f"/secondments/{ref}/proposal/check"))
    assert "What those who decide will weigh" in check
    assert "Core trainees are given time out only" in check
    declared = [*DECLARED, *OF_FELLOWS]
    answer = stage.sends("trainee", f"/secondments/{ref}/proposal/check", declarations=declared)
    assert answer.status_code == 302
    seen = plain(stage.sees("supervisor", f"/secondments/{ref}/approve"))
    assert "This makes 36 months of time out in all." in seen
    assert "The applicant has said nothing about this." in seen


def test_the_home_side_sees_the_dates_as_they_were_sent_while_they_are_being_changed(stage):
    def returned(cast):
        s = a_proposal(cast)
        votes.send_back(
            s, by=cast.supervisor, revision=s.revision, reason="dates", message="Start later."
        )
        return s

    ref = stage.play(returned)
    later = {"starts_on": date(2027, 9, 1), "ends_on": date(2028, 8, 31)}
    stage.sends("trainee", f"/secondments/{ref}/proposal/dates", **typed(**later))
    assert "1 Sep 2027" in stage.sees("trainee", f"/secondments/{ref}/dates")
    theirs = stage.sees("office", f"/secondments/{ref}/dates")
    assert "4 Aug 2027" in theirs
    assert "1 Sep 2027" not in theirs


def test_a_case_without_dates_says_what_will_be_here(stage):
    ref = stage.play(a_draft, starts_on=None, ends_on=None)
    page = plain(stage.sees("trainee", f"/secondments/{ref}/dates"))
    assert "once the proposal has a first and a last day" in page


def test_notice_given_in_time_is_no_short_notice_to_the_employer(stage):
    ref = stage.play(
        a_draft, starts_on=date(2027, 7, 20), ends_on=date(2028, 7, 19), notice_given_on=None
    )
    assert stage.look(ref, lambda s: len(course.broken_rules(s, said.now(s)))) == 0
    soon = stage.play(a_draft, **T3, notice_given_on=date(2027, 1, 4))
    assert stage.look(
        soon, lambda s: [a.rule.code for a in course.broken_rules(s, said.now(s))]
    ) == ["N1"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"notice_given_on-year": "2028"}, "Enter a day up to today, 18 January 2027"),
        ({"alternative_start-year": "2027"}, "Enter 18 July 2027 or a later day"),
        ({"short_notice_reason": "x" * 1001}, "Use at most 1,000 characters"),
        ({"short_notice_reason": "a\x00b"}, "Take out the characters that cannot be shown"),
    ],
)
def test_days_and_reasons_that_cannot_be_are_refused_and_kept_as_typed(stage, more, sentence):
    ref = stage.play(a_draft)
    boxes = {
        f"{name}-{box}": "1"
        for name in ("notice_given_on", "alternative_start")
        for box in ("day", "month")
    }
    years = {"notice_given_on-year": "2027", "alternative_start-year": "2029"}
    at = f"/secondments/{ref}/proposal/dates"
    answer = stage.sends("trainee", at, **{**typed(**AUGUST), **boxes, **years, **more})
    assert answer.status_code == 400
    assert sentence in plain(answer.text)


def test_the_calculator_says_the_earliest_day_and_why(on_12_january):
    stage = on_12_january
    body = stage.id_of("training_body")
    page = plain(stage.sees("trainee", f"/secondments/earliest-start?body={body}&credit=no"))
    assert "The earliest first day is 12 July 2027" in page
    assert "The postgraduate dean needs 6 months." in page
    assert "Request for credit" not in page
    credit = plain(stage.sees("trainee", f"/secondments/earliest-start?body={body}&credit=yes"))
    assert "Request for credit to the college or faculty" in credit
    assert "See when you could start" in plain(stage.sees("trainee", "/secondments/new"))
    for bad in ("?body=%00&credit=no", f"?body={body}", "?body=x&body=y&credit=maybe", "?a=1"):
        assert stage.asks("trainee", f"/secondments/earliest-start{bad}") == 400
    assert stage.asks("lead", "/secondments/earliest-start") == 200
