"""Settling terms: who may, what it changes, whose approval it ends."""

import pytest
from sqlalchemy import select

from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import InvalidInput, NotAllowed, NotFound, NotPossibleNow
from secondments.extensions import db
from secondments.letters.models import Letter
from secondments.negotiation import limit_service, service
from secondments.negotiation import special_service as specials
from secondments.negotiation.limit_service import Allowed
from secondments.negotiation.models import TermsVersion
from secondments.negotiation.special_service import Wording
from secondments.secondment import drafts, votes
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.pathways import Step
from secondments.secondment.term_models import Firmness
from secondments.terms import costs
from tests.builders import (
    a_proposal,
    a_world,
    an_agreed_one,
    an_answered_one,
    an_approved_one,
    an_issued_one,
    supported,
)
from tests.negotiation.table import all_usual, says


@pytest.fixture
def cast(office):
    return a_world()


def standing(s):
    return {str(vote.step) for vote in s.standing_votes}


def test_the_company_cannot_agree_while_a_term_is_open(cast):
    s = supported(an_answered_one(cast), cast.lead, cast.compliance)
    says(s, cast.lead, "no_poach_months", 3)
    with pytest.raises(NotPossibleNow, match=r"1 of .* terms are not agreed yet: “Offers of"):
        supported(s, cast.legal)
    says(s, cast.office, "no_poach_months", 3)
    assert supported(s, cast.legal).state is State.COMPANY_AGREED


def test_accepting_is_saying_the_same(cast):
    s = an_approved_one(cast)
    says(s, cast.lead, "notice_weeks", 10, reason="We hire slowly.")
    says(s, cast.office, "notice_weeks", 10)
    term = s.table.terms["notice_weeks"]
    assert term.is_agreed
    assert term.brought_by().person.id == cast.lead.id


def test_what_the_proposal_raises_is_the_home_sides_opening(cast):
    s = an_approved_one(cast, notice_weeks=12)
    move = s.table.terms["notice_weeks"].last
    assert (move.value, move.from_proposal, move.person.id) == (12, True, cast.trainee.id)
    assert move.at == s.sent_at


def test_an_answer_changed_after_a_return_is_a_new_move_of_the_applicant(cast):
    s = an_approved_one(cast, notice_weeks=12)
    says(s, cast.lead, "notice_weeks", 12)
    votes.send_back(s, by=cast.lead, revision=s.revision, reason="dates", message="Change it.")
    drafts.save(s, by=cast.trainee, revision=s.revision, answers={"notice_weeks": 10})
    drafts.send(s, by=cast.trainee, revision=s.revision, message="Ten weeks.")
    term = s.table.terms["notice_weeks"]
    assert [move.value for move in term.moves] == [12, 12, 10]
    assert not term.is_agreed


def test_a_term_settled_otherwise_than_approved_ends_the_approvals_that_weighed_it(cast):
    """Notice is weighed by who releases staff; the programme is not asked again (R1)."""
    s = an_approved_one(cast)
    says(s, cast.lead, "notice_weeks", 6)
    assert "EMP" in standing(s)
    says(s, cast.office, "notice_weeks", 6)
    assert s.state is State.PROPOSED
    assert standing(s) == {"ES", "TPD", "PGD"}
    assert s.open_steps == (Step.EMP,)


def test_once_approved_again_it_goes_back_to_the_company(cast):
    s = an_approved_one(cast)
    says(s, cast.lead, "notice_weeks", 6)
    says(s, cast.office, "notice_weeks", 6)
    assert supported(s, cast.release).state is State.SUPERVISOR_APPROVED
    assert s.table.terms["notice_weeks"].is_agreed


def test_a_term_settled_as_approved_ends_nothing(cast):
    s = an_approved_one(cast)
    says(s, cast.lead, "notice_weeks", 6)
    says(s, cast.office, "notice_weeks", 8)
    says(s, cast.lead, "notice_weeks", 8)
    assert s.state is State.SUPERVISOR_APPROVED
    assert standing(s) == {"ES", "TPD", "PGD", "EMP"}


