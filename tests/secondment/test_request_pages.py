"""Points, conditions and appeals over HTTP: shown, kept on a refusal, refused to the others."""

from datetime import date

import pytest

from secondments.secondment import drafts, votes
from secondments.secondment.choices import Owner
from secondments.secondment.conditions import Asked
from secondments.secondment.lifecycle import State
from tests.builders import a_proposal, an_approved_one, supported
from tests.secondment.stage import plain
from tests.secondment.test_decision_pages import DECLINE, RETURN, SUPPORT, at, state

POINTS = {"points": ["starts_on", "summary"], "point_starts_on": "Start in August."}
ROW = {"condition_1": "Cover for Tuesdays is found.", "condition_1_owner": "employer"}


def returned_with_points(cast):
    s = supported(a_proposal(cast), cast.supervisor)
    points = {"starts_on": "Start in August.", "summary": None}
    votes.send_back(
        s,
        by=cast.director,
        revision=s.revision,
        reason="dates",
        message="The start is too soon.",
        points=points,
    )
    return s


def with_a_condition(cast, owner=Owner.EMPLOYER):
    s = a_proposal(cast)
    asked = [Asked("Cover for Tuesdays is found.", owner)]
    votes.support(s, by=cast.supervisor, revision=s.revision, asked=asked)
    return supported(s, cast.director, cast.dean, cast.release)


def test_a_return_points_at_answers_and_the_applicant_reads_it_beside_them(stage):
    ref = stage.play(a_proposal)
    assert stage.sends("supervisor", at(ref), **RETURN, **POINTS).status_code == 302
    section = plain(stage.sees("trainee", f"/secondments/{ref}/proposal/dates"))
    assert "Open Dr Helen Marsh, 18 January 2027 pointed at this: Start in August." in section
    tasks = plain(stage.sees("trainee", f"/secondments/{ref}/proposal"))
    assert "1 point to look at" in tasks
    assert "What was pointed at" in tasks
    assert "Change these, or say why you left them: Summary of the work and First day." in tasks


def test_a_comment_without_its_tick_is_ignored_and_an_unknown_point_refused(stage):
    ref = stage.play(a_proposal)
    strange = stage.sends("supervisor", at(ref), **RETURN, points="state")
    assert strange.status_code == 400
    unticked = {**RETURN, "point_summary": "Not ticked."}
    assert stage.sends("supervisor", at(ref), **unticked).status_code == 302
    assert stage.look(ref, lambda s: len(s.points)) == 0


def test_the_applicant_defends_an_answer_and_the_returner_reads_what_became_of_each(stage):
    ref = stage.play(returned_with_points)
    page = f"/secondments/{ref}/proposal/points"
    sent = stage.sends("trainee", page, left_summary="I left it because it is the host’s text.")
    assert sent.status_code == 302

    def go_on(cast, s):
        changed = {"starts_on": date(2027, 8, 18)}
        drafts.save(s, by=cast.trainee, revision=s.revision, answers=changed)
        drafts.send(s, by=cast.trainee, revision=s.revision, message="August it is.")
        supported(s, cast.supervisor)

    stage.go_on(ref, go_on)
    read = plain(stage.sees("director", at(ref)))
    assert "What became of each point" in read
    assert "Left as it was" in read
    assert "The applicant: I left it because it is the host’s text." in read
    assert "4 August 2027 18 August 2027" in read
    fresh = plain(stage.sees("supervisor", f"/secondments/{ref}/approvals"))
    assert "Decisions that no longer count" in fresh


def test_whoever_decides_for_the_first_time_reads_the_whole_and_no_changes(stage):
    ref = stage.play(returned_with_points)

    def go_on(cast, s):
        answers = {"summary": "Another summary of the work, long enough to be kept. " * 3}
        drafts.save(s, by=cast.trainee, revision=s.revision, answers=answers)
        said = {"starts_on": "It cannot move."}
        drafts.answer_points(s, by=cast.trainee, revision=s.revision, answers=said)
        drafts.send(s, by=cast.trainee, revision=s.revision, message="A new summary.")
        supported(s, cast.supervisor, cast.director)

    stage.go_on(ref, go_on)
    page = plain(stage.sees("dean", at(ref)))
    assert "What changed since" not in page
    assert "In short" in page


def test_sending_again_says_which_approvals_stand(stage):
    ref = stage.play(returned_with_points)
    page = plain(stage.sees("trainee", f"/secondments/{ref}/proposal/check"))
    assert "These approvals stand: Dr Helen Marsh, educational supervisor." in page

    def move(cast, s):
        answers = {"starts_on": date(2027, 8, 18)}
        drafts.save(s, by=cast.trainee, revision=s.revision, answers=answers)

    stage.go_on(ref, move)
    page = plain(stage.sees("trainee", f"/secondments/{ref}/proposal/check"))
    assert "they are asked again: Dr Helen Marsh, educational supervisor." in page


