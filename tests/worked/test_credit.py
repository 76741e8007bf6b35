"""Cases T2 and T2b: credit towards training, approved before the first day or not at all."""

from datetime import date

import pytest

from secondments import clock
from secondments.errors import InvalidInput, NotAllowed, NotPossibleNow
from secondments.secondment import calendar, course, gate_rules, gate_service, said, votes
from secondments.secondment.gates import Asked, Gate, Standing
from secondments.secondment.lifecycle import State
from secondments.secondment.pathways import Step
from secondments.secondment.profiles import Evidence
from tests.worked.playing import asked, at, figures, invoices, told, until

pytestmark = pytest.mark.usefixtures("office")

FIRST_DAY = (2027, 10, 6)
MONEY = "65,048.00|9,007.20|15,468.41|325.24|0.00|89,848.85|17,969.77|107,818.62"


def test_t2_goes_from_its_sending_to_its_first_day_with_credit_approved():
    play = until("T2", FIRST_DAY)
    assert play.path == [
        "proposed",
        "supervisor_approved",
        "company_agreed",
        "contract_issued",
        "active",
    ]
    s = play.s
    assert s.pathway_code == "trainee_credited"
    assert course.credit_months(s) == 12
    assert s.state_since == clock.local_midnight(date(2027, 10, 6), s.zone)
    assert told(s, "started") >= {"Dr Aisha Rahman", "Dr Marc Lindqvist", "Dr Helen Marsh"}


def test_t2_costs_what_was_worked_out_and_is_invoiced_in_quarters():
    s = until("T2", (2026, 12, 14)).s
    assert figures(s) == MONEY
    assert invoices(s) == [*[("22,462.21", "4,492.44")] * 3, ("22,462.22", "4,492.45")]


def test_t2_the_cct_date_is_a_range_between_no_credit_and_all_of_it():
    s = until("T2", (2027, 5, 24)).s
    found = course.impact(s, said.now(s))
    assert (found.before, found.without_credit) == (date(2030, 8, 6), date(2031, 8, 6))
    assert (found.credit_months, found.with_credit) == (12, date(2030, 8, 6))
    assert "final only at the annual review (ARCP) after the return" in found.sentence


def test_t2_sent_on_14_december_it_is_in_time_for_every_rule():
    s = until("T2", (2026, 12, 14)).s
    assert course.broken_rules(s, said.now(s)) == []
    assert course.sent_on(s, said.now(s)) == date(2026, 12, 14)


def test_t2_is_not_issued_while_the_gmc_has_not_approved_and_the_company_knows_nothing():
    """What the clause case calls T2b: on this pathway it cannot come to the first day."""
    s = until("T2", (2027, 2, 26)).s
    assert s.state is State.PROPOSED
    assert asked(s) == {("Joyce Adamu", "decide_GMC")}
    assert s.company_told_at is None
    late = Evidence("GMC-2027-9911", date(2027, 10, 6))
    office = s.turns[0].person
    with clock.stopped_at(at((2027, 10, 6))), pytest.raises(InvalidInput, match="before the first"):
        votes.support(s, by=office, revision=s.revision, evidence=late)
    with clock.stopped_at(at((2027, 5, 24))), pytest.raises(InvalidInput, match="the GMC’s app"):
        votes.support(s, by=office, revision=s.revision)


def test_t2_the_step_of_the_gmc_opens_the_credit_gate_and_the_funder_is_asked():
    s = until("T2", (2027, 7, 1)).s
    assert gate_rules.found(s, Gate.CREDIT).standing is Standing.MET
    assert {each.gate for each in gate_rules.left(s)} == {Gate.SIGNATURES, Gate.FUNDER}
    vote = next(vote for vote in s.standing_votes if vote.step is Step.GMC)
    assert (vote.evidence, vote.evidence_on) == ("GMC/3318", date(2027, 5, 20))


def test_t2b_stands_before_its_first_day_with_a_signed_contract_and_no_approval():
    play = until("T2B", FIRST_DAY)
    s = play.s
    assert s.state is State.CONTRACT_ISSUED
    assert s.agreement.is_fully_signed
    assert s.held_at is not None
    assert {each.gate for each in gate_rules.left(s)} == {Gate.CREDIT}
    assert figures(s) == MONEY
    assert told(s, "held") >= {"Dr Farah Noor", "Professor Ruth Aldous", "Amara Osei"}


def test_t2b_an_approval_of_the_first_day_is_refused_as_evidence():
    s = until("T2B", FIRST_DAY).s
    late = gate_service.Evidence(reference="GMC-2027-9911", dated_on=date(2027, 10, 6))
    dean = asked_by_name(s, "Professor Ruth Aldous")
    with clock.stopped_at(at((2027, 10, 7))), pytest.raises(InvalidInput) as refused:
        gate_service.confirm(Asked(s, Gate.CREDIT), by=dean, revision=s.revision, evidence=late)
    assert "Credit has to be approved before the first day, 6 October 2027" in str(refused.value)


def asked_by_name(s, name):
    return next(turn.person for turn in s.turns if turn.person.name == name)


def test_t2b_starts_without_credit_when_secondee_and_dean_have_given_it_up():
    play = until("T2B", FIRST_DAY)
    before = course.impact(play.s, said.now(play.s))
    assert before.without_credit == date(2031, 8, 6)
    halves = [scene for scene in play.case.scenes if scene.day > FIRST_DAY]
    play.goes_on(halves[0])
    with clock.stopped_at(at((2027, 10, 8))):
        calendar.run()
    assert play.s.state is State.CONTRACT_ISSUED
    play.goes_on(*halves[1:])
    s = play.s
    assert s.state is State.ACTIVE
    assert course.credit_months(s) == 0
    assert course.impact(s, said.now(s)).with_credit == date(2031, 8, 6)
    assert s.state_since == at((2027, 10, 9))


def test_t2b_an_administrator_alone_starts_nothing():
    """R10 gives it to the secondee and the dean; the clause case says an administrator may."""
    play = until("T2B", FIRST_DAY)
    s = play.s
    with clock.stopped_at(at((2027, 10, 7))), pytest.raises((NotAllowed, NotPossibleNow)):
        gate_service.give_up_credit(s, by=play.cast.office, revision=s.revision)