def test_a_term_that_is_not_material_reopens_nothing(cast):
    s = supported(an_answered_one(cast), cast.lead)
    says(s, cast.lead, "no_poach_months", 0)
    says(s, cast.office, "no_poach_months", 0)
    assert standing(s) == {"ES", "TPD", "PGD", "EMP", "CM"}


def test_an_agreed_case_goes_back_to_the_table_when_a_term_is_opened_again(cast):
    s = an_agreed_one(cast)
    says(s, cast.lead, "delay_max", 90)
    assert s.state is State.SUPERVISOR_APPROVED
    says(s, cast.lead, "delay_max", 60)
    assert s.state is State.COMPANY_AGREED, "every approval stands, and every term is agreed"


def test_settled_on_another_value_the_company_legal_decides_again(cast):
    s = an_agreed_one(cast)
    says(s, cast.lead, "delay_max", 90)
    says(s, cast.office, "delay_max", 90)
    assert s.state is State.SUPERVISOR_APPROVED
    assert {"CMC", "CLG"}.isdisjoint(standing(s))
    assert "CM" in standing(s)


def test_nothing_moves_once_the_contract_is_out(cast):
    s = an_issued_one(cast)
    with pytest.raises(NotPossibleNow):
        says(s, cast.lead, "delay_max", 90)


def test_a_term_on_which_the_cost_rests_moves_the_cost_and_the_company_confirms_anew(cast):
    s = an_answered_one(cast)
    before = costs.of(s).total
    says(s, cast.lead, "pension_rate", "14.38", reason="That is what is collected.")
    assert costs.of(s).total == before
    says(s, cast.office, "pension_rate", "14.38")
    assert costs.of(s).total < before
    assert s.company_answers.cost_seen_at is None


@pytest.mark.parametrize("part", ["trainee", "supervisor", "dean", "release", "host_signatory"])
def test_nobody_else_moves_a_term(cast, part):
    s = an_approved_one(cast)
    with pytest.raises(NotAllowed):
        says(s, getattr(cast, part), "delay_max", 90)


def test_what_moved_meanwhile_is_not_answered_blindly(cast):
    s = an_approved_one(cast)
    seen = s.table.terms["delay_max"].seen
    says(s, cast.lead, "delay_max", 90)
    with pytest.raises(NotPossibleNow, match="was moved by Dr Marc Lindqvist"):
        says(s, cast.office, "delay_max", 60, seen=seen)
    assert len([m for m in s.term_moves if m.parameter == "delay_max"]) == 1


def test_bounds_are_kept_and_firmness_has_a_reason(cast):
    s = an_approved_one(cast)
    for value in (181, -1):
        with pytest.raises(InvalidInput, match="from 0 to 180"):
            says(s, cast.lead, "delay_max", value)
    with pytest.raises(InvalidInput, match="Say why"):
        says(s, cast.lead, "delay_max", 90, firmness=Firmness.WILL_NOT)


def test_saying_what_one_says_already_is_refused(cast):
    s = an_approved_one(cast)
    says(s, cast.lead, "delay_max", 90)
    with pytest.raises(InvalidInput, match="That is what your side says already"):
        says(s, cast.lead, "delay_max", 90)
    says(s, cast.lead, "delay_max", 90, reason="A quarter is what a filing takes.")


def test_facts_of_the_case_are_no_terms(cast):
    s = an_approved_one(cast)
    for name in ("lab_work", "vat_treatment", "ni_rate"):
        with pytest.raises(NotFound):
            says(s, cast.office, name, PARAMETERS[name].default)


