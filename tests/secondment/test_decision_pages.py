"""Deciding over HTTP: the choices, stale pages, double posts, the company’s check page."""

import pytest

from secondments.secondment import drafts, votes
from secondments.secondment.lifecycle import State
from tests.builders import (
    a_draft,
    a_proposal,
    an_agreed_one,
    an_answered_one,
    an_approved_one,
    an_issued_one,
    supported,
)
from tests.secondment.stage import plain

SUPPORT = {"decision": "support", "seen": "yes"}
RETURN = {
    "decision": "return",
    "return_reason": "dates",
    "return_message": "Start in August, as the rota changes then.",
    "seen": "yes",
}
DECLINE = {
    "decision": "decline",
    "decline_reason": "service",
    "decline_message": "Nobody can cover the rota.",
    "seen": "yes",
}


def sent_again(cast, **changed):
    s = a_proposal(cast)
    votes.send_back(
        s, by=cast.supervisor, revision=s.revision, reason="cost", message="Say who pays for it."
    )
    answers = {"role_title": "Safety physician", "salary": 80_000} | changed
    drafts.save(s, by=cast.trainee, revision=s.revision, answers=answers)
    drafts.send(s, by=cast.trainee, revision=s.revision, message="Corvane pays all of it.")
    return s


def all_but_legal(make):
    return lambda cast: supported(make(cast), cast.lead, cast.compliance)


def at(ref):
    return f"/secondments/{ref}/approve"


def state(stage, ref):
    return stage.look(ref, lambda s: s.state)


def test_an_approver_reads_in_short_and_what_follows_from_each_choice(stage):
    page = plain(stage.sees("supervisor", at(stage.play(a_proposal))))
    for words in (
        "Decide on Dr Priya Nandakumar’s proposal to work at Corvane Therapeutics Ltd",
        "Full time, 4 August 2027 to 1 August 2028",
        "1 August 2029, moving to 1 August 2030",
        "It goes to the training programme director.",
        "An approval stands unless what it approved changes.",
        "This ends the proposal.",
        "Only people on our side see this.",
        "I have read version 1, sent on 18 January 2027, 09:00 GMT",
    ):
        assert words in page


def test_supporting_moves_it_on_and_says_so(stage):
    ref = stage.play(a_proposal)
    answer = stage.sends("supervisor", at(ref), **SUPPORT, note="A strong trainee.")
    assert answer.location == f"/secondments/{ref}"
    page = plain(stage.sees("supervisor", f"/secondments/{ref}"))
    assert "Your decision is recorded." in page
    assert "Waiting on Dr Tom Okafor" in page
    assert "A strong trainee." in stage.sees("director", f"/secondments/{ref}/approvals")


def test_the_same_form_posted_twice_is_one_decision(stage):
    ref = stage.play(a_proposal)
    carried = stage.carried("supervisor", at(ref))
    first = stage.sends("supervisor", at(ref), carried, **SUPPORT)
    again = stage.sends("supervisor", at(ref), carried, **SUPPORT)
    assert (first.status_code, again.status_code) == (302, 302)
    assert stage.look(ref, lambda s: len(s.votes)) == 1


def test_parallel_approvers_who_opened_the_page_together_both_count(stage):
    ref = stage.play(lambda cast: supported(a_proposal(cast), cast.supervisor, cast.director))
    dean, release = stage.carried("dean", at(ref)), stage.carried("release", at(ref))
    assert stage.sends("dean", at(ref), dean, **SUPPORT).status_code == 302
    assert stage.sends("release", at(ref), release, **SUPPORT).status_code == 302
    assert state(stage, ref) is State.SUPERVISOR_APPROVED


def test_a_decision_on_an_older_version_is_refused_with_what_changed_and_keeps_the_text(stage):
    ref = stage.play(lambda cast: supported(a_proposal(cast), cast.supervisor, cast.director))
    opened = stage.carried("release", at(ref))

    def meanwhile(cast, s):
        votes.send_back(
            s, by=cast.dean, revision=s.revision, reason="dates", message="Please start later."
        )

    stage.go_on(ref, meanwhile)
    typed = {**RETURN, "return_message": "My own words about the rota."}
    answer = stage.sends("release", at(ref), opened, **typed)
    page = plain(answer.text)
    assert answer.status_code == 409
    assert "newer version" in page
    assert "Professor Ruth Aldous returned it for changes" in page
    assert "My own words about the rota." in page
    assert stage.look(ref, lambda s: len(s.votes)) == 3


