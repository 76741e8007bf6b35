"""Conditions of an approval: set with a vote, met later, in the way of the contract until then."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from secondments import clock
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.people.models import Person
from secondments.secondment import letters, turns
from secondments.secondment.choices import Owner
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.models import Secondment
from secondments.secondment.requests import MOST_CONDITIONS, Condition
from secondments.secondment.rounds import Vote
from secondments.use_case import use_case


@dataclass(frozen=True)
class Asked:
    """A condition as an approver words it: what, whose, by when."""

    text: str
    owner: Owner
    due_on: date | None = None


def set_with(s: Secondment, vote: Vote, asked: Sequence[Asked]) -> list[Condition]:
    """Record the conditions of an approval; part of the use case that records the vote."""
    if len(asked) > MOST_CONDITIONS:
        raise InvalidInput(f"Set at most {MOST_CONDITIONS} conditions.")
    last = max((condition.number for condition in s.conditions), default=0)
    made = [
        Condition(
            vote=vote, number=number, text=one.text, owner=Owner(one.owner), due_on=one.due_on
        )
        for number, one in enumerate(asked, start=last + 1)
    ]
    s.conditions.extend(made)
    return made


def tell_owners(s: Secondment, told: Sequence[Condition]) -> None:
    """A letter for each condition to whoever has to meet it."""
    for condition in told:
        letters.condition_set(s, condition, list(turns.owners(s, condition)))


def addressed_to_the_company(s: Secondment) -> list[Condition]:
    """What waited until the company was asked."""
    return [c for c in s.open_conditions if c.owner is Owner.COMPANY]


@use_case("secondment.meet_condition")
def meet(condition: Condition, *, by: Person, note: str, once: uuid.UUID | None = None) -> None:
    """Say that a condition is met, and how. Raises NotPossibleNow for one that is not open."""
    if not condition.is_open:
        raise NotPossibleNow("This condition is not open any more.")
    condition.met_at, condition.met_by_id = clock.now(), by.id
    condition.met_note = note
    s = condition.secondment
    LIFECYCLE.fire(s, "meet_condition")
    letters.condition_met(s, condition, list(turns.owners(s, condition)))
