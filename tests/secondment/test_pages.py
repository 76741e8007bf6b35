"""Reading a case over HTTP, as the people of case T1 see it."""

from datetime import timedelta

import pytest

from secondments import clock
from secondments.extensions import db
from secondments.people.models import Role
from secondments.secondment import calendar, drafts, service, votes
from tests.builders import (
    a_draft,
    a_proposal,
    an_agreed_one,
    an_answered_one,
    an_approved_one,
    an_issued_one,
    kept,
    role_of,
    supported,
)
from tests.secondment.stage import plain

SECTIONS = ("", "/proposal", "/company", "/costs", "/approvals", "/history")
SALARY = "73,992"
HOME_ONLY = ("ST6 respiratory", "LDN/007", "1 August 2029", "Time out for experience")


def returned(cast, **changed):
    s = a_proposal(cast, **changed)
    votes.send_back(
        s, by=cast.supervisor, revision=s.revision, reason="dates", message="Start in August."
    )
    return s


def returned_by_the_company(cast, **changed):
    s = an_answered_one(cast, **changed)
    votes.send_back(
        s, by=cast.lead, revision=s.revision, reason="cost", message="Too dear for this year."
    )
    return s


def declined(cast):
    s = a_proposal(cast)
    votes.decline(
        s, by=cast.supervisor, revision=s.revision, reason="service", message="No cover for this."
    )
    return s


def test_the_overview_says_who_has_it_since_when_and_what_comes_next(stage):
    page = plain(stage.sees("trainee", f"/secondments/{stage.play(a_proposal)}"))
    assert "Waiting on Dr Helen Marsh Educational supervisor" in page
    assert "Since 18 January 2027 Less than a day, due 1 February" in page
    assert "What happens next It goes to the training programme director." in page


def test_parallel_approvers_are_both_named(stage):
    ref = stage.play(lambda cast: supported(a_proposal(cast), cast.supervisor, cast.director))
    page = plain(stage.sees("dean", f"/secondments/{ref}"))
    assert "Waiting on You and Sunita Bhatt Postgraduate dean and Employer release" in page
    assert "Corvane Therapeutics Ltd is asked." in page


def test_a_side_state_stands_in_the_place_of_the_stage_that_comes_next(stage):
    page = stage.sees("trainee", f"/secondments/{stage.play(returned)}")
    assert 'tracker__stage--side" aria-current="step"' in page
    assert "Returned to you for changes" in plain(page)
    assert page.count("tracker__stage--done") == 1
    assert page.count("tracker__stage--next") == 4


def test_a_case_that_was_stopped_says_why_and_promises_no_more_dates(stage):
    page = plain(stage.sees("trainee", f"/secondments/{stage.play(declined)}"))
    assert "Dr Helen Marsh declined it Reason: service need No cover for this." in page
    assert "CCT date 1 August 2029 Proposal" in page
    assert "Starts 4 August 2027" not in page
    approvals = plain(stage.sees("trainee", f"/secondments/{stage.play(declined)}/approvals"))
    assert "Declined Dr Helen Marsh" in approvals
    assert "Training programme director · not asked" in approvals


def test_a_case_forgotten_for_90_days_does_not_say_that_its_start_passed(stage):
    ref = stage.play(a_proposal)
    with clock.stopped_at(clock.now() + timedelta(days=100)):
        stage.go_on(ref, lambda cast, s: calendar.run())
        page = plain(stage.sees("office", f"/secondments/{ref}"))
    assert "Lapsed: nothing happened for 90 days" in page
    assert "Reopen it" in page


@pytest.mark.parametrize("who", ["trainee", "supervisor", "dean", "office"])
@pytest.mark.parametrize(
    "make",
    [a_proposal, returned, an_approved_one, returned_by_the_company, an_agreed_one, declined],
)
def test_every_section_opens_for_the_home_side_in_every_state(stage, make, who):
    ref = stage.play(make)
    for section in SECTIONS:
        stage.sees(who, f"/secondments/{ref}{section}")


@pytest.mark.parametrize(
    "make", [an_approved_one, an_answered_one, returned_by_the_company, an_agreed_one]
)
def test_a_company_reads_no_salary_and_nothing_of_the_training(stage, make):
    ref = stage.play(make)
    for section in SECTIONS:
        page = plain(stage.sees("lead", f"/secondments/{ref}{section}"))
        for hidden in (SALARY, *HOME_ONLY, "Dr Helen Marsh", "Professor Ruth Aldous"):
            assert hidden not in page, (section, hidden)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("trainee", True),
        ("release", True),
        ("office", False),
        ("supervisor", False),
        ("director", False),
        ("dean", False),
        ("employer_signatory", False),
    ],
)
def test_the_salary_is_for_the_applicant_and_those_who_run_pay(stage, who, sees):
    ref = stage.play(a_proposal)
    for section in ("/proposal", "/costs"):
        page = plain(stage.sees(who, f"/secondments/{ref}{section}"))
        assert (SALARY in page) is sees, section