def test_a_returned_and_resent_proposal_shows_what_changed_since(stage):
    ref = stage.play(sent_again)
    page = plain(stage.sees("supervisor", at(ref)))
    assert "What changed since version 1" in page
    assert "You, educational supervisor, returned it for changes on 18 January 2027: cost" in page
    assert "Corvane pays all of it." in page
    assert "Clinical development physician, respiratory Safety physician" in page
    assert "80,000" not in page  # the supervisor does not read the salary


def test_returning_needs_a_reason_and_a_message_and_only_then(stage):
    ref = stage.play(a_proposal)
    bare = stage.sends("supervisor", at(ref), decision="return", seen="yes")
    assert bare.status_code == 400
    assert "Say what needs to change, in 10 characters or more" in bare.text
    short = stage.sends("supervisor", at(ref), **{**RETURN, "return_message": "No."})
    assert short.status_code == 400
    strange = stage.sends("supervisor", at(ref), **{**RETURN, "return_reason": "spite"})
    assert strange.status_code == 400
    assert stage.sends("supervisor", at(ref), **RETURN).status_code == 302
    assert state(stage, ref) is State.RETURNED


def test_reasons_of_a_choice_that_was_not_taken_are_ignored(stage):
    ref = stage.play(a_proposal)
    assert stage.sends("supervisor", at(ref), **{**DECLINE, **RETURN, **SUPPORT}).status_code == 302
    assert stage.look(ref, lambda s: (s.votes[0].decision, s.votes[0].reason)) == ("support", None)


def test_nobody_decides_without_having_read_it(stage):
    ref = stage.play(a_proposal)
    answer = stage.sends("supervisor", at(ref), decision="support")
    assert answer.status_code == 400
    assert "Read the proposal, then tick that you have" in answer.text


def test_declining_ends_it_and_the_applicant_reads_why(stage):
    ref = stage.play(a_proposal)
    assert stage.sends("supervisor", at(ref), **DECLINE).status_code == 302
    page = plain(stage.sees("trainee", f"/secondments/{ref}/approvals"))
    assert "Nobody can cover the rota." in page
    assert "Declined by Dr Helen Marsh" in page


@pytest.mark.parametrize("who", ["trainee", "director", "dean", "office", "lead"])
def test_it_is_not_for_others_to_decide(stage, who):
    ref = stage.play(a_proposal)
    expected = 404 if who == "lead" else 403
    assert stage.asks(who, at(ref)) == expected
    sent = stage.sends(who, at(ref), {"revision": "2"}, **SUPPORT)
    assert sent.status_code == expected
    assert stage.look(ref, lambda s: len(s.votes)) == 0


def test_a_draft_is_not_there_to_be_decided_on(stage):
    ref = stage.play(a_draft)
    assert stage.asks("supervisor", at(ref)) == 404
    assert stage.asks("trainee", at(ref)) == 403


def test_agreeing_for_a_company_is_looked_at_once_more(stage):
    ref = stage.play(all_but_legal(an_answered_one))
    check = stage.sends("legal", at(ref), **SUPPORT, note="Within budget.")
    page = plain(check.text)
    assert check.status_code == 200
    assert "Check, then agree for Corvane Therapeutics Ltd" in page
    assert "£122,767.27 including VAT" in page
    assert "Version 1" in page
    assert stage.look(ref, lambda s: len(s.votes)) == 6
    back = stage.goes_on("legal", at(ref), check, step="change")
    assert back.status_code == 200
    assert "Within budget." in back.text
    done = stage.goes_on("legal", at(ref), check, step="done")
    assert done.status_code == 302, plain(done.text)
    assert state(stage, ref) is State.COMPANY_AGREED


def test_the_last_approval_of_a_company_says_what_it_still_owes(stage):
    ref = stage.play(all_but_legal(an_approved_one))
    page = stage.sees("legal", at(ref))
    assert "Before you can agree" in page
    assert f"/secondments/{ref}/company" in page
    assert f"/secondments/{ref}/costs" in page
    assert 'value="support"' not in page
    forced = {**SUPPORT, "step": "done"}
    answer = stage.sends("legal", at(ref), **forced)
    assert answer.status_code == 409
    assert "has not said who the host manager is" in plain(answer.text)
    assert state(stage, ref) is State.SUPERVISOR_APPROVED


def test_the_office_may_still_send_an_agreed_one_back(stage):
    ref = stage.play(an_agreed_one)
    page = stage.sees("office", at(ref))
    assert 'value="support"' not in page
    assert stage.sends("office", at(ref), **RETURN).status_code == 302
    assert state(stage, ref) is State.RETURNED


def test_after_issue_the_office_may_only_decline(stage):
    ref = stage.play(an_issued_one)
    page = stage.sees("office", at(ref))
    assert 'value="return"' not in page
    assert 'value="decline"' in page
    assert stage.sends("office", at(ref), **RETURN).status_code == 409
