"""What somebody may do: what the rules are made of. Only policy compares roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secondments.policy.covering import (
    can_take,
    covers_any,
    is_on_both_sides,
    is_on_the_company_side,
    is_on_the_home_side,
)
from secondments.policy.looking_after import looks_after
from secondments.policy.standing import (
    ADMINISTRATOR,
    APPLICANT_ROLES,
    BYSTANDERS,
    COMPANY_LEGAL,
    COMPANY_OFFICE,
    COMPANY_TABLE,
    FINANCE,
    HOME_LEGAL,
    HOME_TABLE,
    OFFICE,
    RELEASE,
    TRAINING_ROLES,
    belongs_to_the_company,
    belongs_to_the_home_side,
    employing_roles,
    is_applicant,
    roles_at,
)

if TYPE_CHECKING:
    from secondments.access.factor_models import Passkey
    from secondments.access.models import AuthSession
    from secondments.access.providers.models import LinkedIdentity
    from secondments.agreements.models import Agreement, Signatory
    from secondments.people.models import Cover, Kind, Organisation, Person
    from secondments.secondment.company_models import AddedCompany
    from secondments.secondment.covers import Away
    from secondments.secondment.models import Secondment
    from secondments.secondment.requests import Condition


def is_anyone(_person: Person, _record: Any) -> bool:
    return True


def may_propose(person: Person, _record: Any) -> bool:
    return any(m.role in APPLICANT_ROLES and m.is_live for m in person.memberships)


def may_copy(person: Person, s: Secondment) -> bool:
    return is_applicant(person, s) and may_propose(person, None)


def is_the_calendar(person: Person, _record: Any) -> bool:
    return person.is_calendar


def is_office(person: Person, s: Secondment) -> bool:
    return OFFICE in employing_roles(person, s)


def pay_roles(person: Person, s: Secondment) -> set[Any]:
    """Release at the employers, and finance where the pay is decided."""
    return {RELEASE} & employing_roles(person, s) | {FINANCE} & roles_at(person, s.paymaster_id)


def is_approver_now(person: Person, s: Secondment) -> bool:
    return any(can_take(person, s, rule) for rule in s.open_rules)


def may_meet(person: Person, condition: Condition) -> bool:
    """Whoever set it, who covers for them, and whoever may take the step that it was set at."""
    s, step, vote = condition.secondment, condition.rule, condition.vote
    setters = {vote.person_id, vote.on_behalf_of_id}
    return person.id in setters or covers_any(person, setters, s, step) or can_take(person, s, step)


def may_decide_appeal(person: Person, s: Secondment) -> bool:
    """Never whoever declined it, nor the applicant."""
    refusals = (v for v in s.standing_votes if v.decision == "decline")
    concerned = {s.declined_by_id, s.applicant_id, *(v.on_behalf_of_id for v in refusals)}
    return is_office(person, s) and person.id not in concerned


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
    return bool(pay_roles(person, s)) and belongs_to_the_home_side(person, s)


def runs_the_charge(person: Person, s: Secondment) -> bool:
    """Those who run pay or contracts for it; nobody for their own secondment."""
    held = pay_roles(person, s) or is_office(person, s)
    there = bool(held) and belongs_to_the_home_side(person, s)
    return there and not (is_applicant(person, s) or is_on_both_sides(person, s))


def sees_the_training_record(person: Person, s: Secondment) -> bool:
    """The outcome of reviews: the applicant, and those who run training, who are on no other side.

    Not the employer, and not the educational supervisor, who asks the trainee.
    """
    runs_it = bool(TRAINING_ROLES & roles_at(person, s.training_body_id))
    return is_applicant(person, s) or (runs_it and not is_on_the_company_side(person, s))


def side_at_the_table(person: Person, s: Secondment) -> str:
    """For which side they speak on the terms: home, company, or nothing.

    Never in one's own case, and never for both (R4).
    """
    if is_applicant(person, s) or is_on_both_sides(person, s):
        return ""
    if HOME_TABLE & employing_roles(person, s):
        return "home"
    return "company" if COMPANY_TABLE & roles_at(person, s.company_id) else ""


def speaks_on_terms(person: Person, s: Secondment) -> bool:
    return side_at_the_table(person, s) != ""


def is_legal_for(person: Person, s: Secondment) -> str:
    """For which side they may say yes to what its policy does not allow."""
    side = side_at_the_table(person, s)
    held = employing_roles(person, s) if side == "home" else roles_at(person, s.company_id)
    return side if side and {HOME_LEGAL, COMPANY_LEGAL} & held else ""


def sets_limits_of(person: Person, organisation: Organisation) -> bool:
    """The legal of that organisation; at home its contracts office as well."""
    return bool({HOME_LEGAL, COMPANY_LEGAL, OFFICE} & person.roles_at(organisation.id))


def clears_conditions(person: Person, s: Secondment) -> bool:
    """The home side’s legal adviser: the employer’s paper is what it becomes part of."""
    return is_legal_for(person, s) == "home"


def is_a_party(person: Person, s: Secondment) -> bool:
    return is_applicant(person, s) or is_office(person, s) or belongs_to_the_company(person, s)


def may_replace_approver(person: Person, s: Secondment) -> bool:
    return is_office(person, s) and not is_applicant(person, s)


def may_replace_lead(person: Person, s: Secondment) -> bool:
    """Legal, compliance or the lead themselves, once the company has been told."""
    held = roles_at(person, s.company_id)
    may = COMPANY_OFFICE & held or (held and person.id == s.proposal.company_lead_id)
    return bool(may) and s.company_told_at is not None and not belongs_to_the_home_side(person, s)


def may_arrange_cover(person: Person, away: Away) -> bool:
    """For oneself; for others an office where they have a role, or that of the case."""
    s = away.secondment
    offices = looks_after(person) & away.person.organisation_ids
    of_the_case = s is not None and is_office(person, s) and is_on_the_home_side(away.person, s)
    is_others = bool(offices) or of_the_case or is_system_administrator(person, None)
    return person.id == away.person.id or is_others


def may_end_cover(person: Person, cover: Cover) -> bool:
    """Who is away, who covers, and the offices that may arrange it."""
    offices = looks_after(person) & cover.person.organisation_ids
    is_theirs = person.id in {cover.person_id, cover.cover_id}
    return is_theirs or bool(offices) or is_system_administrator(person, None)


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


def is_ones_own(person: Person, kept: AuthSession | Passkey | LinkedIdentity) -> bool:
    return person.id == kept.person_id


def works_on_clauses(person: Person, _record: Any) -> bool:
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


def offices_of(person: Person) -> set[Any]:
    return {m.organisation_id for m in person.memberships if m.role == OFFICE and m.is_live}