def test_a_stale_return_keeps_its_points_and_the_text(stage):
    ref = stage.play(lambda cast: supported(a_proposal(cast), cast.supervisor, cast.director))
    opened = stage.carried("release", at(ref))

    def meanwhile(cast, s):
        votes.send_back(
            s, by=cast.dean, revision=s.revision, reason="dates", message="Please start later."
        )
        later = {"starts_on": date(2027, 8, 18)}
        drafts.save(s, by=cast.trainee, revision=s.revision, answers=later)
        drafts.send(s, by=cast.trainee, revision=s.revision, message="Later.")
        supported(s, cast.supervisor, cast.director)

    stage.go_on(ref, meanwhile)
    answer = stage.sends("release", at(ref), opened, **RETURN, **POINTS)
    assert answer.status_code == 409
    assert "4 August 2027" in plain(answer.text)
    assert answer.text.count('name="points"') == 2
    assert "Start in August." in answer.text
    again = stage.goes_on(
        "release", at(ref), answer, carried_over="yes", **RETURN, **POINTS, revision=None
    )
    page = again.text
    assert 'id="points-starts_on" name="points" type="checkbox" value="starts_on" checked' in page
    assert "What changed since version 1" in page


def test_supporting_on_a_condition_lists_it_with_whoever_may_say_it_is_met(stage):
    ref = stage.play(a_proposal)
    assert stage.sends("supervisor", at(ref), **SUPPORT, **ROW).status_code == 302
    page = f"/secondments/{ref}/approvals"
    assert "For the employer. Set by Dr Helen Marsh" in plain(stage.sees("trainee", page))
    assert "Say that it is met" not in stage.sees("trainee", page)
    assert f"/secondments/{ref}/conditions/1" in stage.sees("supervisor", page)
    assert "Cover for Tuesdays is found." in stage.sees("release", f"/secondments/{ref}")
    assert stage.asks("trainee", f"/secondments/{ref}/conditions/1") == 403
    short = stage.sends("supervisor", f"/secondments/{ref}/conditions/1", note="Yes.")
    assert short.status_code == 400
    met = stage.sends("supervisor", f"/secondments/{ref}/conditions/1", note="Seen in the rota.")
    assert met.status_code == 302
    assert "Seen in the rota." in stage.sees("trainee", page)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"condition_1": "Cover is found."}, "Choose who has to meet condition 1"),
        ({"condition_2_owner": "office"}, "Say what condition 2 is"),
        ({**ROW, "condition_1": "x" * 301}, "Use at most 300 characters"),
        ({**ROW, "condition_1_owner": "the moon"}, "Choose an answer"),
        (
            {**ROW, "condition_1_due-day": "1", "condition_1_due-month": "1"}
            | {"condition_1_due-year": "2027"},
            "Enter a day from today on",
        ),
        ({**ROW, "condition_1": "a\x00b"}, "cannot be shown"),
    ],
)
def test_half_a_condition_is_refused_with_a_sentence(stage, row, sentence):
    ref = stage.play(a_proposal)
    answer = stage.sends("supervisor", at(ref), **SUPPORT, **row)
    assert answer.status_code == 400
    assert sentence in plain(answer.text)
    assert stage.look(ref, lambda s: len(s.votes)) == 0


def test_a_company_finds_no_trace_of_a_condition_of_the_other_side(stage):
    ref = stage.play(with_a_condition)
    for page in ("", "/approvals", "/history", "/proposal", "/approve"):
        assert "Cover for Tuesdays" not in stage.sees("lead", f"/secondments/{ref}{page}")
    assert stage.asks("lead", f"/secondments/{ref}/conditions/1") == 404
    assert "Meet a condition" not in stage.sees("lead", "/")


def test_a_company_reads_the_condition_it_has_to_meet_and_not_who_set_it(stage):
    ref = stage.play(lambda cast: with_a_condition(cast, Owner.COMPANY))
    page = plain(stage.sees("lead", f"/secondments/{ref}/approvals"))
    assert "Cover for Tuesdays is found." in page
    assert "Set by the applicant’s side" in page
    assert "Helen Marsh" not in page
    assert "Meet a condition of Dr Priya Nandakumar’s approval" in plain(stage.sees("lead", "/"))
    assert stage.asks("lead", f"/secondments/{ref}/conditions/1") == 403


def test_a_condition_that_is_not_there_is_not_found(stage):
    ref = stage.play(an_approved_one)
    for number in ("1", "99999999999999999999"):
        assert stage.asks("supervisor", f"/secondments/{ref}/conditions/{number}") == 404


def test_an_appeal_is_made_and_allowed(stage):
    ref = stage.play(a_proposal)
    stage.sends("supervisor", at(ref), **DECLINE)
    page = f"/secondments/{ref}/appeal"
    assert page in stage.sees("trainee", f"/secondments/{ref}")
    assert stage.asks("supervisor", page) == 403
    assert stage.sends("trainee", page, message="Too short.").status_code == 400
    check = stage.sends("trainee", page, message="The rota has a locum since Monday.")
    assert stage.goes_on("trainee", page, check, step="done").status_code == 302
    decide = f"/secondments/{ref}/decide-appeal"
    assert decide in stage.sees("office", "/")
    read = plain(stage.sees("office", decide))
    assert "Nobody can cover the rota." in read
    assert "The rota has a locum since Monday." in read
    given = {"outcome": "allowed", "message": "The locum changes it."}
    check = stage.sends("office", decide, **given)
    assert stage.goes_on("office", decide, check, step="done").status_code == 302
    assert state(stage, ref) is State.PROPOSED
    told = plain(stage.sees("trainee", f"/secondments/{ref}/approvals"))
    assert "Amara Osei allowed it on 18 January 2027" in told
    assert stage.asks("trainee", page) == 409
