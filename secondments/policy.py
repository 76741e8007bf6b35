"""Who may do what: every permission in the system, on one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, literal, or_, true

from secondments.errors import NotAllowed

if TYPE_CHECKING:
    from secondments.access.models import AuthSession
    from secondments.agreements.models import Agreement, Signatory
    from secondments.people.models import Kind, Membership, Organisation, Person
    from secondments.people.service import Appointment
    from secondments.secondment.models import Secondment
    from secondments.secondment.pathways import StepRule

TRAINEE = "trainee"
SUPERVISOR = "educational_supervisor"
OFFICE = "contracts_office"
SIGNATORY = "signatory"
ADMINISTRATOR = "system_administrator"
TRAINING_ROLES = {"training_programme_director", "postgraduate_dean"}
EMPLOYER_ROLES = {SUPERVISOR, "employer_release", OFFICE, SIGNATORY}
PAY_ROLES = {"employer_release", OFFICE}
COMPANY_ROLES = {"host_manager", "company_compliance", "company_legal", SIGNATORY}


def is_anyone(_person: Person, _record: Any) -> bool:
    return True


def is_a_trainee(person: Person, _record: Any) -> bool:
    return any(m.role == TRAINEE and m.is_live for m in person.memberships)


def is_applicant(person: Person, s: Secondment) -> bool:
    return person.id == s.applicant_id


def is_the_calendar(person: Person, _record: Any) -> bool:
    return person.is_calendar


def is_office(person: Person, s: Secondment) -> bool:
    return OFFICE in person.roles_at(s.employer_id)


def is_on_the_home_side(person: Person, s: Secondment) -> bool:
    """The applicant, the named supervisor, or anyone with a part in it at a home organisation."""
    return (
        is_applicant(person, s)
        or person.id == s.proposal.supervisor_id
        or bool(EMPLOYER_ROLES - {SUPERVISOR} & person.roles_at(s.employer_id))
        or bool(TRAINING_ROLES & _roles_at(person, s.training_body_id))
    )


def is_on_the_company_side(person: Person, s: Secondment) -> bool:
    return bool(COMPANY_ROLES & _roles_at(person, s.company_id))


def is_on_both_sides(person: Person, s: Secondment) -> bool:
    return is_on_the_home_side(person, s) and is_on_the_company_side(person, s)


def can_take(person: Person, s: Secondment, rule: StepRule) -> bool:
    """Whether this step is this person's: named for it, or holding its role; never one's own."""
    if is_applicant(person, s) or is_on_both_sides(person, s):
        return False
    if rule.named:
        return bool(person.id == getattr(s.proposal, f"{rule.named}_id"))
    return rule.role in _roles_at(person, getattr(s, f"{rule.at}_id"))


def is_approver_now(person: Person, s: Secondment) -> bool:
    return any(can_take(person, s, rule) for rule in s.open_rules)


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
    """The applicant and those who run pay at the employer: release and the contracts office."""
    return is_applicant(person, s) or bool(PAY_ROLES & person.roles_at(s.employer_id))


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


def runs_roles_there(person: Person, given: Appointment | Membership) -> bool:
    """Never one's own: an administrator who took the office's role would read cases (R13)."""
    at_the_office = OFFICE in _roles_at(person, given.organisation_id)
    return given.person_id != person.id and (at_the_office or is_system_administrator(person, None))


def may_let_go(person: Person, other: Person) -> bool:
    """An office, when every role of the other is at its own organisations."""
    offices = _offices_of(person)
    held = {m.organisation_id for m in other.memberships if m.is_live}
    theirs = bool(held) and held <= offices
    return other.id != person.id and (theirs or is_system_administrator(person, None))


def _offices_of(person: Person) -> set[Any]:
    return {m.organisation_id for m in person.memberships if m.role == OFFICE and m.is_live}


def _roles_at(person: Person, organisation_id: Any) -> set[Any]:
    return person.roles_at(organisation_id) if organisation_id else set()


@dataclass(frozen=True)
class Rule:
    """Who may do one thing; `who` in the words of the permission table, `otherwise` to others."""

    allows: Callable[[Any, Any], bool]
    who: str
    otherwise: str


OPEN_DECISION = Rule(
    is_approver_now,
    "the approver of an open step",
    "This is not yours to decide now. Nobody decides on their own proposal, and each step has"
    " its own approver.",
)
RUNS_ROLES = Rule(
    runs_roles_there,
    "the contracts office of that organisation or a system administrator; never for oneself",
    "Only the contracts office of that organisation, or a system administrator, gives and ends"
    " roles there, and nobody their own.",
)
ONESELF = Rule(is_oneself, "the person", "Only you do this for yourself.")
SERVICE_ITSELF = Rule(is_the_calendar, "the service", "Only the service itself does this.")
RULES: dict[str, Rule] = {
    "secondment.begin": Rule(is_a_trainee, "a trainee", "Only trainees start proposals here."),
    "secondment.save": Rule(
        is_applicant, "the applicant", "Only the applicant writes the proposal."
    ),
    "secondment.send": Rule(is_applicant, "the applicant", "Only the applicant sends it."),
    "secondment.recall": Rule(is_applicant, "the applicant", "Only the applicant takes it back."),
    "secondment.withdraw": Rule(is_applicant, "the applicant", "Only the applicant withdraws it."),
    "secondment.support": OPEN_DECISION,
    "secondment.return": Rule(
        may_send_back,
        "the approver of an open step; the contracts office once the company has agreed",
        OPEN_DECISION.otherwise,
    ),
    "secondment.decline": Rule(
        may_send_back,
        "the approver of an open step; the contracts office once the company has agreed",
        OPEN_DECISION.otherwise,
    ),
    "secondment.answer": Rule(
        is_the_company_while_it_decides,
        "anyone with a role at the company",
        "Only people at the company answer for it.",
    ),
    "secondment.see_costs": Rule(
        is_the_company_while_it_decides,
        "anyone with a role at the company",
        "Only people at the company confirm that they have seen the cost.",
    ),
    "secondment.end_early": Rule(
        is_a_party,
        "the applicant, the contracts office or the company",
        "Only a party to the agreement ends it early.",
    ),
    "secondment.reopen": Rule(
        is_office, "the contracts office", "Only the contracts office reopens it."
    ),
    "secondment.start": Rule(is_the_calendar, "the calendar", "It starts by itself on its day."),
    "secondment.complete": Rule(is_the_calendar, "the calendar", "It completes by itself."),
    "secondment.lapse": Rule(is_the_calendar, "the calendar", "It lapses by itself."),
    "secondment.reassign": Rule(is_the_calendar, "the calendar", "Turns follow from roles."),
    "secondment.park": Rule(is_the_calendar, "the calendar", "Only the calendar sets it aside."),
    "secondment.remind": Rule(is_the_calendar, "the calendar", "Reminders go out by themselves."),
    "demo.people": Rule(is_the_calendar, "the calendar", "Demo people come with the demo."),
    "demo.move_clock": Rule(
        is_anyone, "anyone, in the demonstration only", "There is no clock to move."
    ),
    "agreement.issue": Rule(
        is_office, "the contracts office", "Only the contracts office issues the contract."
    ),
    "agreement.reissue": Rule(
        is_office, "the contracts office", "Only the contracts office takes the contract back."
    ),
    "agreement.store": Rule(is_the_calendar, "the calendar", "Documents are made by themselves."),
    "agreement.report_problem": Rule(
        is_the_calendar, "the calendar", "Documents are made by themselves."
    ),
    "agreement.sign": Rule(
        is_this_signatory, "the person named to sign", "You are not named to sign this."
    ),
    "agreement.refuse": Rule(
        is_this_signatory, "the person named to sign", "You are not named to sign this."
    ),
    "agreement.seal": Rule(is_the_calendar, "the calendar", "Signatures are sealed by themselves."),
    "agreement.download": Rule(
        has_seen_the_agreement, "anyone who may see the case", "This document is not yours to read."
    ),
    "agreement.download_many": Rule(
        works_in_an_office,
        "the contracts office",
        "Only a contracts office downloads several agreements at once.",
    ),
    "agreement.read_unfinished": Rule(
        may_read_unfinished,
        "the contracts office and the people named to sign",
        "Only the contracts office and the people named to sign see it before it is complete.",
    ),
    "people.add_organisation": Rule(
        may_add_organisation,
        "a system administrator; for companies also the contracts office",
        "Only a system administrator adds this kind of organisation.",
    ),
    "people.add_person": RUNS_ROLES,
    "people.give_role": RUNS_ROLES,
    "people.end_role": RUNS_ROLES,
    "people.leave": Rule(
        may_let_go,
        "the contracts office of all their organisations, a system administrator; never oneself",
        "Only a system administrator, or the contracts office of every organisation where they have"
        " a role, closes this account. Nobody closes their own.",
    ),
    "people.see": Rule(
        runs_people,
        "a contracts office or a system administrator",
        "Only a contracts office or a system administrator looks after people here.",
    ),
    "access.sign_in": ONESELF,
    "access.sign_out": Rule(is_ones_own_session, "the person", "This session is not yours."),
    "access.ask_for_reset": SERVICE_ITSELF,
    "access.send_reset": SERVICE_ITSELF,
    "access.first_administrator": SERVICE_ITSELF,
    "access.choose_password": ONESELF,
    "access.change_password": ONESELF,
    "access.keep_typed": ONESELF,
}


def why_not(person: Person, action: str, record: Any) -> str | None:
    """The reason `person` may not do `action`, or None when they may. Unknown is an error."""
    rule = RULES[action]
    return None if rule.allows(person, record) else rule.otherwise


def require(person: Person, action: str, record: Any) -> None:
    """Raises NotAllowed."""
    if reason := why_not(person, action, record):
        raise NotAllowed(reason)


def secondments_seen(s: Any, me: Person) -> list[ColumnElement[bool]]:
    """The ways to see a secondment: lists take each by its own index, the rest any of them.

    A draft to its applicant; the rest to the home side; to a company once it was told.
    """
    held = {(m.organisation_id, str(m.role)) for m in me.memberships if m.is_live}
    is_sent = s.state != "draft"
    return [
        s.applicant_id == me.id,
        *(
            and_(s.employer_id == organisation, is_sent)
            for organisation in {o for o, role in held if role in EMPLOYER_ROLES - {SUPERVISOR}}
        ),
        *(
            and_(s.training_body_id == organisation, is_sent)
            for organisation in {o for o, role in held if role in TRAINING_ROLES}
        ),
        and_(s.proposal.has(supervisor_id=me.id), is_sent),
        *(
            and_(s.company_id == organisation, s.company_told_at.is_not(None))
            for organisation in {o for o, role in held if role in COMPANY_ROLES}
        ),
        *([true()] if me.is_calendar else []),
    ]


def visible_secondments(s: Any, me: Person) -> ColumnElement[bool]:
    return or_(*secondments_seen(s, me))


def visible_organisations(o: Any, me: Person) -> ColumnElement[bool]:
    """To an administrator all; to a contracts office its own, and the companies."""
    return or_(
        o.id.in_(_offices_of(me)),
        and_(o.kind == "company", literal(works_in_an_office(me, None))),
        literal(is_system_administrator(me, None)),
    )


def visible_people(p: Any, me: Person) -> ColumnElement[bool]:
    """On the pages of settings: to an administrator all; to an office those with a role there."""
    there = p.memberships.any(
        p.memberships.property.mapper.class_.organisation_id.in_(_offices_of(me))
    )
    return or_(there, literal(is_system_administrator(me, None)))


VISIBLE: dict[str, Callable[[Any, Person], ColumnElement[bool]]] = {
    "organisation": visible_organisations,
    "person": visible_people,
    "secondment": visible_secondments,
}


def visible(model: type[Any], reader: Person) -> ColumnElement[bool]:
    """The rows of `model` that `reader` may see, as a WHERE clause."""
    return VISIBLE[model.__tablename__](model, reader)


def can_see(reader: Person, s: Secondment) -> bool:
    """The same rule on one loaded secondment; a test holds the two equal."""
    if is_applicant(reader, s) or reader.is_calendar:
        return True
    if str(s.state) != "draft" and is_on_the_home_side(reader, s):
        return True
    return s.company_told_at is not None and is_on_the_company_side(reader, s)


def table() -> str:
    """Who may do what, as the README shows it."""
    rows = [f"| `{action}` | {rule.who} |" for action, rule in sorted(RULES.items())]
    return "\n".join(["| action | who |", "|---|---|", *rows])