class TestPolicy:
    def test_outside_the_usual_policy_only_legal_says_yes(self, cast):
        s = an_approved_one(cast)
        outside(cast.employer, cast.adviser, "delay_max", most=75)
        says(s, cast.lead, "delay_max", 90)
        with pytest.raises(NotAllowed, match="outside your side’s policy"):
            says(s, cast.office, "delay_max", 90)
        says(s, cast.adviser, "delay_max", 90)
        assert s.table.terms["delay_max"].is_agreed

    def test_a_limit_binds_its_own_side_alone(self, cast):
        s = an_approved_one(cast)
        outside(cast.company, cast.legal, "notice_weeks", most=6)
        with pytest.raises(NotAllowed):
            says(s, cast.lead, "notice_weeks", 7)
        says(s, cast.office, "notice_weeks", 7)
        says(s, cast.legal, "notice_weeks", 7)

    def test_accepting_many_leaves_out_what_needs_legal(self, cast):
        s = an_approved_one(cast)
        outside(cast.company, cast.legal, "notice_weeks", most=6)
        all_usual(s, cast.office, cast.lead)
        assert [term.name for term in s.table.open] == ["notice_weeks"]

    def test_only_the_organisations_own_legal_sets_its_limits(self, cast):
        for by in (cast.legal, cast.lead, cast.trainee):
            with pytest.raises(NotAllowed):
                outside(cast.employer, by, "delay_max", most=75)

    def test_a_limit_outside_what_may_be_agreed_is_refused(self, cast):
        with pytest.raises(InvalidInput, match="What may be agreed at all"):
            outside(cast.employer, cast.adviser, "delay_max", most=181)
        with pytest.raises(InvalidInput, match="at least as much"):
            outside(cast.employer, cast.adviser, "delay_max", least=90, most=30)


def outside(organisation, by, name, **ends):
    limit_service.change(organisation, by=by, name=name, allowed=Allowed(**ends))


class TestMany:
    def test_both_sides_taking_the_usual_positions_agree_to_everything(self, cast):
        s = all_usual(an_approved_one(cast), cast.office, cast.lead)
        assert not s.table.open
        assert len(s.table.agreed) == len(s.table.negotiated)

    def test_one_side_alone_agrees_to_nothing_but_what_the_other_said(self, cast):
        s = an_approved_one(cast, notice_weeks=12)
        all_usual(s, cast.lead)
        assert {"notice_weeks"} <= {term.name for term in s.table.agreed}
        assert "delay_max" in {term.name for term in s.table.open}

    def test_what_the_other_side_wants_otherwise_is_left_alone(self, cast):
        s = an_approved_one(cast)
        says(s, cast.lead, "delay_max", 90)
        usual = {name: term.usual for name, term in s.table.terms.items()}
        service.accept_many(s, by=cast.office, values=usual, seen=len(s.term_moves))
        assert s.table.terms["delay_max"].position("home") is None

    def test_a_table_that_moved_is_not_accepted_blindly(self, cast):
        s = an_approved_one(cast)
        seen = len(s.term_moves)
        says(s, cast.lead, "delay_max", 90)
        with pytest.raises(NotPossibleNow, match="Somebody moved a term"):
            service.accept_many(s, by=cast.office, values=s.table.parameters, seen=seen)


class TestVersions:
    def test_every_change_of_the_terms_is_a_version_with_its_digest(self, cast):
        s = an_approved_one(cast)
        says(s, cast.lead, "delay_max", 90)
        before = kept(s)
        says(s, cast.office, "delay_max", 90)
        after = kept(s)
        assert len(after) == len(before) + 1
        assert after[-1].by_id == cast.office.id
        assert len({version.sha256 for version in after}) == len(after)

    def test_an_offer_that_settles_nothing_makes_no_version(self, cast):
        s = an_approved_one(cast)
        before = len(kept(s))
        says(s, cast.lead, "delay_max", 90)
        assert len(kept(s)) == before

    def test_the_contract_is_the_last_version(self, cast):
        s = an_issued_one(cast)
        assert kept(s)[-1].sha256 == s.agreement.terms_sha256


def kept(s):
    wanted = select(TermsVersion).where(TermsVersion.secondment_id == s.id)
    return db.session.scalars(wanted.order_by(TermsVersion.number)).all()


