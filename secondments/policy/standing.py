"""Which part somebody has in a case of their own: named in the proposal, or by a role of today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment
    from secondments.secondment.pathways import StepRule

TRAINEE = "trainee"
APPLICANT_ROLES = {TRAINEE, "clinical_academic"}
SUPERVISOR = "educational_supervisor"
LINE_MANAGER = "line_manager"
OFFICE = "contracts_office"
RESEARCH_OFFICE = "research_contracts_office"
HOME_LEGAL = "legal_adviser"
SIGNATORY = "signatory"
FINANCE = "finance"
RELEASE = "employer_release"
ADMINISTRATOR = "system_administrator"
# Who sees whatever their organisation has to do with; the others see the pathways that ask them.
TRAINING_ROLES = {"training_programme_director", "postgraduate_dean"}
EMPLOYER_ROLES = {RELEASE, OFFICE, HOME_LEGAL, SIGNATORY}
TRAINING_STEPS = {"head_of_school", "deanery_office"}
EMPLOYER_STEPS = {
    "clinical_director",
    "head_of_department",
    RESEARCH_OFFICE,
    FINANCE,
}
# Who reads no form of the deanery's unless they are named in the case.
BYSTANDERS = APPLICANT_ROLES | {SUPERVISOR, LINE_MANAGER, HOME_LEGAL, SIGNATORY}
COMPANY_ROLES = {
    "host_manager",
    "company_compliance",
    "data_protection_lead",
    "company_legal",
    SIGNATORY,
}
COMPANY_ADMINISTRATOR = "company_administrator"
COMPANY_LEGAL = "company_legal"
CONFIRM_JOINERS = {OFFICE, "deanery_office"}
RUN_PEOPLE = {OFFICE, COMPANY_ADMINISTRATOR}
COMPANY_OFFICE = {"company_compliance", COMPANY_LEGAL}
# Who speaks for a side on the terms; what its policy does not allow is for its legal alone.
HOME_TABLE = {OFFICE, RESEARCH_OFFICE, HOME_LEGAL}
COMPANY_TABLE = {"host_manager", *COMPANY_OFFICE}
# Whom a proposal names at the employer, by the role they need there.
NAMES = {SUPERVISOR: "supervisor_id", LINE_MANAGER: "line_manager_id"}
Held = set[tuple[Any, str]]  # the organisation, the role


def held_by(person: Person) -> Held:
    return {(m.organisation_id, str(m.role)) for m in person.memberships if m.is_live}


def is_applicant(person: Person, s: Secondment) -> bool:
    return person.id == s.applicant_id


def employing_roles(person: Person, s: Secondment) -> set[Any]:
    """Those at the employer and, where there is one, at the university."""
    return person.roles_at(s.employer_id) | roles_at(person, s.university_id)


def belongs_to_the_home_side(person: Person, s: Secondment) -> bool:
    """The applicant, whom the proposal names, or anyone with a part in it at home."""
    return is_applicant(person, s) or has_a_part_at_home(person, s, EMPLOYER_ROLES)


def has_a_part_at_home(person: Person, s: Secondment, employer_roles: set[str]) -> bool:
    """Named in the proposal, or with a role at a home organisation, there one of these."""
    return is_named(person.id, NAMES, s) or has_a_role_at_home(held_by(person), s, employer_roles)


def is_named(person_id: Any, roles: Iterable[str], s: Secondment) -> bool:
    """Whether the proposal names them as holder of one of these roles of NAMES."""
    return any(person_id == getattr(s.proposal, NAMES[role]) for role in roles)


def has_a_role_at_home(held: Held, s: Secondment, employer_roles: set[str]) -> bool:
    """A role that only some pathways ask has a part in those alone."""
    employing = {role for at, role in held if at in {s.employer_id, s.university_id}}
    training = {role for at, role in held if at == s.training_body_id}
    asked = (EMPLOYER_STEPS & employing) | (TRAINING_STEPS & training)
    return (
        bool(employer_roles & employing)
        or bool(TRAINING_ROLES & training)
        or any(s.pathway_code in s.pathways_asking(role) for role in asked)
    )


def belongs_to_the_company(person: Person, s: Secondment) -> bool:
    return bool(COMPANY_ROLES & roles_at(person, s.company_id))


def belongs_to_both_sides(person: Person, s: Secondment) -> bool:
    return belongs_to_the_home_side(person, s) and belongs_to_the_company(person, s)


def holds(person: Person, s: Secondment, rule: StepRule) -> bool:
    """Whether this step is this person's own: by a role they hold today, and named where one is."""
    return holds_by(roles_at(person, getattr(s, f"{rule.at}_id")), person, s, rule)


def holds_by(held: set[str], person: Person, s: Secondment, rule: StepRule) -> bool:
    """The same by some of their roles at its place.

    Never one's own case (R4), never for both sides, and nobody takes a step twice.
    """
    if is_applicant(person, s) or belongs_to_both_sides(person, s) or not held & {*rule.roles}:
        return False
    if has_voted(person, s, rule):
        return False
    named = not rule.named or person.id == getattr(s.proposal, f"{rule.named}_id")
    return named or bool(held & {*rule.cover})


def has_voted(person: Person, s: Secondment, rule: StepRule) -> bool:
    """Whether a decision that stands at this step is theirs, or was given for them."""
    given = (v for v in s.standing_votes if v.step == rule.step)
    return any(person.id in {v.person_id, v.on_behalf_of_id} for v in given)


def works_at(person: Person, organisation_id: Any) -> bool:
    """Whether they could act for it: they hold a role there, and not only to apply."""
    return bool(roles_at(person, organisation_id) - APPLICANT_ROLES)


def roles_at(person: Person, organisation_id: Any) -> set[Any]:
    return person.roles_at(organisation_id) if organisation_id else set()
