"""Gates before the start: what a case needs, who settles it, and what its first day brings."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from secondments import clock
from secondments.audit import AuditEntry
from secondments.audit.chain import first_break
from secondments.errors import InvalidInput, NotAllowed, NotPossibleNow, Stale
from secondments.extensions import db
from secondments.letters import Letter
from secondments.secondment import (
    calendar,
    course,
    gate_asks,
    gate_rules,
    gate_service,
    service,
)
from secondments.secondment.gate_models import GateEntry
from secondments.secondment.gates import Asked, Cover, Gate, Standing
from secondments.secondment.lifecycle import LIFECYCLE, State
from tests.builders import EXCEPTIONAL, a_proposal, a_world, an_issued_one
from tests.pathway_cases import EVERY, Kindred, a_draft_of, sent
from tests.secondment.gate_cases import (
    CLINICAL,
    CREDIT,
    FUNDED,
    SPONSORED,
    T2,
    T2_SENT,
    T2_STARTS,
    an_issued_case,
    an_issued_claim,
    confirm,
    covered,
    override,
    proof,
)
from tests.secondment.shelves import a_ready_file
from tests.secondment.test_races import at_once

GMC_IN_TIME, GMC_TOO_LATE = date(2027, 5, 20), date(2027, 10, 6)


@pytest.fixture(autouse=True)
def the_day(office):
    with clock.stopped_at(T2_SENT):
        yield


def standing(s):
    return {found.gate: found.standing for found in gate_rules.every(s)}


def missing(s):
    return {found.gate for found in gate_rules.left(s)}


def the_first_day_comes(at=T2_STARTS):
    with clock.stopped_at(at):
        calendar.run()
    db.session.expire_all()


def letters_to(person, event):
    of_it = select(func.count(Letter.id)).where(Letter.person_id == person.id)
    return db.session.scalar(of_it.where(Letter.event == event))


def test_a_case_that_needs_nothing_special_has_one_gate_to_pass():
    s = a_proposal(a_world())
    needed = {gate for gate, found in standing(s).items() if found is not Standing.NOT_NEEDED}
    assert needed == {Gate.SIGNATURES, Gate.NOTICE}


def test_what_a_case_needs_follows_from_its_answers():
    cast = a_world()
    s = a_proposal(cast, **CLINICAL, **SPONSORED)
    assert {Gate.VISA, Gate.INDEMNITY, Gate.CHECKS} <= missing(s)
    assert Gate.CREDIT not in missing(s)
    claiming = sent(a_draft_of(Kindred(cast.trainee.name, "public_health", T2 | CREDIT)))
    assert {Gate.CREDIT, Gate.NOTICE} <= missing(claiming)


def test_the_pathway_limits_which_gates_there_are():
    a_world()
    s = sent(a_draft_of(EVERY["data_scientist"], **CLINICAL, **SPONSORED))
    assert missing(s) == {Gate.SIGNATURES, Gate.VISA}
    assert gate_rules.found(s, Gate.CHECKS).why == gate_rules.NOT_ON_THE_PATHWAY


def test_a_visa_nobody_was_asked_about_is_not_taken_for_none():
    """As in cases that were sent before the question was asked."""
    s = a_proposal(a_world())
    with db.session.no_autoflush:
        s.proposal.visa_sponsored = None
        assert Gate.VISA in missing(s)
        db.session.rollback()


def test_a_case_with_every_gate_settled_starts_on_its_first_day(app):
    cast = a_world()
    s = an_issued_case(cast, **CLINICAL, **SPONSORED)
    assert missing(s) == {Gate.VISA, Gate.INDEMNITY, Gate.CHECKS}
    confirm(s, Gate.VISA, cast.office)
    covered(s, cast.office)
    confirm(s, Gate.CHECKS, cast.release)
    the_first_day_comes()
    assert s.state is State.ACTIVE
    assert s.state_since == clock.local_midnight(date(2027, 10, 6), s.zone)


def test_the_refusal_to_start_is_one_list_with_who_and_where(app):
    s = an_issued_case(a_world(), **CLINICAL, **SPONSORED)
    with clock.stopped_at(T2_STARTS), pytest.raises(NotPossibleNow) as refused:
        LIFECYCLE.fire(s, "start")
    found = {b.code: (b.who, b.fix) for b in refused.value.blockers}
    assert found == {
        "gate_visa": ("contracts office", "gates"),
        "gate_indemnity": ("contracts office", "gates"),
        "gate_dbs_oh": ("employer", "gates"),
    }
    # Anybody at home may read a refusal, and few are told of a visa.
    assert not any("visa" in str(blocker).lower() for blocker in refused.value.blockers)


# Case T2b of clauses-form-cases.md; R10 decides where the two differ: see docs/decisions.


@pytest.fixture
def t2b(app):
    cast = a_world()
    return cast, an_issued_claim()


def test_t2b_without_an_approval_on_the_first_day_it_does_not_start(t2b):
    cast, s = t2b
    the_first_day_comes()
    assert s.state is State.CONTRACT_ISSUED
    assert missing(s) == {Gate.CREDIT}
    assert s.held_at is not None
    assert s.parked is None
    assert letters_to(cast.trainee, "held") == letters_to(cast.dean, "held") == 1
    assert letters_to(cast.office, "held") == letters_to(cast.lead, "held") == 1
    the_first_day_comes(T2_STARTS + timedelta(days=1))
    assert letters_to(cast.trainee, "held") == 1


def test_t2b_it_starts_when_secondee_and_dean_have_both_given_the_credit_up(t2b):
    cast, s = t2b
    the_first_day_comes()
    given_up_at = T2_STARTS + timedelta(days=3)
    with clock.stopped_at(given_up_at):
        gate_service.give_up_credit(s, by=cast.trainee, revision=s.revision)
        assert letters_to(cast.dean, "credit_given_up") == 1
        calendar.run()
        assert s.state is State.CONTRACT_ISSUED
        assert course.credit_months(s) == 12
        gate_service.give_up_credit(s, by=cast.dean, revision=s.revision)
        assert course.credit_months(s) == 0
        calendar.run()
    assert s.state is State.ACTIVE
    assert s.state_since == given_up_at
    started = db.session.scalars(select(Letter).where(Letter.event == "started")).all()
    assert {"active from 9 October 2027, not from 6 October 2027" in x.body for x in started} == {
        True
    }
    assert standing(s)[Gate.CREDIT] is Standing.OVERRIDDEN


def test_t2b_the_consequences_for_the_cct_date_are_told_before(t2b):
    _, s = t2b
    told = dict(gate_asks.consequences(s))
    assert told["CCT date without credit"] == "6 August 2031"
    assert told["CCT date if all of it counted"] == "6 August 2030"


@pytest.mark.parametrize("day", [GMC_TOO_LATE, GMC_TOO_LATE + timedelta(days=2)])
def test_t2b_a_gmc_letter_dated_on_the_first_day_or_later_is_no_evidence(t2b, day):
    cast, s = t2b
    the_first_day_comes()
    with clock.stopped_at(T2_STARTS + timedelta(days=4)), pytest.raises(InvalidInput) as refused:
        confirm(s, Gate.CREDIT, cast.dean, proof(day))
    assert "Credit has to be approved before the first day, 6 October 2027" in str(refused.value)
    assert refused.value.fields.keys() == {"dated_on"}
    assert missing(s) == {Gate.CREDIT}
    assert s.gate_entries == []


def test_t2b_a_gmc_letter_that_was_given_in_time_but_found_late_lets_it_start(t2b):
    cast, s = t2b
    the_first_day_comes()
    with clock.stopped_at(T2_STARTS + timedelta(days=1)):
        confirm(s, Gate.CREDIT, cast.dean, proof(GMC_IN_TIME))
        calendar.run()
    assert s.state is State.ACTIVE
    assert course.credit_months(s) == 12


@pytest.mark.parametrize("part", ["office", "release", "supervisor", "director", "lead"])
def test_t2b_nobody_else_gives_the_credit_up(t2b, part):
    cast, s = t2b
    with pytest.raises(NotAllowed):
        gate_service.give_up_credit(s, by=getattr(cast, part), revision=s.revision)


def test_neither_of_the_two_gives_it_up_for_both(t2b):
    cast, s = t2b
    gate_service.give_up_credit(s, by=cast.trainee, revision=s.revision)
    with pytest.raises(NotPossibleNow, match="takes both of you"):
        gate_service.give_up_credit(s, by=cast.trainee, revision=s.revision)
    assert missing(s) == {Gate.CREDIT}


def test_there_is_no_credit_to_give_up_where_none_is_claimed(app):
    cast = a_world()
    s = an_issued_case(cast)
    with pytest.raises(NotPossibleNow, match="No credit towards training is claimed"):
        gate_service.give_up_credit(s, by=cast.dean, revision=s.revision)


@pytest.mark.parametrize("gate", ["signatures", "visa", "indemnity", "credit"])
def test_nobody_overrides_signatures_visa_indemnity_or_credit(app, gate):
    cast = a_world()
    s = an_issued_claim(**CLINICAL, **SPONSORED)
    for person in (cast.office, cast.release, cast.dean, cast.legal, cast.trainee, cast.director):
        with pytest.raises(NotAllowed):
            override(s, gate, person)


def test_the_database_keeps_the_same_rule(app):
    cast = a_world()
    s = an_issued_case(cast, **SPONSORED)
    raw = GateEntry.__table__.insert().values(
        id=cast.office.id,
        secondment_id=s.id,
        gate="visa",
        kind="overridden",
        part="",
        side="home",
        by_id=cast.office.id,
        at=clock.now(),
        words="x",
    )
    with pytest.raises(Exception, match="some_are_never_overridden"):
        db.session.connection().execute(raw)


def test_dbs_is_overridden_by_the_employer_with_a_reason_that_is_kept(app):
    cast = a_world()
    s = an_issued_case(cast, **CLINICAL)
    with pytest.raises(InvalidInput, match="20 characters or more"):
        gate_service.override(
            Asked(s, Gate.CHECKS), by=cast.release, revision=s.revision, message="No."
        )
    override(s, Gate.CHECKS, cast.release)
    assert standing(s)[Gate.CHECKS] is Standing.OVERRIDDEN
    entry = gate_rules.found(s, Gate.CHECKS).entry
    assert (entry.by_id, entry.at) == (cast.release.id, clock.now())
    assert "no other physician" in entry.words


def test_a_funder_is_overridden_only_on_evidence(app):
    cast = a_world()
    s = an_issued_claim(pathway="trainee_uncredited", **FUNDED)
    assert Gate.FUNDER in missing(s)
    with pytest.raises(InvalidInput, match="reference"):
        override(s, Gate.FUNDER, cast.office)
    override(s, Gate.FUNDER, cast.office, proof(clock.today(s.zone)))
    assert standing(s)[Gate.FUNDER] is Standing.OVERRIDDEN


def test_notice_is_met_by_a_release_in_time():
    found = gate_rules.found(an_issued_one(a_world()), Gate.NOTICE)
    assert found.standing is Standing.MET
    assert "Sunita Bhatt released the secondee on 14 December 2026" in found.why


def test_short_notice_is_confirmed_or_waived_by_the_employer_with_a_reason(app):
    cast = a_world()
    late = datetime(2027, 8, 2, 9, tzinfo=UTC)
    s = an_issued_case(cast, at=late, short_notice_reason=EXCEPTIONAL)
    with clock.stopped_at(late):
        assert missing(s) == {Gate.NOTICE}
        with pytest.raises(InvalidInput, match="the latest day was 6 July 2027"):
            confirm(s, Gate.NOTICE, cast.release, proof(date(2027, 7, 7)))
        with pytest.raises(NotAllowed):
            override(s, Gate.NOTICE, cast.office)
        override(s, Gate.NOTICE, cast.release)
    assert missing(s) == set()


def test_a_waiver_of_notice_says_nothing_of_an_earlier_first_day(app):
    cast = a_world()
    late = datetime(2027, 8, 2, 9, tzinfo=UTC)
    s = an_issued_case(cast, at=late, short_notice_reason=EXCEPTIONAL)
    with clock.stopped_at(late):
        override(s, Gate.NOTICE, cast.release)
    with db.session.no_autoflush:
        s.proposal.starts_on = date(2027, 9, 6)
        assert missing(s) == {Gate.NOTICE}
        db.session.rollback()


def test_a_research_outline_that_waits_for_the_company_asks_for_an_nda(app):
    cast = a_world()
    s = an_issued_case(cast)
    assert standing(s)[Gate.NDA] is Standing.NOT_NEEDED
    a_ready_file(app, s, cast.trainee, "everyone", "research_outline")
    db.session.expire_all()
    assert missing(s) == {Gate.NDA}
    today = clock.today(s.zone)
    service.record_nda(s, by=cast.office, signed_on=today, reference="NDA 7")
    assert standing(s)[Gate.NDA] is Standing.MET


def test_the_company_speaks_for_its_own_policy_and_nothing_else(app):
    cast = a_world()
    s = an_issued_case(cast, **CLINICAL, **SPONSORED)
    confirm(s, Gate.INDEMNITY, cast.legal, proof(date(2026, 12, 1), cover=Cover.PERSONAL))
    assert gate_rules.found(s, Gate.INDEMNITY).entry.cover is Cover.HOST
    for gate in (Gate.VISA, Gate.CHECKS):
        with pytest.raises(NotAllowed):
            confirm(s, gate, cast.legal)


def test_cover_that_runs_out_before_the_last_day_is_no_evidence(app):
    cast = a_world()
    s = an_issued_case(cast, **CLINICAL)
    with pytest.raises(InvalidInput, match="reach to the last day, 5 October 2028"):
        covered(s, cast.office, valid_until=date(2028, 10, 4))
    covered(s, cast.office, valid_until=date(2028, 10, 5))
    with db.session.no_autoflush:
        s.proposal.ends_on = date(2028, 10, 6)
        assert Gate.INDEMNITY in missing(s)
        db.session.rollback()


@pytest.mark.parametrize("days", [1, 400])
def test_evidence_of_a_day_to_come_is_refused(app, days):
    cast = a_world()
    s = an_issued_case(cast, **SPONSORED)
    with pytest.raises(InvalidInput, match="up to today, 14 December 2026"):
        confirm(s, Gate.VISA, cast.office, proof(date(2026, 12, 14) + timedelta(days=days)))


def test_nothing_is_confirmed_that_is_not_needed(app):
    cast = a_world()
    s = an_issued_case(cast)
    with pytest.raises(NotPossibleNow, match="sees no patients"):
        confirm(s, Gate.CHECKS, cast.release)


def test_a_confirmation_is_of_the_revision_that_was_read(app):
    cast = a_world()
    s = an_issued_case(cast, **SPONSORED)
    asked = Asked(s, Gate.VISA)
    with pytest.raises(Stale):
        gate_service.confirm(
            asked, by=cast.office, revision=s.revision - 1, evidence=proof(date(2026, 12, 1))
        )
    assert missing(s) == {Gate.VISA}


def test_two_who_confirm_at_once_leave_one_record(app):
    cast = a_world()
    s = an_issued_case(cast, **CLINICAL)
    revision = s.revision

    def act(s, person):
        shown = proof(date(2026, 12, 1), cover=Cover.NHS)
        asked = Asked(s, Gate.INDEMNITY)
        gate_service.confirm(asked, by=person, revision=revision, evidence=shown)

    problems = at_once(app, s, (act, cast.office), (act, cast.legal))
    assert [type(problem) for problem in problems] == [NotPossibleNow]
    assert "settled this on" in str(problems[0])
    assert len([e for e in s.gate_entries if e.stands]) == 1


def test_the_secondee_and_the_dean_at_once_both_count(app):
    cast = a_world()
    s = an_issued_claim()
    revision = s.revision

    def act(s, person):
        gate_service.give_up_credit(s, by=person, revision=revision)

    assert at_once(app, s, (act, cast.trainee), (act, cast.dean)) == []
    assert s.credit_is_given_up


def test_what_was_confirmed_by_mistake_is_taken_back_and_stays_in_the_record(app):
    cast = a_world()
    s = an_issued_case(cast, **SPONSORED)
    confirm(s, Gate.VISA, cast.office)
    entry = s.gate_entry(Gate.VISA)
    with pytest.raises(NotAllowed):
        gate_service.take_back(entry, by=cast.release, revision=s.revision, why="Not mine.")
    gate_service.take_back(entry, by=cast.office, revision=s.revision, why="The wrong person.")
    assert missing(s) == {Gate.VISA}
    with pytest.raises(NotPossibleNow):
        gate_service.take_back(entry, by=cast.office, revision=s.revision, why="Once more.")
    confirm(s, Gate.VISA, cast.office)
    assert len(s.gate_entries) == 2
    trail = select(AuditEntry).filter_by(chain=str(s.id)).order_by(AuditEntry.seq)
    assert first_break(db.session.scalars(trail)) is None


def test_reminders_go_out_at_60_30_14_and_7_days_while_something_is_missing(app):
    cast = a_world()
    s = an_issued_case(cast, **SPONSORED)
    for days, letters in ((61, 0), (60, 1), (59, 1), (30, 2), (10, 3), (8, 3), (7, 4), (1, 4)):
        the_first_day_comes(T2_STARTS - timedelta(days=days))
        assert letters_to(cast.office, "gates_missing") == letters, days
    assert letters_to(cast.lead, "gates_missing") == 0
    confirm(s, Gate.VISA, cast.office)
    assert s.due_action == "start"


def test_those_who_have_not_signed_are_reminded_as_well(app):
    cast = a_world()
    an_issued_case(cast, signed_by=("trainee",))
    the_first_day_comes(T2_STARTS - timedelta(days=60))
    assert letters_to(cast.host_signatory, "gates_missing") == 1
    assert letters_to(cast.employer_signatory, "gates_missing") == 1


def test_unsigned_on_its_first_day_it_lapses_as_before(app):
    s = an_issued_case(a_world(), signed_by=("trainee",), **SPONSORED)
    for days in (60, 30, 14, 7, 0):
        the_first_day_comes(T2_STARTS - timedelta(days=days))
    assert s.state is State.LAPSED


def test_whoever_may_settle_something_has_one_task_for_all_of_it(app):
    cast = a_world()
    s = an_issued_case(cast, **CLINICAL, **SPONSORED)
    assert {(turn.person.name, turn.duty) for turn in s.turns} == {
        ("Amara Osei", "gates"),
        ("Sunita Bhatt", "gates"),
        ("Dr Priya Nandakumar", "gates"),
        ("Fiona Delaney", "gates_company"),
    }
    confirm(s, Gate.INDEMNITY, cast.legal)
    assert "gates_company" not in {turn.duty for turn in s.turns}


def test_a_case_that_was_due_to_start_before_there_were_gates_is_held_up_not_parked(app):
    """Its row says only that it starts; the calendar looks again when the day comes."""
    s = an_issued_case(a_world(), **SPONSORED)
    table = type(s).__table__
    due = clock.local_midnight(date(2027, 10, 6), s.zone)
    change = {"due_action": "start", "next_due_at": due}
    db.session.connection().execute(table.update().where(table.c.id == s.id).values(**change))
    db.session.commit()
    the_first_day_comes()
    assert (s.state, s.parked) == (State.CONTRACT_ISSUED, None)
    assert s.held_at is not None


def test_one_that_was_held_up_until_its_last_day_has_gone_by_never_starts(app):
    cast = a_world()
    s = an_issued_case(cast, **SPONSORED)
    the_first_day_comes()
    with clock.stopped_at(datetime(2028, 10, 6, 9, tzinfo=UTC)):
        confirm(s, Gate.VISA, cast.office)
        calendar.run()
    assert s.state is State.CONTRACT_ISSUED
    assert "last day has gone by" in s.parked


def test_a_file_named_as_evidence_is_one_that_its_giver_may_read(app):
    cast = a_world()
    s = an_issued_case(cast, **SPONSORED)
    theirs = a_ready_file(app, s, cast.trainee, "deanery", "visa")
    mine = a_ready_file(app, s, cast.trainee, "home", "visa")
    with pytest.raises(Exception, match="no such file"):
        confirm(s, Gate.VISA, cast.office, proof(date(2026, 12, 1), file_id=theirs.id))
    confirm(s, Gate.VISA, cast.office, proof(date(2026, 12, 1), file_id=mine.id))
    assert s.gate_entry(Gate.VISA).file_id == mine.id
