"""A secondment from the first draft to its end, by the people who take it there."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from secondments import clock
from secondments.audit import AuditEntry
from secondments.audit.chain import first_break
from secondments.errors import InvalidInput, NotAllowed, NotPossibleNow, Stale
from secondments.extensions import db
from secondments.letters import Letter
from secondments.secondment import drafts, queries, service, votes
from secondments.secondment.lifecycle import State
from secondments.secondment.pathways import Step
from tests.builders import (
    a_draft,
    a_proposal,
    a_world,
    an_agreed_one,
    an_answered_one,
    an_approved_one,
    supported,
)

TODAY = datetime(2027, 1, 18, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def the_day(office):
    with clock.stopped_at(TODAY):
        yield


def waiting(s):
    return {(turn.person.name, turn.duty) for turn in s.turns}


def letters_to(person):
    theirs = select(Letter.event).where(Letter.person_id == person.id)
    return db.session.scalars(theirs.order_by(Letter.posted_at, Letter.status_at)).all()


def test_a_draft_is_seen_by_its_applicant_alone():
    world = a_world()
    s = a_draft(world)
    assert queries.get(s.ref, reader=world.trainee) is s
    with pytest.raises(queries.NotFound):
        queries.get(s.ref, reader=world.supervisor)


def test_a_sent_proposal_waits_for_the_educational_supervisor():
    world = a_world()
    s = a_proposal(world)
    assert s.state is State.PROPOSED
    assert waiting(s) == {("Dr Helen Marsh", "decide_ES")}
    assert letters_to(world.supervisor) == ["turn_decide_ES"]


def test_an_unfinished_proposal_is_not_sent_and_says_what_is_missing():
    world = a_world()
    s = a_draft(world, summary=None, discussed=None)
    with pytest.raises(NotPossibleNow, match="a summary of the work"):
        drafts.send(s, by=world.trainee, revision=s.revision)
    assert queries.get(s.ref, reader=world.trainee).state is State.DRAFT


def test_a_start_that_has_gone_by_is_not_sent():
    world = a_world()
    s = a_draft(world, starts_on=date(2027, 1, 18), ends_on=date(2027, 12, 31))
    with pytest.raises(NotPossibleNow, match="18 January 2027, has come or gone"):
        drafts.send(s, by=world.trainee, revision=s.revision)


def test_the_steps_are_taken_in_order():
    world = a_world()
    s = a_proposal(world)
    with pytest.raises(NotAllowed):
        votes.support(s, by=world.dean, revision=s.revision)
    supported(s, world.supervisor, world.director)
    assert waiting(s) == {
        ("Professor Ruth Aldous", "decide_PGD"),
        ("Sunita Bhatt", "decide_EMP"),
    }


def test_parallel_approvers_who_opened_the_page_together_both_count():
    world = a_world()
    s = supported(a_proposal(world), world.supervisor, world.director)
    opened = s.revision
    votes.support(s, by=world.release, revision=opened)
    votes.support(s, by=world.dean, revision=opened)
    assert s.state is State.SUPERVISOR_APPROVED
    assert {v.step for v in s.votes} == {Step.ES, Step.TPD, Step.PGD, Step.EMP}


def test_the_company_hears_of_it_only_when_the_home_side_has_approved():
    world = a_world()
    s = a_proposal(world)
    with pytest.raises(queries.NotFound):
        queries.get(s.ref, reader=world.lead)
    supported(s, world.supervisor, world.director, world.dean, world.release)
    assert queries.get(s.ref, reader=world.lead) is s
    assert letters_to(world.lead) == ["turn_decide_CM", "turn_terms_company"]


def test_nobody_decides_on_their_own_proposal():
    world = a_world()
    s = a_draft(world, supervisor_id=world.trainee.id)
    drafts.send(s, by=world.trainee, revision=s.revision)
    with pytest.raises(NotAllowed, match="Nobody decides on their own proposal"):
        votes.support(s, by=world.trainee, revision=s.revision)


def test_a_decision_is_of_the_revision_that_was_read():
    world = a_world()
    s = supported(a_proposal(world), world.supervisor, world.director)
    read = s.revision
    votes.send_back(
        s, by=world.dean, revision=read, reason="dates", message="The start is too soon for us."
    )
    with pytest.raises(Stale) as refused:
        votes.support(s, by=world.release, revision=read)
    assert refused.value.seen == read
    assert queries.by_ref(s.ref).state is State.RETURNED


def test_votes_before_a_return_stay_in_the_record_and_stop_counting():
    world = a_world()
    s = supported(a_proposal(world), world.supervisor)
    votes.send_back(
        s, by=world.director, revision=s.revision, reason="dates", message="Too soon for us."
    )
    drafts.save(s, by=world.trainee, revision=s.revision, answers={"starts_on": date(2027, 9, 1)})
    drafts.send(s, by=world.trainee, revision=s.revision, message="Moved to September.")
    assert waiting(s) == {("Dr Helen Marsh", "decide_ES")}
    assert {v.step for v in s.votes} == {Step.ES, Step.TPD}
    assert s.standing_votes == []
    assert [sent.version for sent in s.sent] == [1, 2]


def test_a_proposal_is_taken_back_while_nobody_has_decided():
    world = a_world()
    s = a_proposal(world)
    drafts.recall(s, by=world.trainee, revision=s.revision)
    assert s.state is State.DRAFT
    assert letters_to(world.supervisor) == ["turn_decide_ES", "recalled"]


def test_a_proposal_somebody_decided_on_is_not_taken_back():
    world = a_world()
    s = supported(a_proposal(world), world.supervisor)
    with pytest.raises(NotPossibleNow, match="Dr Helen Marsh has already decided"):
        drafts.recall(s, by=world.trainee, revision=s.revision)


def test_the_company_does_not_agree_before_it_has_answered():
    world = a_world()
    s = supported(an_approved_one(world), world.lead, world.compliance)
    with pytest.raises(NotPossibleNow, match="The company has not said who the host manager is"):
        votes.support(s, by=world.legal, revision=s.revision)
    assert queries.by_ref(s.ref).state is State.SUPERVISOR_APPROVED


def test_the_last_company_step_agrees_it():
    world = a_world()
    s = an_agreed_one(world)
    assert s.state is State.COMPANY_AGREED
    assert waiting(s) == {("Amara Osei", "issue")}


def test_declining_ends_it_for_good():
    world = a_world()
    s = supported(a_proposal(world), world.supervisor)
    votes.decline(
        s,
        by=world.director,
        revision=s.revision,
        reason="service",
        message="No cover for the rota.",
    )
    assert s.state is State.DECLINED
    assert waiting(s) == set()
    assert "declined" in letters_to(world.trainee)
    with pytest.raises(NotPossibleNow):
        drafts.send(s, by=world.trainee, revision=s.revision)


def test_the_applicant_withdraws_and_those_concerned_are_told():
    world = a_world()
    s = an_answered_one(world)
    service.withdraw(s, by=world.trainee, revision=s.revision, reason="job")
    assert s.state is State.WITHDRAWN
    assert "withdrawn" in letters_to(world.lead)
    assert "withdrawn" in letters_to(world.supervisor)


def test_an_unknown_answer_is_refused():
    world = a_world()
    s = a_draft(world)
    with pytest.raises(InvalidInput, match="no question called state"):
        drafts.save(s, by=world.trainee, revision=s.revision, answers={"state": "active"})


def test_two_windows_of_one_draft_do_not_overwrite_each_other():
    world = a_world()
    s = a_draft(world)
    opened = s.revision
    drafts.save(s, by=world.trainee, revision=opened, answers={"department": "oncology"})
    with pytest.raises(Stale):
        drafts.save(s, by=world.trainee, revision=opened, answers={"department": "cardiology"})


def test_every_step_is_in_the_trail_and_the_chain_holds():
    world = a_world()
    s = an_agreed_one(world)
    entries = list(reversed(queries.history(s)))
    assert [e.seq for e in entries] == list(range(1, len(entries) + 1))
    assert [e.to_state for e in entries if e.to_state != e.from_state] == [
        "draft",
        "proposed",
        "supervisor_approved",
        "company_agreed",
    ]
    chain = select(AuditEntry).filter_by(chain=str(s.id)).order_by(AuditEntry.seq)
    assert first_break(db.session.scalars(chain)) is None
