"""What stands and what falls: rules R1, R2, R6, R8, R9 and R11 of the domain, and case T3."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from secondments import clock
from secondments.demo import cases
from secondments.demo.cases import Stage
from secondments.errors import InvalidInput, NotAllowed, NotPossibleNow, Stale
from secondments.extensions import db
from secondments.letters import Letter
from secondments.people.models import Role
from secondments.secondment import (
    appeals,
    conditions,
    drafts,
    material,
    queries,
    request_guards,
    service,
    standing,
    votes,
)
from secondments.secondment.choices import Decision, Owner, VatRecovery
from secondments.secondment.conditions import Asked
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.pathways import Step
from secondments.secondment.questions import COMPANY, PROPOSAL
from secondments.secondment.rounds import Vote
from tests.builders import (
    a_person,
    a_proposal,
    a_world,
    an_agreed_one,
    an_answered_one,
    an_approved_one,
    kept,
    supported,
)

TODAY = datetime(2027, 1, 18, 9, tzinfo=UTC)
TOO_SOON = "The start is too soon for the rota."


@pytest.fixture(autouse=True)
def the_day(office):
    with clock.stopped_at(TODAY):
        yield


def returned(s, by, **points):
    votes.send_back(
        s, by=by, revision=s.revision, reason="dates", message=TOO_SOON, points=points or None
    )
    return s


def changed(s, cast, **answers):
    drafts.save(s, by=cast.trainee, revision=s.revision, answers=answers)
    return s


def resent(s, cast):
    drafts.send(s, by=cast.trainee, revision=s.revision, message="See what changed.")
    return s


def asked(s):
    return {turn.duty for turn in s.turns if turn.duty.startswith("decide_")}


def letters_to(person):
    wanted = (
        select(Letter)
        .where(Letter.person_id == person.id)
        .order_by(Letter.posted_at, Letter.status_at)
    )
    return [letter.event for letter in db.session.scalars(wanted)]


def conditional(s, by, *found):
    given = found or (Asked("Cover for Tuesdays is found.", Owner.EMPLOYER),)
    votes.support(s, by=by, revision=s.revision, asked=given)
    return s


def test_every_question_says_whose_approval_its_change_reopens():
    assert set(material.REOPENS) == set(PROPOSAL)
    assert set(material.COMPANY_REOPENS) == set(COMPANY)


@pytest.mark.parametrize("name", ["starts_on", "share", "site", "summary", "salary"])
def test_dates_time_place_duties_and_pay_are_material_for_both_sides(name):
    assert material.reopened_by([name]) == material.BOTH


@pytest.mark.parametrize("name", ["department", "training_number"])
def test_contact_details_reopen_nothing(name):
    assert material.reopened_by([name]) == frozenset()


# Case T3: the programme director returns it because of the dates.
def test_new_dates_reopen_every_approval_and_it_restarts_at_the_educational_supervisor():
    cast = a_world()
    s = returned(supported(a_proposal(cast), cast.supervisor), cast.director)
    changed(s, cast, starts_on=date(2027, 9, 2), ends_on=date(2028, 8, 30))
    assert standing.asked_next(s) == (Step.ES,)
    resent(s, cast)
    assert asked(s) == {"decide_ES"}
    assert s.standing_votes == []
    fallen = next(vote for vote in s.votes if vote.step is Step.ES)
    assert (fallen.voided_at, fallen.voided_by_seq) == (clock.now(), s.seq)


def test_what_concerns_nobody_goes_back_to_the_returner_alone():
    cast = a_world()
    s = returned(supported(a_proposal(cast), cast.supervisor), cast.director)
    seen = s.revision
    changed(s, cast, department="Respiratory research")
    assert s.revision == seen
    resent(s, cast)
    assert asked(s) == {"decide_TPD"}
    assert [vote.step for vote in s.standing_votes] == [Step.ES]


def test_another_supervisor_is_asked_and_nobody_else_again():
    cast = a_world()
    other = a_person("Dr Ada Quill", (Role.SUPERVISOR, cast.employer))
    s = supported(a_proposal(cast), cast.supervisor, cast.director, cast.dean)
    returned(s, cast.release)
    resent(changed(s, cast, supervisor_id=other.id), cast)
    assert asked(s) == {"decide_ES"}
    supported(s, other)
    assert asked(s) == {"decide_EMP"}


def test_a_change_that_is_undone_before_it_is_sent_reopens_nothing():
    cast = a_world()
    s = returned(supported(a_proposal(cast), cast.supervisor), cast.director)
    first_day = s.proposal.starts_on
    changed(s, cast, starts_on=date(2027, 8, 20))
    resent(changed(s, cast, starts_on=first_day), cast)
    assert asked(s) == {"decide_TPD"}


def test_a_company_that_returned_it_is_asked_again_while_every_home_vote_stands():
    cast = a_world()
    s = returned(supported(an_answered_one(cast), cast.lead), cast.compliance)
    resent(changed(s, cast, department="Oncology"), cast)
    assert s.state is State.SUPERVISOR_APPROVED
    assert asked(s) == {"decide_CMC"}
    assert s.company_answers.cost_seen_at is not None


def test_what_the_home_side_alone_reads_reopens_the_home_side_alone():
    cast = a_world()
    s = returned(supported(an_answered_one(cast), cast.lead), cast.compliance)
    resent(changed(s, cast, interests="Shares worth £400 in Corvane."), cast)
    assert s.state is State.PROPOSED
    supported(s, cast.supervisor, cast.director, cast.dean, cast.release)
    assert asked(s) == {"decide_CMC"}


def test_nothing_changed_after_the_office_returned_it_is_agreed_again():
    cast = a_world()
    s = an_agreed_one(cast)
    resent(returned(s, cast.office), cast)
    assert s.state is State.COMPANY_AGREED
    assert {turn.duty for turn in s.turns} == {"issue"}


def test_a_new_charge_is_seen_again_by_the_company():
    cast = a_world()
    s = returned(an_agreed_one(cast), cast.office)
    resent(changed(s, cast, admin_rate=5), cast)
    assert s.standing_votes == []
    assert s.company_answers.cost_seen_at is None


def test_every_vote_remembers_what_it_approved_and_two_never_stand_for_one_step():
    cast = a_world()
    s = supported(a_proposal(cast), cast.supervisor)
    given = s.standing_votes[0]
    assert given.revision == s.revision
    twin = Vote(
        secondment_id=s.id,
        step=Step.ES,
        round=2,
        slot=1,
        revision=s.revision,
        person_id=cast.supervisor.id,
        decision=Decision.SUPPORT,
        at=clock.now(),
    )
    with pytest.raises(IntegrityError, match="uq_vote_standing"):
        kept(twin)
    db.session.rollback()


def test_a_company_that_corrects_its_order_number_stales_nobodys_page():
    cast = a_world()
    s = an_answered_one(cast)
    seen = s.revision
    service.answer(s, by=cast.lead, revision=seen, answers={"purchase_order": "PO 7"})
    assert s.revision == seen
    supported(s, cast.lead)
    service.answer(s, by=cast.legal, revision=seen, answers={"vat_recovery": VatRecovery.PARTIAL})
    assert s.revision == seen + 1
    assert asked(s) == {"decide_CM"}
    assert len(s.standing_votes) == 4


def test_whoever_decided_before_the_company_corrected_it_decides_again_in_the_same_round():
    cast = a_world()
    s = supported(an_answered_one(cast), cast.lead)
    service.answer(
        s, by=cast.legal, revision=s.revision, answers={"vat_recovery": VatRecovery.PARTIAL}
    )
    supported(s, cast.lead)
    given = {(v.slot, v.stands) for v in s.votes if v.step is Step.CM}
    assert given == {(1, False), (2, True)}


def test_the_place_of_work_is_the_proposals_and_not_for_the_company_to_change():
    cast = a_world()
    s = an_approved_one(cast)
    with pytest.raises(InvalidInput, match="no question called site"):
        service.answer(s, by=cast.lead, revision=s.revision, answers={"site": "Elsewhere"})


# Points of a return.
def test_a_point_is_open_until_its_answer_is_changed_or_defended():
    cast = a_world()
    s = returned(a_proposal(cast), cast.supervisor, starts_on="Start in August.", summary=None)
    with pytest.raises(NotPossibleNow, match="Summary of the work and First day"):
        resent(s, cast)
    changed(s, cast, starts_on=date(2027, 8, 20))
    with pytest.raises(NotPossibleNow, match="left them: Summary of the work"):
        resent(s, cast)
    drafts.answer_points(
        s, by=cast.trainee, revision=s.revision, answers={"summary": "It is the host’s own text."}
    )
    assert resent(s, cast).state is State.PROPOSED


def test_a_point_nobody_raised_is_not_answered():
    cast = a_world()
    s = returned(a_proposal(cast), cast.supervisor, starts_on=None)
    with pytest.raises(InvalidInput, match="Nobody pointed at summary"):
        drafts.answer_points(
            s, by=cast.trainee, revision=s.revision, answers={"summary": "Why not?"}
        )


def test_a_company_cannot_point_at_what_it_does_not_read():
    cast = a_world()
    s = an_answered_one(cast)
    with pytest.raises(InvalidInput, match="no question called salary"):
        returned(s, cast.lead, salary="Too much.")
    assert queries.by_ref(s.ref).state is State.SUPERVISOR_APPROVED


# Conditions (R6).
def test_an_open_condition_keeps_the_contract_from_being_issued():
    cast = a_world()
    s = conditional(a_proposal(cast), cast.supervisor)
    supported(s, cast.director, cast.dean, cast.release)
    assert "condition_1" in letters_to(cast.release)
    assert ("Sunita Bhatt", "condition_employer") in {(t.person.name, t.duty) for t in s.turns}
    (one,) = s.open_conditions
    cases.answer(Stage(cast, s, ""))
    supported(s, cast.lead, cast.compliance, cast.legal)
    assert s.state is State.COMPANY_AGREED
    found = {b.code: str(b) for b in LIFECYCLE.why_not(s, "issue")}
    assert found["conditions"] == "Conditions still to be met: Cover for Tuesdays is found."
    conditions.meet(one, by=cast.supervisor, note="Dr Amin takes the Tuesdays.")
    assert s.open_conditions == []
    assert "conditions" not in {b.code for b in LIFECYCLE.why_not(s, "issue")}
    assert "condition_employer" not in {turn.duty for turn in s.turns}


def test_only_the_step_that_set_a_condition_says_that_it_is_met():
    cast = a_world()
    s = conditional(a_proposal(cast), cast.supervisor)
    (one,) = s.conditions
    for other in (cast.trainee, cast.director, cast.office):
        with pytest.raises(NotAllowed):
            conditions.meet(one, by=other, note="I say it is met.")
    conditions.meet(one, by=cast.supervisor, note="Seen in the rota.")
    with pytest.raises(NotPossibleNow, match="not open any more"):
        conditions.meet(one, by=cast.supervisor, note="Seen in the rota.")


def test_a_condition_falls_with_the_vote_that_set_it():
    cast = a_world()
    s = returned(conditional(a_proposal(cast), cast.supervisor), cast.director)
    assert len(s.open_conditions) == 1
    resent(changed(s, cast, starts_on=date(2027, 8, 20)), cast)
    assert s.open_conditions == []
    assert not {turn.duty for turn in s.turns} & {"condition_employer"}


def test_a_company_hears_of_its_condition_when_it_is_asked_and_never_by_whom():
    cast = a_world()
    theirs = Asked("Send the induction plan.", Owner.COMPANY, date(2027, 3, 1))
    s = conditional(a_proposal(cast), cast.supervisor, theirs)
    assert letters_to(cast.lead) == []
    supported(s, cast.director, cast.dean, cast.release)
    assert sorted(letters_to(cast.lead)) == ["condition_1", "turn_decide_CM", "turn_terms_company"]
    letter = db.session.scalars(select(Letter).where(Letter.event == "condition_1")).one()
    assert "Helen Marsh" not in letter.body
    assert "Send the induction plan." in letter.body


def test_at_most_five_conditions_are_set_at_once():
    cast = a_world()
    s = a_proposal(cast)
    with pytest.raises(InvalidInput, match="at most 5"):
        conditional(s, cast.supervisor, *[Asked("One more.", Owner.OFFICE)] * 6)
    assert queries.by_ref(s.ref).votes == []


# The appeal (R8).
def declined(cast, s, by):
    votes.decline(s, by=by, revision=s.revision, reason="service", message="No cover at all.")
    return s


def appealed(cast, s):
    said = "The rota for August has a locum now."
    appeals.appeal(s, by=cast.trainee, revision=s.revision, message=said)
    return s


def decided(cast, s, *, allowed, by=None):
    said = "We looked at the rota again."
    appeals.decide(s, by=by or cast.office, revision=s.revision, allowed=allowed, message=said)
    return s


def test_an_allowed_appeal_reopens_the_step_and_the_other_votes_and_the_first_day_stand():
    cast = a_world()
    s = supported(a_proposal(cast), cast.supervisor)
    sent_at = s.sent_at
    appealed(cast, declined(cast, s, cast.director))
    assert {(t.person.name, t.duty) for t in s.turns} == {("Amara Osei", "appeal")}
    assert "turn_appeal" in letters_to(cast.office)
    decided(cast, s, allowed=True)
    assert (s.state, s.sent_at) == (State.PROPOSED, sent_at)
    assert [vote.step for vote in s.standing_votes] == [Step.ES]
    assert asked(s) == {"decide_TPD"}
    assert "appeal_allowed" in letters_to(cast.trainee)
    supported(s, cast.director)
    assert asked(s) == {"decide_PGD", "decide_EMP"}


def test_an_upheld_decision_stands_for_good():
    cast = a_world()
    s = appealed(cast, declined(cast, a_proposal(cast), cast.supervisor))
    decided(cast, s, allowed=False)
    assert s.state is State.DECLINED
    assert letters_to(cast.trainee)[-1] == "appeal_upheld"
    with pytest.raises(NotPossibleNow, match="There is one appeal"):
        appealed(cast, s)
    with pytest.raises(NotPossibleNow, match="No appeal waits"):
        decided(cast, s, allowed=True)


def test_what_a_company_declined_goes_back_to_that_company():
    cast = a_world()
    s = declined(cast, supported(an_answered_one(cast), cast.lead), cast.compliance)
    decided(cast, appealed(cast, s), allowed=True)
    assert s.state is State.SUPERVISOR_APPROVED
    assert asked(s) == {"decide_CMC"}


def test_nobody_decides_on_an_appeal_against_their_own_decision():
    cast = a_world()
    s = appealed(cast, declined(cast, an_agreed_one(cast), cast.office))
    assert s.turns == []
    with pytest.raises(NotAllowed, match="never the person who declined"):
        decided(cast, s, allowed=False)
    other = a_person("Ines Farrow", (Role.CONTRACTS_OFFICE, cast.employer))
    decided(cast, s, allowed=True, by=other)
    assert s.state is State.COMPANY_AGREED


def test_bank_holidays_are_no_working_days_for_an_appeal():
    cast = a_world()
    with clock.stopped_at(datetime(2027, 3, 22, 9, tzinfo=UTC)):  # before Easter
        s = declined(cast, a_proposal(cast), cast.supervisor)
    assert request_guards.last_day_to_appeal(s) == date(2027, 4, 7)


def test_the_last_day_for_an_appeal_is_ten_working_days_after_the_decision():
    cast = a_world()
    s = declined(cast, a_proposal(cast), cast.supervisor)  # on a Monday
    assert request_guards.last_day_to_appeal(s) == date(2027, 2, 1)
    with (
        clock.stopped_at(datetime(2027, 2, 2, 9, tzinfo=UTC)),
        pytest.raises(NotPossibleNow, match="last day for an appeal was 1 February 2027"),
    ):
        appealed(cast, s)
    with clock.stopped_at(datetime(2027, 2, 1, 9, tzinfo=UTC)):
        assert appealed(cast, s).appeal is not None


def test_a_stale_approval_after_a_resubmission_is_refused():
    cast = a_world()
    s = supported(a_proposal(cast), cast.supervisor, cast.director)
    read = s.revision
    resent(changed(returned(s, cast.dean), cast, share=1, starts_on=date(2027, 8, 20)), cast)
    with pytest.raises((Stale, NotAllowed)):
        votes.support(s, by=cast.release, revision=read)
    assert queries.by_ref(s.ref).standing_votes == []
