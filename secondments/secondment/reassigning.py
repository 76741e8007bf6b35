"""Handing a case over: another approver or lead, "not mine", "I will deal with this"."""

import uuid
from collections.abc import Sequence

from secondments import clock, policy, words
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.people import queries as people
from secondments.people.models import Person, Role
from secondments.secondment import chasing, letters
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Side, StepRule
from secondments.use_case import use_case

LEAD, MANAGER = "company_lead", "host_manager"
NO_PART = "Choose whose place they take"
NOT_ONE = "Choose one of the people on the list"


def named_rules(s: Secondment) -> list[StepRule]:
    """The steps at home whose approver the proposal names."""
    return [rule for rule in s.pathway.rules_of(Side.HOME) if rule.named]


def successors(s: Secondment, rule: StepRule) -> list[Person]:
    """Who could take a step over: never somebody of the other side (R4, R12)."""
    place = getattr(s, f"{rule.at}_id")
    held = (people.holders(Role(role), place, with_roles=True) for role in rule.roles)
    found = {person.id: person for one in held for person in one}.values()
    but = {s.applicant_id, getattr(s.proposal, f"{rule.named}_id")}
    return [p for p in found if p.id not in but and not policy.belongs_to_the_company(p, s)]


def leads(s: Secondment) -> Sequence[Person]:
    found = people.holders(Role.HOST_MANAGER, s.company_id, with_roles=True)
    return [p for p in found if not policy.belongs_to_the_home_side(p, s)]


@use_case("secondment.replace_approver")
def replace_approver(
    secondment: Secondment,
    *,
    by: Person,
    part: str,
    person_id: uuid.UUID,
    message: str,
    once: uuid.UUID | None = None,
) -> None:
    """Another supervisor or line manager, `part`. No new version: decisions given stand (R1)."""
    rule = next((rule for rule in named_rules(secondment) if rule.named == part), None)
    if rule is None:
        raise InvalidInput(NO_PART, fields={"part": NO_PART})
    new, proposal = _among(successors(secondment, rule), person_id), secondment.proposal
    former = getattr(proposal, part)
    setattr(proposal, part, new)
    setattr(proposal, f"{part}_id", new.id)
    chasing.begin_afresh(secondment, rule.step)
    LIFECYCLE.fire(secondment, "replace_approver")
    letters.replaced(secondment, words.in_a_sentence(rule.label), former, new, message)


@use_case("secondment.replace_lead")
def replace_lead(
    secondment: Secondment,
    *,
    by: Person,
    part: str,
    person_id: uuid.UUID,
    message: str,
    once: uuid.UUID | None = None,
) -> None:
    """Another company lead, or another host manager among the company's answers.

    Where the lead is the host manager too, that goes along.
    """
    former = _holder(secondment, part)
    new = _among([p for p in leads(secondment) if p is not former], person_id)
    given, proposal = secondment.company_answers, secondment.proposal
    if part == LEAD:
        proposal.company_lead, proposal.company_lead_id = new, new.id
        _remind_afresh(secondment, LEAD)
    follows = former is not None and given is not None and given.host_manager_id == former.id
    if given is not None and (part == MANAGER or follows):
        given.host_manager, given.host_manager_id = new, new.id
    LIFECYCLE.fire(secondment, "replace_lead")
    what = "company lead" if part == LEAD else "host manager"
    letters.replaced(secondment, what, former, new, message)


def _remind_afresh(s: Secondment, part: str) -> None:
    for rule in s.open_rules:
        if rule.named == part:
            chasing.begin_afresh(s, rule.step)


def _holder(s: Secondment, part: str) -> Person | None:
    if part == LEAD:
        return s.proposal.company_lead
    return s.company_answers.host_manager if s.company_answers else None


def _among(offered: Sequence[Person], person_id: uuid.UUID) -> Person:
    found = next((person for person in offered if person.id == person_id), None)
    if found is None:
        raise InvalidInput(NOT_ONE, fields={"person": NOT_ONE})
    return found


@use_case("secondment.ask_for_another")
def ask_for_another(
    secondment: Secondment, *, by: Person, message: str, once: uuid.UUID | None = None
) -> None:
    """It stays with them until somebody else is named: those who can do that are told."""
    LIFECYCLE.fire(secondment, "ask_for_another")
    rule = _rule_of(secondment, by)
    said = words.in_a_sentence(rule.label)
    letters.not_theirs(secondment, who_can_name(secondment, rule, by), by, said, message)


def who_can_name(s: Secondment, rule: StepRule, by: Person) -> list[Person]:
    """The contracts office; for a company those who may replace its lead."""
    office = list(people.offices(s.employer_id, s.university_id))
    if rule.side is Side.HOME:
        return office
    lead = [s.proposal.company_lead] if s.proposal.company_lead else []
    found = [*lead, *(p for r in chasing.COMPANY_OFFICE for p in people.holders(r, s.company_id))]
    return list({p.id: p for p in found if p.id != by.id}.values()) or office


@use_case("secondment.take_up")
def take_up(secondment: Secondment, *, by: Person, once: uuid.UUID | None = None) -> None:
    """Say that one deals with it: others see that and may still decide."""
    LIFECYCLE.fire(secondment, "take_up")
    rule = _rule_of(secondment, by)
    for turn in secondment.turns:
        if turn.duty == f"decide_{rule.step}":
            turn.taken_at = clock.now() if turn.person_id == by.id else None


def _rule_of(s: Secondment, by: Person) -> StepRule:
    rule = next((rule for rule in s.open_rules if policy.can_take(by, s, rule)), None)
    if rule is None:
        raise NotPossibleNow("No step of this waits for you now.")
    return rule