def test_a_company_finds_nothing_before_it_is_asked(stage):
    ref = stage.play(a_proposal)
    for section in (*SECTIONS, "/approve", "/withdraw", "/agreement"):
        assert stage.asks("lead", f"/secondments/{ref}{section}") == 404


def test_another_company_finds_nothing_ever(stage):
    ref = stage.play(an_agreed_one)
    for section in (*SECTIONS, "/approve", "/end-early"):
        assert stage.asks("Nadia Brandt", f"/secondments/{ref}{section}") == 404


def test_a_draft_is_there_for_its_applicant_alone(stage):
    ref = stage.play(a_draft)
    for who in ("supervisor", "dean", "office", "lead", "Dr Callum Reid"):
        assert stage.asks(who, f"/secondments/{ref}") == 404
    assert "Draft, only you can see it" in stage.sees("trainee", f"/secondments/{ref}")


def test_the_section_bar_names_only_sections_that_exist(stage):
    draft = stage.sees("trainee", f"/secondments/{stage.play(a_draft)}")
    assert "/agreement" not in draft
    assert "/approvals" not in draft
    assert "/company" not in draft
    agreed = stage.sees("trainee", f"/secondments/{stage.play(an_agreed_one)}")
    assert "/agreement" in agreed
    assert "/company" in agreed


def test_a_company_reads_in_the_history_only_what_it_may(stage):
    def told(cast):
        s = a_proposal(cast)
        votes.support(s, by=cast.supervisor, revision=s.revision, message="A private word.")
        supported(s, cast.director, cast.dean, cast.release)
        votes.support(s, by=cast.lead, revision=s.revision, message="Within our budget.")
        return s

    ref = stage.play(told)
    theirs = plain(stage.sees("compliance", f"/secondments/{ref}/history"))
    assert "It was approved on the applicant’s side" in theirs
    assert "Within our budget." in theirs
    assert "A private word." not in theirs
    assert "sent the proposal" not in theirs
    ours = plain(stage.sees("trainee", f"/secondments/{ref}/history"))
    assert "A private word." in ours
    assert "Within our budget." not in ours


def test_others_read_what_was_sent_last_while_the_applicant_changes_it(stage):
    def being_changed(cast):
        s = returned(cast)
        drafts.save(
            s, by=cast.trainee, revision=s.revision, answers={"role_title": "Half a thought"}
        )
        return s

    ref = stage.play(being_changed)
    for section in SECTIONS:
        assert "Half a thought" not in stage.sees("supervisor", f"/secondments/{ref}{section}")
    assert "Half a thought" in stage.sees("trainee", f"/secondments/{ref}")
    assert "is changing the proposal" in plain(stage.sees("office", f"/secondments/{ref}/costs"))


def test_a_company_is_told_that_it_is_not_proceeding_and_not_who_declined_or_why(stage):
    def declined_late(cast):
        s = an_agreed_one(cast)
        votes.decline(
            s, by=cast.office, revision=s.revision, reason="budget", message="Our own budget."
        )
        return s

    ref = stage.play(declined_late)
    for section in ("", "/history", "/approvals"):
        page = plain(stage.sees("lead", f"/secondments/{ref}{section}"))
        assert "Not proceeding" in page
        assert "eclined" not in page
        assert "Our own budget." not in page
    assert "Our own budget." in plain(stage.sees("trainee", f"/secondments/{ref}/history"))


@pytest.mark.parametrize("how", ["withdraw", "decline"])
def test_a_company_is_not_told_why_the_other_side_gave_up_an_issued_contract(stage, how):
    def given_up(cast):
        s = an_issued_one(cast)
        said = {"revision": s.revision, "message": "A grant of our own."}
        if how == "withdraw":
            service.withdraw(s, by=cast.trainee, reason="job", **said)
        else:
            votes.decline(s, by=cast.office, reason="budget", **said)
        return s

    at = f"/secondments/{stage.play(given_up)}"
    assert "A grant of our own." in plain(stage.sees("trainee", f"{at}/agreement"))
    for section in ("", "/agreement", "/history", "/approvals"):
        told = plain(stage.sees("lead", f"{at}{section}"))
        assert "A grant of our own." not in told
        assert "ob offer" not in told
    assert "No longer used" in plain(stage.sees("lead", f"{at}/agreement"))


def test_a_vacant_role_is_said(stage):
    def nobody(cast):
        s = supported(a_proposal(cast), cast.supervisor)
        held = role_of(cast.director, Role.PROGRAMME_DIRECTOR)
        with db.session.no_autoflush:
            held.until_on = held.from_on
            kept(held)
        return s

    ref = stage.play(nobody)
    page = plain(stage.sees("Dr Priya Nandakumar", f"/secondments/{ref}/approvals"))
    assert "Nobody yet Training programme director" in page


def test_the_overview_asks_the_database_no_more_than_thirteen_times(stage, queries_of):
    for make in (a_proposal, an_answered_one, an_agreed_one, declined):
        ref = stage.play(make)
        for who in ("trainee", "office"):
            stage.sees(who, f"/secondments/{ref}")
            with queries_of(stage.app) as asked:
                stage.sees(who, f"/secondments/{ref}")
            assert len(asked) <= 13, "\n".join(asked)