class TestSpecialConditions:
    WORDING = Wording(title="Cell bank", text="The Host may use the cell bank.")

    def test_it_waits_for_the_other_side_then_for_legal(self, cast):
        s = an_agreed_one(cast)
        specials.word(s, by=cast.lead, wording=self.WORDING)
        assert s.state is State.SUPERVISOR_APPROVED
        with pytest.raises(NotPossibleNow, match="Your own side"):
            specials.agree(s, by=cast.lead, number=1, seen=1)
        specials.agree(s, by=cast.office, number=1, seen=1)
        assert s.open_steps == (Step.CLG,)
        supported(s, cast.legal)
        assert codes(s) >= {"specials_legal"}
        specials.clear(s, by=cast.adviser, number=1, seen=1)
        assert "specials_legal" not in codes(s)

    def test_worded_anew_it_is_agreed_and_cleared_anew(self, cast):
        s = an_approved_one(cast)
        specials.word(s, by=cast.lead, wording=self.WORDING)
        specials.agree(s, by=cast.office, number=1, seen=1)
        specials.clear(s, by=cast.adviser, number=1, seen=1)
        other = Wording(title="Cell bank", text="Only for project two.", number=1, seen=1)
        specials.word(s, by=cast.office, wording=other)
        assert (s.specials[0].is_agreed, s.specials[0].cleared_at) == (False, None)

    def test_a_wording_that_changed_meanwhile_is_not_agreed_to(self, cast):
        s = an_approved_one(cast)
        specials.word(s, by=cast.lead, wording=self.WORDING)
        newer = Wording(title="Cell bank", text="Another text.", number=1, seen=1)
        specials.word(s, by=cast.lead, wording=newer)
        with pytest.raises(NotPossibleNow, match="worded it anew"):
            specials.agree(s, by=cast.office, number=1, seen=1)

    def test_the_contract_says_it_once_it_is_agreed(self, cast):
        s = an_agreed_one(cast)
        specials.word(s, by=cast.lead, wording=self.WORDING)
        specials.agree(s, by=cast.office, number=1, seen=1)
        assert "The Host may use the cell bank." in kept(s)[-1].terms

    def test_only_home_legal_clears(self, cast):
        s = an_approved_one(cast)
        specials.word(s, by=cast.lead, wording=self.WORDING)
        specials.agree(s, by=cast.office, number=1, seen=1)
        for by in (cast.office, cast.legal, cast.lead):
            with pytest.raises(NotAllowed):
                specials.clear(s, by=by, number=1, seen=1)

    def test_what_both_agreed_to_is_taken_out_by_both(self, cast):
        s = an_approved_one(cast)
        specials.word(s, by=cast.lead, wording=self.WORDING)
        specials.agree(s, by=cast.office, number=1, seen=1)
        for by in (cast.lead, cast.office):
            with pytest.raises(NotPossibleNow, match="neither takes it out alone"):
                specials.drop(s, by=by, number=1, seen=1)
        anew = Wording(title="Cell bank", text="Without it.", reason="Sold.", number=1, seen=1)
        specials.word(s, by=cast.lead, wording=anew)
        with pytest.raises(NotPossibleNow, match="neither takes it out alone"):
            specials.drop(s, by=cast.lead, number=1, seen=2)
        specials.drop(s, by=cast.office, number=1, seen=2)
        assert s.special_conditions == []

    def test_one_that_is_taken_out_holds_nothing_up(self, cast):
        s = an_agreed_one(cast)
        specials.word(s, by=cast.lead, wording=self.WORDING)
        specials.drop(s, by=cast.lead, number=1, seen=1)
        assert s.state is State.COMPANY_AGREED


def codes(s):
    return {blocker.code for blocker in LIFECYCLE.why_not(s, "issue")}


def test_the_moves_of_a_sent_proposal_are_its_applicants(cast):
    assert [move.from_proposal for move in a_proposal(cast).term_moves] == [True] * 4


def test_the_company_is_written_to_when_the_cost_moved(cast):
    s = an_answered_one(cast)
    says(s, cast.lead, "admin_fee", 5)
    says(s, cast.office, "admin_fee", 5)
    sent = db.session.scalars(select(Letter).where(Letter.event == "cost_changed")).all()
    assert [letter.person_id for letter in sent] == [cast.lead.id]
