"""Whose turn it is: derived from the state after every change, never set by hand."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from secondments import clock, policy
from secondments.catalogue.positions import COMPANY, HOME
from secondments.people import queries as people
from secondments.people.models import Person, Role
from secondments.secondment import gate_people, gate_rules
from secondments.secondment.choices import Owner
from secondments.secondment.duties import CONDITION
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.models import Secondment
from secondments.secondment.money_guards import the_cost_was_seen
from secondments.secondment.pathways import Side, StepRule
from secondments.secondment.requests import Condition
from secondments.secondment.rounds import Turn

ISSUE_DAYS = 14
SIGN_DAYS = 14
APPEAL_DAYS = 14
TERMS_DAYS = 14
APPEAL = "secondment.decide_appeal"
Duty = tuple[str, Person, date | None]  # what, whose, due by
Wanted = tuple[Person, date | None, Person | None]  # whose, due by, for whom that is away
Key = tuple[uuid.UUID, str]


def approvers(s: Secondment, rule: StepRule) -> Sequence[Person]:
    """Everyone who may take this step today; empty when nobody holds the role."""
    if rule.named:
        named = getattr(s.proposal, rule.named)
        found = [named] if named is not None else []
    else:
        at = getattr(s, f"{rule.at}_id")
        held = (people.holders(Role(role), at, with_roles=True) for role in rule.roles)
        found = list({person.id: person for one in held for person in one}.values())
    return [person for person in found if policy.holds(person, s, rule)]


def stand_ins(s: Secondment) -> Iterator[tuple[str, Person, Person]]:
    """Who decides for somebody away: the duty, who, for whom. One level only."""
    for rule in s.open_rules:
        for cover in people.covers_of([person.id for person in approvers(s, rule)]):
            if policy.stands_in_for(cover.cover, s, rule) is cover.person:
                yield f"decide_{rule.step}", cover.cover, cover.person


def duties(s: Secondment) -> Iterator[Duty]:
    """What has to be done now, by whom, by when."""
    today = clock.today(s.zone)
    if s.state in {State.DRAFT, State.RETURNED}:
        yield "write", s.applicant, None
    for rule in s.open_rules:
        due_on = today + timedelta(days=rule.days)
        yield from ((f"decide_{rule.step}", person, due_on) for person in approvers(s, rule))
    if s.state is State.COMPANY_AGREED and the_cost_was_seen(s) and s.proposal.company_lead:
        # It changed after they agreed: the contract waits for them.
        yield "see_costs", s.proposal.company_lead, today + timedelta(days=ISSUE_DAYS)
    elif s.state is State.COMPANY_AGREED or s.parked:
        due_on = today + timedelta(days=ISSUE_DAYS)
        office = people.offices(s.employer_id, s.university_id)
        yield from (("parked" if s.parked else "issue", person, due_on) for person in office)
    yield from _at_the_table(s, today)
    yield from _on_request(s, today)
    if s.state is State.CONTRACT_ISSUED:
        due_on = today + timedelta(days=SIGN_DAYS)
        yield from (("sign", signatory.person, due_on) for signatory in s.asked_to_sign)
        yield from _gates(s)


def _at_the_table(s: Secondment, today: date) -> Iterator[Duty]:
    """Whoever has to speak on an open term or on a special condition, and legal where it must."""
    if s.state not in {State.SUPERVISOR_APPROVED, State.COMPANY_AGREED}:
        return
    due_on, table, specials = today + timedelta(days=TERMS_DAYS), s.table, s.special_conditions
    worded = {each.now.side for each in specials if not each.is_agreed}
    if any(term.waits_for(HOME) for term in table.open) or Side.COMPANY in worded:
        for person in people.offices(s.employer_id, s.university_id):
            yield "terms", person, due_on
    lead = s.proposal.company_lead
    if lead and (any(term.waits_for(COMPANY) for term in table.open) or Side.HOME in worded):
        yield "terms_company", lead, due_on
    if any(each.is_agreed and not each.cleared_at for each in specials):
        at = s.university_id or s.employer_id
        yield from (("legal", p, due_on) for p in people.holders(Role.LEGAL_ADVISER, at))


def _gates(s: Secondment) -> Iterator[Duty]:
    """One task for each person who may settle something that is missing before the start."""
    for found in gate_rules.left_but_signatures(s):
        for person in gate_people.settling(s, found):
            is_theirs = policy.is_on_the_company_side(person, s)
            yield "gates_company" if is_theirs else "gates", person, s.proposal.starts_on


def _on_request(s: Secondment, today: date) -> Iterator[Duty]:
    """An appeal to decide, and conditions to meet, the one due first deciding the date."""
    if s.state is State.DECLINED and s.appeal is not None and s.appeal.decided_at is None:
        due_on = today + timedelta(days=APPEAL_DAYS)
        office = people.holders(Role.CONTRACTS_OFFICE, s.employer_id, with_roles=True)
        able = [person for person in office if policy.why_not(person, APPEAL, s) is None]
        yield from (("appeal", person, due_on) for person in able)
    if LIFECYCLE.is_from(s, "meet_condition"):
        late_first = sorted(s.open_conditions, key=lambda c: c.due_on or date.max, reverse=True)
        for condition in late_first:
            duty = f"{CONDITION}{condition.owner}"
            yield from ((duty, p, condition.due_on) for p in owners(s, condition))


def owners(s: Secondment, condition: Condition) -> Iterator[Person]:
    """Who has to meet it; nobody at a company that has not been asked yet."""
    if condition.owner is Owner.APPLICANT:
        yield s.applicant
    elif condition.owner is Owner.EMPLOYER:
        yield from people.holders(Role.RELEASE, s.employer_id)
    elif condition.owner is Owner.OFFICE:
        yield from people.holders(Role.CONTRACTS_OFFICE, s.employer_id)
    elif s.company_told_at is not None and s.proposal.company_lead is not None:
        yield s.proposal.company_lead


def reconcile(s: Secondment) -> Sequence[Turn]:
    """Make the rows equal to what the state asks for; those that stay keep their age.

    Returns the turns that began now.
    """
    wanted = _wanted(s)
    for turn in list(s.turns):
        if not _is_kept(turn, wanted):
            s.turns.remove(turn)
    kept = {(turn.person_id, turn.duty) for turn in s.turns}
    begun = [_turn(key[1], *what) for key, what in wanted.items() if key not in kept]
    s.turns.extend(begun)
    return begun


def are_right(s: Secondment) -> bool:
    """Whether reconcile() would change nothing."""
    wanted = _wanted(s)
    return len(wanted) == len(s.turns) and all(_is_kept(turn, wanted) for turn in s.turns)


def _wanted(s: Secondment) -> Mapping[Key, Wanted]:
    """A stand-in has as long as the person who is away: the step does not become due later."""
    wanted: dict[Key, Wanted] = {
        (person.id, duty): (person, due_on, None) for duty, person, due_on in duties(s)
    }
    known = {(turn.person_id, turn.duty): turn.due_on for turn in s.turns}
    for duty, person, absent in stand_ins(s):
        due_on = known.get((absent.id, duty), wanted[absent.id, duty][1])
        wanted.setdefault((person.id, duty), (person, due_on, absent))
    return wanted


def _is_kept(turn: Turn, wanted: Mapping[Key, Wanted]) -> bool:
    found = wanted.get((turn.person_id, turn.duty))
    return found is not None and turn.on_behalf_of_id == (found[2].id if found[2] else None)


def _turn(duty: str, person: Person, due_on: date | None, absent: Person | None) -> Turn:
    turn = Turn(person_id=person.id, person=person, duty=duty, since=clock.now(), due_on=due_on)
    turn.on_behalf_of, turn.on_behalf_of_id = absent, absent.id if absent else None
    return turn
