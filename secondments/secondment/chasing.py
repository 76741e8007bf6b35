"""Late steps: who is reminded, and who is told a week later. Each once for a step and round."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta

from secondments import clock
from secondments.people import queries as people
from secondments.people.models import Person, Role
from secondments.secondment import letters, schedule
from secondments.secondment.models import Secondment
from secondments.secondment.overdue import Overdue
from secondments.secondment.pathways import Step

TRAINING_OFFICE = (Role.PROGRAMME_DIRECTOR, Role.DEAN)
COMPANY_OFFICE = (Role.LEGAL, Role.COMPLIANCE)


def chase(s: Secondment) -> None:
    """Everything that is due to be said, in one letter to each person however late we are."""
    late = [step for step in s.open_steps if _days_late(s, step) >= 1]
    told = {step: _told(s, step) for step in late}
    remind = [step for step in late if told[step].reminded_at is None]
    escalate = [
        step
        for step in late
        if told[step].escalated_at is None and _days_late(s, step) >= schedule.ESCALATE_AFTER
    ]
    for step in remind:
        told[step].reminded_at = clock.now()
    for step in escalate:
        told[step].escalated_at = clock.now()
    letters.overdue(s, [turn for turn in s.turns if turn.duty in {f"decide_{x}" for x in remind}])
    _tell_others(s, escalate)


def _tell_others(s: Secondment, late: Sequence[Step]) -> None:
    """One letter to each contact about every step that is theirs to look after."""
    found: dict[Person, list[Step]] = {}
    for step in late:
        for contact in contacts(s, step):
            found.setdefault(contact, []).append(step)
    for contact, steps in found.items():
        letters.escalated(s, contact, steps)


def contacts(s: Secondment, step: Step) -> list[Person]:
    """Who stands behind those who are late: on their own side, and not one of them."""
    late = {turn.person_id for turn in s.turns if turn.duty == f"decide_{step}"}
    for group in _groups(s, step):
        told = [p for p in group if p.id not in late | {s.applicant_id} and p.left_at is None]
        if told:
            return list({person.id: person for person in told}.values())
    return []


def _groups(s: Secondment, step: Step) -> Iterator[list[Person]]:
    """The first group with anybody in it is told."""
    at = s.pathway.rule(step).at
    if at == "company":
        yield [s.proposal.company_lead] if s.proposal.company_lead else []
        yield _holders(COMPANY_OFFICE, s.company_id)
        return
    if at == "training_body":
        yield _holders(TRAINING_OFFICE, s.training_body_id)
    yield list(people.offices(s.employer_id, s.university_id))


def _holders(roles: Sequence[Role], at: uuid.UUID | None) -> list[Person]:
    return [person for role in roles for person in people.holders(role, at)]


def _days_late(s: Secondment, step: Step) -> int:
    due_on = schedule.due_day(s, step)
    return (clock.today(s.zone) - due_on) // timedelta(days=1) if due_on else 0


def _told(s: Secondment, step: Step) -> Overdue:
    found = schedule.told_of(s, step)
    if found is None:
        found = Overdue(step=step, round=s.round)
        s.overdue.append(found)
    return found


def begin_afresh(s: Secondment, step: Step) -> None:
    """Somebody else has it now, with a day of their own; others are not told a second time."""
    told = schedule.told_of(s, step)
    if told is not None:
        told.reminded_at = None
