"""Every pathway of the domain, walked to its end by the people who may, and by nobody else."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from secondments import clock, policy
from secondments.demo import world
from secondments.errors import InvalidInput, NotAllowed, NotPossibleNow
from secondments.extensions import db
from secondments.people import queries as people
from secondments.people.models import Organisation, Person, Role
from secondments.secondment import (
    appeals,
    calendar,
    covers,
    drafts,
    gate_people,
    gate_rules,
    gate_service,
    service,
    turns,
    votes,
)
from secondments.secondment import pathways as shipped
from secondments.secondment.choices import Arrangement, OutOfProgramme
from secondments.secondment.covers import Away
from secondments.secondment.gate_rules import Found
from secondments.secondment.gates import Asked
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Side, Step
from secondments.secondment.profiles import Evidence
from secondments.secondment.starting import Start
from secondments.terms import costs
from tests.builders import a_person, a_world
from tests.contracts import issued, signed
from tests.pathway_cases import (
    CREDIT,
    EVERY,
    LETTER,
    TODAY,
    a_draft_of,
    company_agrees,
    home_supports,
    one_supports,
    sent,
    shipped_with,
)

STEPS_OF = {
    "trainee_uncredited": "ES TPD PGD+EMP",
    "trainee_credited": "ES TPD PGD COL GMC+EMP",
    "trainee_scotland": "TPD PGD+EMP",
    "trainee_scotland, credit": "TPD PGD+EMP COL GMC",
    "public_health": "ES TPD PGD+EMP",
    "public_health, abroad": "ES TPD PGD+EMP COL",
    "dental_trainee": "ES TPD PGD EMP",
    "dental_trainee, credit": "ES TPD PGD COL+EMP",
    "nmahp": "LM CD EMP",
    "nmahp, university": "LM CD EMP+RCO",
    "pharmacist": "LM CD EMP",
    "clinical_academic_senior": "HOD+CD RCO FIN",
    "senior_advisory": "HOD+CD",
    "data_scientist": "LM RCO",
}
SIGN = {
    "clinical_academic_senior": ["employer", "trust", "host", "secondee"],
    "nmahp, university": ["employer", "university", "host", "secondee"],
}


@pytest.fixture
def today(office):
    with clock.stopped_at(TODAY):
        yield a_world()


@pytest.mark.parametrize("name", EVERY)
def test_a_pathway_has_the_steps_of_the_domain(today, name):
    s = a_draft_of(EVERY[name])
    assert s.pathway_code == name.split(",")[0]
    assert " ".join("+".join(group) for group in s.pathway.home) == STEPS_OF[name]


@pytest.mark.parametrize("name", EVERY)
def test_every_pathway_is_walked_to_the_last_day_of_the_secondment(today, name):
    s = company_agrees(home_supports(sent(a_draft_of(EVERY[name]))))
    assert s.state is State.COMPANY_AGREED
    agreement = issued(world.cast(s.applicant.name), s)
    parties = [str(seat.party) for seat in agreement.signatories]
    assert parties == SIGN.get(name, ["employer", "host", "secondee"])
    for seat in list(agreement.signatories):
        signed(seat)
    for found in gate_rules.left_but_signatures(s):
        _settled(s, found)
    for day in (datetime(2027, 8, 4, 9, tzinfo=UTC), datetime(2028, 8, 2, 9, tzinfo=UTC)):
        with clock.stopped_at(day):
            calendar.run()
            db.session.refresh(s)
            assert s.state in {State.ACTIVE, State.COMPLETED}
    assert s.state is State.COMPLETED


def _settled(s: Secondment, found: Found) -> None:
    by = next(p for held in found.rule.confirms for p in gate_people.holders(s, held))
    shown = gate_service.Evidence(reference="AWARD 7", dated_on=date(2027, 1, 4))
    gate_service.confirm(Asked(s, found.gate), by=by, revision=s.revision, evidence=shown)


@pytest.mark.parametrize("name", EVERY)
def test_a_random_walk_ends_in_a_final_state(today, name):
    chance = random.Random(name)  # noqa: S311 - the same walk every time
    s = a_draft_of(EVERY[name])
    for _ in range(60):
        if s.state is State.COMPANY_AGREED or _is_over(s):
            break
        _stroll(s, chance)
    if s.state is State.COMPANY_AGREED:
        service.withdraw(s, by=s.applicant, revision=s.revision, reason="other")
    assert _is_over(s)
    assert len({(v.step, v.round, v.slot) for v in s.votes}) == len(s.votes)


def _is_over(s: Secondment) -> bool:
    """Declined for good, too: the one appeal was decided."""
    return s.state in LIFECYCLE.final or (s.state is State.DECLINED and s.appeal is not None)


def _stroll(s: Secondment, chance: random.Random) -> None:
    if s.state is State.DECLINED:
        appeals.appeal(s, by=s.applicant, revision=s.revision, message="Please look again.")
        office = people.offices(s.employer_id, s.university_id)[0]
        allowed = chance.random() < 0.5
        appeals.decide(s, by=office, revision=s.revision, allowed=allowed, message="Looked at.")
    elif s.state in {State.DRAFT, State.RETURNED}:
        drafts.send(s, by=s.applicant, revision=s.revision, message="As asked.")
    elif s.state is State.SUPERVISOR_APPROVED and not (
        s.company_answers and s.company_answers.cost_seen_at
    ):
        company_agrees(s) if chance.random() < 0.5 else _turned_down(s, chance)
    elif chance.random() < 0.2:
        _turned_down(s, chance)
    else:
        one_supports(s, chance.randrange(4))


def _turned_down(s: Secondment, chance: random.Random) -> None:
    person = turns.approvers(s, chance.choice(s.open_rules))[0]
    act = votes.decline if chance.random() < 0.2 else votes.send_back
    act(s, by=person, revision=s.revision, reason="other", message="Not like this, please.")


def test_case_t6_a_nurse_part_time_is_active_on_the_first_day(today):
    s = a_draft_of(
        EVERY["nmahp"],
        starts_on=date(2027, 11, 1),
        ends_on=date(2028, 4, 30),
        share=Decimal("0.5"),
        salary=Decimal("62682.00"),
        admin_rate=Decimal(5),
        arrangement=Arrangement.PART_TIME,
    )
    sheet = costs.of(s)
    assert (sheet.net, sheet.total) == (Decimal("22720.29"), Decimal("27264.35"))
    assert s.proposal.oop_category is None
    company_agrees(home_supports(sent(s)))
    for seat in list(issued(world.cast(s.applicant.name), s).signatories):
        signed(seat)
    with clock.stopped_at(datetime(2027, 11, 1, 9, tzinfo=UTC)):
        calendar.run()
        db.session.refresh(s)
    assert s.state is State.ACTIVE
    assert '"training":null' in s.agreement.terms.replace(" ", "")


def test_case_t10_four_parties_approve_and_sign(today):
    s = a_draft_of(
        EVERY["clinical_academic_senior"],
        starts_on=date(2027, 9, 1),
        ends_on=date(2028, 8, 31),
        salary=Decimal(120000),
        pension_rate=Decimal("14.5"),
        admin_rate=Decimal(10),
    )
    assert costs.of(s).total == Decimal("40986.00")
    sent(s)
    assert {rule.step for rule in s.open_rules} == {Step.HOD, Step.CD}
    home_supports(s)
    assert s.done_steps == {Step.HOD, Step.CD, Step.RCO, Step.FIN}
    agreement = issued(world.cast(s.applicant.name), company_agrees(s))
    bound = {str(seat.party): seat.organisation for seat in agreement.signatories}
    assert bound["employer"].name == world.UNIVERSITY
    assert bound["trust"].name == world.TRUST
    assert "Professor Anna Sule" in agreement.terms


def test_credit_moves_a_draft_between_two_pathways(today):
    s = a_draft_of(EVERY["trainee_uncredited"])
    drafts.save(s, by=s.applicant, revision=s.revision, answers=CREDIT)
    assert s.pathway_code == "trainee_credited"
    drafts.save(s, by=s.applicant, revision=s.revision, answers={"claim_credit": False})
    assert s.pathway_code == "trainee_uncredited"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (CREDIT | {"oop_category": OutOfProgramme.OOPE}, "OOPT, OOPR"),
        (CREDIT | {"credit_months": None}, "how many months"),
        (CREDIT | {"credit_months": 12, "ends_on": date(2028, 2, 3)}, "than you are away"),
    ],
)
def test_credit_that_is_not_possible_is_not_sent(today, answers, sentence):
    s = a_draft_of(EVERY["trainee_uncredited"], **answers)
    with pytest.raises(NotPossibleNow, match=sentence):
        sent(s)


@pytest.mark.parametrize(
    "given", [None, Evidence("", date(2027, 1, 4)), Evidence("A-1", date(2027, 1, 19))]
)
def test_the_deanery_office_records_the_letter_or_it_is_not_approved(today, given):
    s = sent(a_draft_of(EVERY["trainee_credited"]))
    for _ in range(3):
        one_supports(s)
    office = people.holders(Role.DEANERY_OFFICE, s.training_body_id)[0]
    with pytest.raises(InvalidInput):
        votes.support(s, by=office, revision=s.revision, evidence=given)
    votes.support(s, by=office, revision=s.revision, evidence=LETTER)
    assert {v.step: v.evidence for v in s.votes}[Step.COL] == LETTER.reference


def two_have_to_support(monkeypatch):
    pathway = shipped.get("nmahp", 1)
    rules = {**pathway.rules, Step.CD: replace(pathway.rule(Step.CD), quorum=2)}
    shipped_with(monkeypatch, replace(pathway, version=2, rules=rules))


def test_two_people_have_to_support_a_step_whose_quorum_is_two(today, monkeypatch):
    two_have_to_support(monkeypatch)
    trust = db.session.query(Organisation).filter_by(name=world.TRUST).one()
    other = a_person("Dr Una Vale", (Role.CLINICAL_DIRECTOR, trust))
    s = sent(a_draft_of(EVERY["nmahp"]))
    assert s.pathway_version == 2
    one_supports(s)
    one_supports(s)
    first = next(v.person for v in s.votes if v.step is Step.CD)
    assert s.open_steps == (Step.CD,)
    assert {turn.person_id for turn in s.turns} == {other.id, _lang().id} - {first.id}
    with pytest.raises(NotAllowed):
        votes.support(s, by=first, revision=s.revision)
    one_supports(s)
    assert s.open_steps == (Step.EMP,)
    assert {v.slot for v in s.votes if v.step is Step.CD} == {1, 2}


def test_a_decision_for_somebody_away_is_theirs_where_two_people_are_needed(today, monkeypatch):
    """Neither of the two takes the step again: another has to."""
    two_have_to_support(monkeypatch)
    trust = db.session.query(Organisation).filter_by(name=world.TRUST).one()
    other = a_person("Dr Una Vale", (Role.CLINICAL_DIRECTOR, trust))
    colleague = a_person("Dr Vera Lund", (Role.SUPERVISOR, trust))
    s = sent(a_draft_of(EVERY["nmahp"]))
    one_supports(s)
    first_day = clock.today(s.zone)
    away = Away(_lang(), colleague, first_day, first_day + timedelta(days=9))
    covers.set_cover(away, by=_lang())
    votes.support(s, by=colleague, revision=s.revision)
    assert s.open_steps == (Step.CD,)
    for again in (colleague, _lang()):
        with pytest.raises(NotAllowed):
            votes.support(s, by=again, revision=s.revision)
    votes.support(s, by=other, revision=s.revision)
    assert s.open_steps == (Step.EMP,)


def test_who_decided_as_one_of_two_does_not_decide_for_the_other_of_them(today, monkeypatch):
    two_have_to_support(monkeypatch)
    trust = db.session.query(Organisation).filter_by(name=world.TRUST).one()
    other = a_person("Dr Una Vale", (Role.CLINICAL_DIRECTOR, trust))
    s = sent(a_draft_of(EVERY["nmahp"]))
    one_supports(s)
    votes.support(s, by=other, revision=s.revision)
    first_day = clock.today(s.zone)
    covers.set_cover(Away(_lang(), other, first_day, first_day + timedelta(days=9)), by=_lang())
    assert not policy.can_take(other, s, s.pathway.rule(Step.CD))
    assert policy.can_take(_lang(), s, s.pathway.rule(Step.CD))


def _lang() -> Person:
    return db.session.query(Person).filter_by(name="Dr Peter Lang").one()


def test_nobody_decides_on_their_own_case_or_for_both_sides(today):
    cast = world.cast("Maeve Conlon")
    trust, company = cast.employer, cast.company
    s = sent(a_draft_of(EVERY["nmahp"]))
    one_supports(s)
    turncoat = a_person("Dr Otto Both", (Role.CLINICAL_DIRECTOR, trust), (Role.COMPLIANCE, company))
    rule = s.open_rules[0]
    assert rule.step is Step.CD
    assert not policy.can_take(turncoat, s, rule)
    assert not policy.can_take(s.applicant, s, rule)


def test_a_line_manager_whose_role_has_ended_decides_nothing(today):
    s = sent(a_draft_of(EVERY["nmahp"]))
    manager, rule = s.proposal.line_manager, s.open_rules[0]
    assert policy.can_take(manager, s, rule)
    with clock.stopped_at(TODAY), db.session.no_autoflush:
        manager.memberships[0].until_on = date(2027, 1, 17)
        assert not policy.can_take(manager, s, rule)
        db.session.rollback()


def test_a_head_of_department_may_stand_in_for_a_data_scientists_line_manager(today):
    s = sent(a_draft_of(EVERY["data_scientist"]))
    head = people.holders(Role.HEAD_OF_DEPARTMENT, s.university_id)[0]
    votes.support(s, by=head, revision=s.revision)
    assert s.open_steps == (Step.RCO,)


def test_somebody_sees_only_the_pathways_that_ask_them(today):
    nurse = sent(a_draft_of(EVERY["nmahp"]))
    trainee = sent(a_draft_of(EVERY["trainee_uncredited"]))
    professor = sent(a_draft_of(EVERY["clinical_academic_senior"]))
    seen = {
        "Dr Peter Lang": {nurse.ref, professor.ref},
        "Hannah Lowe": {nurse.ref},
        "Ceri Morgan": {professor.ref},
        "Joyce Adamu": set(),
        "Professor Anna Sule": {professor.ref},
        "Professor Colm Reilly": {trainee.ref},
        "Lena Fischer": {professor.ref},
        "Amara Osei": {nurse.ref, trainee.ref, professor.ref},
    }
    for name, refs in seen.items():
        person = db.session.query(Person).filter_by(name=name).one()
        visible = policy.visible(Secondment, person)
        listed = set(db.session.scalars(db.select(Secondment.ref).where(visible)))
        every = (nurse, trainee, professor)
        assert listed == refs == {s.ref for s in every if policy.can_see(person, s)}, name


def test_a_pathway_is_only_for_those_with_the_role_and_the_organisation(today):
    nurse = world.cast("Maeve Conlon").trainee
    for pathway in ("trainee_uncredited", "clinical_academic_senior", "data_scientist"):
        with pytest.raises(NotAllowed):
            drafts.blank(nurse, Start(pathway))
    elsewhere = people.organisations(world.Kind.EMPLOYER)
    other = next(place for place in elsewhere if place.name == world.BOARD)
    with pytest.raises(NotAllowed, match="employer"):
        drafts.blank(nurse, Start("nmahp", employer_id=other.id))


def test_an_organisations_rules_switch_steps_off_and_change_days():
    pathway = shipped.get("trainee_uncredited", 1)
    changed = pathway.adjusted({Step.ES, Step.LM}, {Step.TPD: 7})
    assert changed.applied(()).steps(Side.HOME) == [Step.TPD, Step.PGD, Step.EMP]
    assert (changed.rule(Step.TPD).days, pathway.rule(Step.TPD).days) == (7, 14)
    wanted = pathway.adjusted((), {}, switched_on={Step.HOS})
    assert Step.HOS in wanted.applied(()).steps(Side.HOME)


@pytest.mark.parametrize("step", [Step.TPD, Step.PGD, Step.EMP, Step.CM])
def test_an_organisation_cannot_switch_off_what_has_to_be_answered_for(step):
    with pytest.raises(InvalidInput, match="cannot be switched off"):
        shipped.get("trainee_uncredited", 1).adjusted({step}, {})


@pytest.mark.parametrize("days", [0, -1, 367])
def test_an_organisation_cannot_give_a_step_no_time_or_too_much(days):
    with pytest.raises(InvalidInput, match="from 1 to 366 days"):
        shipped.get("nmahp", 1).adjusted((), {Step.EMP: days})
