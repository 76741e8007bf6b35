"""Withdraw, take back, end early, reopen; and what the company answers."""

from datetime import UTC, datetime, timedelta

import pytest

from secondments import clock, jobs
from secondments.secondment import calendar
from secondments.secondment.lifecycle import State
from tests.builders import (
    a_draft,
    a_proposal,
    an_agreed_one,
    an_approved_one,
    an_issued_one,
    signed,
    supported,
)
from tests.secondment.stage import TODAY, plain

WITHDRAW = {"reason": "circumstances", "message": "My plans have changed."}


def state(stage, ref):
    return stage.look(ref, lambda s: s.state)


def an_active_one(stage):
    ref = stage.play(an_issued_one)
    jobs.run_due(stage.app)

    def sign(cast, s):
        signed(cast, s, "trainee", "employer_signatory", "host_signatory")

    stage.go_on(ref, sign)
    return ref


def test_withdrawing_is_looked_at_once_more_and_then_final(stage):
    ref = stage.play(a_proposal)
    at = f"/secondments/{ref}/withdraw"
    assert "This ends the proposal for good." in stage.sees("trainee", at)
    check = stage.sends("trainee", at, **WITHDRAW)
    page = plain(check.text)
    assert check.status_code == 200
    assert "Change of circumstances" in page
    assert "My plans have changed." in page
    assert state(stage, ref) is State.PROPOSED
    done = stage.goes_on("trainee", at, check, step="done")
    assert done.location == f"/secondments/{ref}"
    assert state(stage, ref) is State.WITHDRAWN
    again = stage.goes_on("trainee", at, check, step="done")
    assert again.location == done.location
    assert stage.asks("trainee", at) == 409


def test_withdrawing_needs_a_reason_from_the_list(stage):
    ref = stage.play(a_proposal)
    at = f"/secondments/{ref}/withdraw"
    assert stage.sends("trainee", at, step="done").status_code == 400
    assert stage.sends("trainee", at, reason="whim", step="done").status_code == 400
    assert state(stage, ref) is State.PROPOSED


def test_only_the_applicant_withdraws_and_takes_back(stage):
    ref = stage.play(a_proposal)
    for code in ("withdraw", "recall"):
        for who in ("supervisor", "office"):
            assert stage.asks(who, f"/secondments/{ref}/{code}") == 403
            sent = stage.sends(
                who, f"/secondments/{ref}/{code}", {"revision": "2"}, step="done", **WITHDRAW
            )
            assert sent.status_code == 403
    assert state(stage, ref) is State.PROPOSED


def test_it_is_not_taken_back_once_somebody_has_decided(stage):
    ref = stage.play(a_proposal)
    carried = stage.carried("trainee", f"/secondments/{ref}/recall")
    stage.go_on(ref, lambda cast, s: supported(s, cast.supervisor))
    answer = stage.sends("trainee", f"/secondments/{ref}/recall", carried)
    assert answer.status_code == 409
    assert "Dr Helen Marsh has already decided" in plain(answer.text)
    assert state(stage, ref) is State.PROPOSED


def test_what_is_not_possible_in_this_state_says_so(stage):
    draft, proposed = stage.play(a_draft), stage.play(a_proposal)
    assert stage.asks("trainee", f"/secondments/{draft}/recall") == 409
    assert stage.asks("trainee", f"/secondments/{proposed}/end-early") == 409
    assert stage.asks("office", f"/secondments/{proposed}/reopen") == 409
    assert stage.asks("trainee", f"/secondments/{proposed}/reopen") == 403


def test_a_signed_one_is_ended_early_by_a_party_on_a_day_in_between(stage):
    ref = an_active_one(stage)
    at = f"/secondments/{ref}/end-early"
    with clock.stopped_at(datetime(2027, 8, 10, 9, tzinfo=UTC)):
        stage.browsers.clear()
        stage.go_on(ref, lambda cast, s: calendar.run())
        assert state(stage, ref) is State.ACTIVE
        said = {"reason": "health", "message": "A long illness in the family."}
        day = {"on-day": "4", "on-month": "3", "on-year": "2028"}
        late = stage.sends("lead", at, **said, **{**day, "on-year": "2029"})
        assert late.status_code == 400
        assert "Enter a day from 10 August 2027 to 31 July 2028" in plain(late.text)
        assert stage.asks("dean", at) == 403
        check = stage.sends("lead", at, **said, **day)
        assert "4 March 2028" in plain(check.text)
        assert stage.goes_on("lead", at, check, step="done").status_code == 302
        assert state(stage, ref) is State.ENDED_EARLY
        assert "Ended early on 4 March 2028" in plain(stage.sees("trainee", f"/secondments/{ref}"))


def test_a_lapsed_one_is_reopened_by_the_office(stage):
    ref = stage.play(a_proposal)
    with clock.stopped_at(TODAY + timedelta(days=200)):
        stage.browsers.clear()
        stage.go_on(ref, lambda cast, s: calendar.run())
        assert state(stage, ref) is State.LAPSED
        at = f"/secondments/{ref}/reopen"
        check = stage.sends("office", at, message="New dates were found for you.")
        assert stage.goes_on("office", at, check, step="done").status_code == 302
        assert state(stage, ref) is State.RETURNED
        assert at not in stage.sees("office", f"/secondments/{ref}")


def test_the_company_answers_page_keeps_what_is_good(stage):
    ref = stage.play(an_approved_one)
    at = f"/secondments/{ref}/company"
    some = {"purchase_order": "PO 7", "vat_recovery": "full", "industry_code": "nonsense"}
    answer = stage.sends("lead", at, **some)
    assert answer.status_code == 400
    assert "Choose who signs for the company" in answer.text
    kept = stage.look(
        ref, lambda s: (s.company_answers.purchase_order, s.company_answers.industry_code)
    )
    assert kept == ("PO 7", None)
    whole = {
        **some,
        "host_manager_id": stage.id_of("lead"),
        "industry_code": "ABPI",
        "transfer_of_value": "HCO_only",
        "signatory_id": stage.id_of("host_signatory"),
        "purchase_order": "PO-17",
    }
    assert stage.goes_on("lead", at, answer, **whole).status_code == 302
    page = plain(stage.sees("trainee", at))
    assert "Isobel Grant" in page
    assert "PO-17" in page


def test_a_signatory_from_elsewhere_cannot_be_named(stage):
    ref = stage.play(an_approved_one)
    stranger = stage.id_of("employer_signatory")
    answer = stage.sends("lead", f"/secondments/{ref}/company", signatory_id=stranger)
    assert answer.status_code == 400
    assert "Choose who signs for the company" in answer.text
    assert stage.look(ref, lambda s: s.company_answers.signatory_id) is None


@pytest.mark.parametrize("who", ["trainee", "office", "supervisor"])
def test_only_the_company_answers_for_it(stage, who):
    ref = stage.play(an_approved_one)
    sent = stage.sends(who, f"/secondments/{ref}/company", {"revision": "3"}, site="Elsewhere")
    assert sent.status_code == 403
    assert stage.look(ref, lambda s: s.company_answers) is None


def test_once_agreed_the_company_only_reads_what_it_said(stage):
    ref = stage.play(an_agreed_one)
    page = stage.sees("lead", f"/secondments/{ref}/company")
    assert "<form" not in page.partition("<main")[2]
    sent = stage.sends("lead", f"/secondments/{ref}/company", {"revision": "9"}, site="Elsewhere")
    assert sent.status_code == 409
