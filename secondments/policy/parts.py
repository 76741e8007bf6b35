"""Which part somebody has: what the rules are made of. The only page that compares roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from secondments.access.models import AuthSession
    from secondments.agreements.models import Agreement, Signatory
    from secondments.people.models import Kind, Membership, Organisation, Person
    from secondments.people.service import Appointment
    from secondments.secondment.company_models import AddedCompany
    from secondments.secondment.models import Secondment
    from secondments.secondment.pathways import StepRule
    from secondments.secondment.requests import Condition

TRAINEE = "trainee"
APPLICANT_ROLES = {TRAINEE, "clinical_academic"}
OFFICE = "contracts_office"
SIGNATORY = "signatory"
FINANCE = "finance"
RELEASE = "employer_release"
ADMINISTRATOR = "system_administrator"
# Who sees whatever their organisation has to do with; the others see the pathways that ask them.
TRAINING_ROLES = {"training_programme_director", "postgraduate_dean"}
EMPLOYER_ROLES = {RELEASE, OFFICE, SIGNATORY}
TRAINING_STEPS = {"head_of_school", "deanery_office"}
EMPLOYER_STEPS = {
    "clinical_director",
    "head_of_department",
    "research_contracts_office",
    FINANCE,
}
# Who reads no form of the deanery's unless they are named in the case.
BYSTANDERS = APPLICANT_ROLES | {"educational_supervisor", "line_manager", SIGNATORY}
COMPANY_ROLES = {
    "host_manager",
    "company_compliance",
    "data_protection_lead",
    "company_legal",
    SIGNATORY,
}


def is_anyone(_person: Person, _record: Any) -> bool:
    return True


def may_propose(person: Person, _record: Any) -> bool:
    return any(m.role in APPLICANT_ROLES and m.is_live for m in person.memberships)


def is_applicant(person: Person, s: Secondment) -> bool:
    return person.id == s.applicant_id


def may_copy(person: Person, s: Secondment) -> bool:
    return is_applicant(person, s) and may_propose(person, None)


def is_the_calendar(person: Person, _record: Any) -> bool:
    return person.is_calendar


def is_office(person: Person, s: Secondment) -> bool:
    return OFFICE in employing_roles(person, s)


def employing_roles(person: Person, s: Secondment) -> set[Any]:
    """Those at the employer and, where there is one, at the university."""
    return person.roles_at(s.employer_id) | roles_at(person, s.university_id)


def pay_roles(person: Person, s: Secondment) -> set[Any]:
    """Release at the employers, and finance where the pay is decided."""
    return {RELEASE} & employing_roles(person, s) | {FINANCE} & roles_at(person, s.paymaster_id)


def is_on_the_home_side(person: Person, s: Secondment) -> bool:
    """The applicant, whom the proposal names, or anyone with a part in it at home."""
    return is_applicant(person, s) or has_a_part_at_home(person, s, EMPLOYER_ROLES)


def has_a_part_at_home(person: Person, s: Secondment, employer_roles: set[str]) -> bool:
    """Named in the proposal, or with a role at a home organisation, there one of these.

    A role that only some pathways ask has a part in those alone.
    """
    employing, training = employing_roles(person, s), roles_at(person, s.training_body_id)
    asked = (EMPLOYER_STEPS & employing) | (TRAINING_STEPS & training)
    return (
        person.id in {s.proposal.supervisor_id, s.proposal.line_manager_id}
        or bool(employer_roles & employing)
        or bool(TRAINING_ROLES & training)
        or any(s.pathway_code in s.pathways_asking(role) for role in asked)
    )


def is_on_the_company_side(person: Person, s: Secondment) -> bool:
    return bool(COMPANY_ROLES & roles_at(person, s.company_id))


def is_on_both_sides(person: Person, s: Secondment) -> bool:
    return is_on_the_home_side(person, s) and is_on_the_company_side(person, s)


def can_take(person: Person, s: Secondment, rule: StepRule) -> bool:
    """Whether this step is this person's: by a role they hold today, and named where one is.

    Never one's own (R4), never for both sides, and nobody takes a step twice.
    """
    held = roles_at(person, getattr(s, f"{rule.at}_id"))
    if is_applicant(person, s) or is_on_both_sides(person, s) or not held & {*rule.roles}:
        return False
    if any((v.step, v.person_id) == (rule.step, person.id) for v in s.standing_votes):
        return False
    is_named = not rule.named or person.id == getattr(s.proposal, f"{rule.named}_id")
    return is_named or bool(held & {*rule.cover})


def is_approver_now(person: Person, s: Secondment) -> bool:
    return any(can_take(person, s, rule) for rule in s.open_rules)


def may_meet(person: Person, condition: Condition) -> bool:
    """Whoever set it, and whoever may take the step that it was set at."""
    s, step = condition.secondment, condition.rule
    return person.id == condition.vote.person_id or can_take(person, s, step)


def may_decide_appeal(person: Person, s: Secondment) -> bool:
    """Never whoever declined it, nor the applicant."""
    concerned = person.id == s.declined_by_id or is_applicant(person, s)
    return is_office(person, s) and not concerned


def may_send_back(person: Person, s: Secondment) -> bool:
    """An approver of the open steps; once the company has agreed, the contracts office."""
    return is_approver_now(person, s) or (not s.open_rules and is_office(person, s))


def is_the_company_while_it_decides(person: Person, s: Secondment) -> bool:
    return is_on_the_company_side(person, s) and not is_on_both_sides(person, s)


def is_named_to_sign(person: Person, agreement: Agreement) -> bool:
    return agreement.signatory_for(person) is not None


def is_this_signatory(person: Person, signatory: Signatory) -> bool:
    return person.id == signatory.person_id


def sees_the_salary(person: Person, s: Secondment) -> bool:
    """The applicant and those who run pay: release and finance; not the contracts office."""
    if is_applicant(person, s):
        return True
    return bool(pay_roles(person, s)) and is_on_the_home_side(person, s)


def runs_the_charge(person: Person, s: Secondment) -> bool:
    """Those who run pay or contracts for it; nobody for their own secondment."""
    held = pay_roles(person, s) or is_office(person, s)
    there = bool(held) and is_on_the_home_side(person, s)
    return there and not (is_applicant(person, s) or is_on_both_sides(person, s))


def sees_the_training_record(person: Person, s: Secondment) -> bool:
    """The outcome of reviews: the applicant, and those who run training, who are on no other side.

    Not the employer, and not the educational supervisor, who asks the trainee.
    """
    runs_it = bool(TRAINING_ROLES & roles_at(person, s.training_body_id))
    return is_applicant(person, s) or (runs_it and not is_on_the_company_side(person, s))


def is_a_party(person: Person, s: Secondment) -> bool:
    return is_applicant(person, s) or is_office(person, s) or is_on_the_company_side(person, s)


def has_seen_the_agreement(person: Person, agreement: Agreement) -> bool:
    s = agreement.secondment
    return (
        is_on_the_home_side(person, s)
        or is_on_the_company_side(person, s)
        or is_named_to_sign(person, agreement)
    )


def may_read_unfinished(person: Person, agreement: Agreement) -> bool:
    return is_office(person, agreement.secondment) or is_named_to_sign(person, agreement)


def is_system_administrator(person: Person, _record: Any) -> bool:
    return ADMINISTRATOR in person.roles_at(None)


def reads_for_the_deanery(person: Person, s: Secondment) -> bool:
    """The home side, but for those who have no other part in it than to sign for the employer."""
    held = {m.role for m in person.memberships if m.is_live and m.organisation_id in s.home_ids}
    is_named = is_applicant(person, s) or person.id == s.proposal.supervisor_id
    return is_on_the_home_side(person, s) and (is_named or bool(held - BYSTANDERS))


def is_office_of(person: Person, organisation: Organisation) -> bool:
    return OFFICE in person.roles_at(organisation.id) or is_system_administrator(person, None)


def works_in_an_office(person: Person, _record: Any) -> bool:
    return any(m.role == OFFICE and m.is_live for m in person.memberships)


def is_oneself(person: Person, other: Person) -> bool:
    return person.id == other.id


def is_ones_own_session(person: Person, session: AuthSession) -> bool:
    return person.id == session.person_id


def runs_people(person: Person, _record: Any) -> bool:
    return is_system_administrator(person, None) or works_in_an_office(person, None)


def may_add_organisation(person: Person, kind: Kind) -> bool:
    """A company has to be confirmed by a contracts office (rule R12)."""
    return is_system_administrator(person, None) or (
        kind == "company" and works_in_an_office(person, None)
    )


def may_confirm_company(person: Person, added: AddedCompany) -> bool:
    """The office of the case, whose task it is, or an administrator; nobody their own (R4)."""
    s = added.secondment
    decides = is_office(person, s) or is_system_administrator(person, None)
    return decides and not is_applicant(person, s)


def runs_roles_there(person: Person, given: Appointment | Membership) -> bool:
    """Never one's own: an administrator who took the office's role would read cases (R13)."""
    at_the_office = OFFICE in roles_at(person, given.organisation_id)
    return given.person_id != person.id and (at_the_office or is_system_administrator(person, None))


def may_let_go(person: Person, other: Person) -> bool:
    """An office, when every role of the other is at its own organisations."""
    offices = offices_of(person)
    held = {m.organisation_id for m in other.memberships if m.is_live}
    theirs = bool(held) and held <= offices
    return other.id != person.id and (theirs or is_system_administrator(person, None))


def offices_of(person: Person) -> set[Any]:
    return {m.organisation_id for m in person.memberships if m.role == OFFICE and m.is_live}


def roles_at(person: Person, organisation_id: Any) -> set[Any]:
    return person.roles_at(organisation_id) if organisation_id else set()
