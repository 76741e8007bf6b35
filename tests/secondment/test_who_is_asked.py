"""Nobody is asked, shown or sent what belongs to another kind of applicant."""

import pytest

from secondments import clock, policy
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import course, drafts, material, queries, questions, said, votes
from secondments.secondment.pathways import Side
from secondments.secondment.reading import proposal_for, reader_of
from tests.pathway_cases import CREDIT, EVERY, TODAY, a_draft_of, home_supports, one_supports, sent
from tests.secondment.stage import plain

TRAINING = {
    "training_number",
    "programme_start",
    "wte_current",
    "cct_on",
    "last_arcp_outcome",
    "next_arcp_on",
    "nihr_award",
    "award_may_end",
    "previous_oop_months",
    "oop_category",
    "eligibility_reason",
    "discussed",
    "claim_credit",
    "credit_months",
    "supervisor_id",
}
NO_TRAINEES = ("nmahp", "pharmacist", "clinical_academic_senior", "senior_advisory")
NO_TRAINEES += ("data_scientist",)


@pytest.fixture
def kinds(stage):
    """A case of a kind, sent, by its reference."""

    def make(name, **changed):
        with stage.app.app_context(), clock.stopped_at(TODAY):
            return sent(a_draft_of(EVERY[name], **changed)).ref

    return make


@pytest.mark.parametrize("name", NO_TRAINEES)
def test_only_a_pathway_with_training_asks_about_it(stage, kinds, name):
    ref = kinds(name)
    assert stage.look(ref, lambda s: {n for n in TRAINING if s.pathway.asks(n)}) == set()
    assert stage.look(ref, lambda s: s.training_body_id) is None
    page = stage.sees(EVERY[name].applicant, f"/secondments/{ref}/proposal")
    for words in ("CCT", "Training number", "annual review", "time out", "Educational"):
        assert words not in plain(page)


@pytest.mark.parametrize("name", NO_TRAINEES)
def test_the_form_of_a_professional_has_no_box_about_training(stage, name):
    with stage.app.app_context(), clock.stopped_at(TODAY):
        ref = a_draft_of(EVERY[name]).ref
    form = stage.sees(EVERY[name].applicant, f"/secondments/{ref}/proposal/you")
    for question in TRAINING:
        assert f'name="{question}' not in form
    answer = stage.sends(
        EVERY[name].applicant,
        f"/secondments/{ref}/proposal/you",
        **{"grade": "Another post", "training_number": "NTN 1", "cct_on-day": "1"},
    )
    assert answer.status_code < 500
    assert stage.look(ref, lambda s: s.proposal.training_number) is None


@pytest.mark.parametrize("name", EVERY)
def test_only_a_pathway_with_training_has_its_rules_ladder_and_papers(stage, kinds, name):
    ref = kinds(name)
    with stage.app.app_context(), clock.stopped_at(TODAY):
        s = queries.by_ref(ref)
        training = s.pathway.has_training
        rungs = {step.code for group in course.course(s, said.now(s)).steps for step in group}
        assert rungs == {str(step) for side in Side for step in s.pathway.steps(side)}
        codes = {asked.rule.code for asked in course.asked_of(s)}
        assert ("N1" in codes) is training
        assert "N2" in codes
        assert bool(course.warnings(s, said.now(s))) <= training


def test_finance_sees_the_salary_of_what_its_own_place_pays_and_the_contracts_office_does_not(
    stage, kinds
):
    ref = kinds("clinical_academic_senior")
    with stage.app.app_context(), clock.stopped_at(TODAY):
        s = queries.by_ref(ref)
        sees = {name: "salary" in proposal_for(reader_of(_person(name), s), s) for name in READERS}
    assert sees == READERS
    assert stage.asks("Ceri Morgan", f"/secondments/{ref}") == 200


READERS = {
    "Professor Edwin Hale": True,
    "Ceri Morgan": True,  # finance at the university
    "Sunita Bhatt": True,  # release at the trust
    "Lena Fischer": False,  # contracts office of the university
    "Imran Qureshi": False,
    "Dr Peter Lang": False,
    "Dr Marc Lindqvist": False,
}


def _person(name):
    return db.session.query(Person).filter_by(name=name).one()


def test_a_change_of_credit_asks_the_home_side_again_on_the_other_pathway(stage):
    with stage.app.app_context(), clock.stopped_at(TODAY):
        s = sent(a_draft_of(EVERY["trainee_uncredited"]))
        one_supports(s)
        rule = s.open_rules[0]
        director = next(p for p in _everyone() if policy.can_take(p, s, rule))
        votes.send_back(s, by=director, revision=s.revision, reason="other", message="Claim it.")
        drafts.save(s, by=s.applicant, revision=s.revision, answers=CREDIT)
        assert s.pathway_code == "trainee_credited"
        assert len(s.standing_votes) == 1
        drafts.send(s, by=s.applicant, revision=s.revision, message="Credit claimed.")
        assert (len(s.standing_votes), s.open_steps) == (0, ("ES",))
        home_supports(s)
        assert {"COL", "GMC"} <= s.done_steps


def _everyone():
    return db.session.query(Person).all()


def test_every_question_of_the_pathways_says_whose_approval_it_reopens():
    assert set(questions.PROPOSAL) == set(material.REOPENS)
    for name in ("claim_credit", "credit_months", "unapproved_place", "job_plan"):
        assert material.REOPENS[name] == material.HOME
    assert material.REOPENS["line_manager_id"] == {"LM"}
