"""The appeal against a decision to decline: made once by the applicant, decided by another."""

import uuid

from secondments import clock
from secondments.people.models import Person
from secondments.secondment import letters
from secondments.secondment.choices import Decision
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.models import Secondment
from secondments.secondment.requests import Appeal
from secondments.use_case import use_case


@use_case("secondment.appeal")
def appeal(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    message: str,
    once: uuid.UUID | None = None,
) -> None:
    """Ask for the decision to be looked at again. Raises NotPossibleNow when it is too late."""
    LIFECYCLE.fire(secondment, "appeal")
    secondment.appeal = Appeal(text=message, at=clock.now())


@use_case("secondment.decide_appeal")
def decide(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    allowed: bool,
    message: str,
    once: uuid.UUID | None = None,
) -> None:
    """Allow the appeal, which puts the case back where it was declined, or uphold the decision.

    The votes and the day it was first sent stand; the vote that declined it falls.
    """
    was_in, appeal = secondment.declined_from, secondment.appeal
    if not allowed or was_in is None or appeal is None:
        LIFECYCLE.fire(secondment, "uphold")
    else:
        LIFECYCLE.fire(secondment, f"allow_to_{was_in}")
        _put_back(secondment)
    assert secondment.appeal is not None  # the guards of both moves
    secondment.appeal.decided_at, secondment.appeal.decided_by_id = clock.now(), by.id
    secondment.appeal.is_allowed, secondment.appeal.message = allowed, message
    letters.appeal_decided(secondment, allowed=allowed, message=message)


def _put_back(s: Secondment) -> None:
    """The step opens again, in a new round: the other votes are not asked for anew."""
    s.declined_from = s.declined_by_id = None
    s.round += 1
    for vote in s.standing_votes:
        if vote.decision is Decision.DECLINE:
            vote.voided_at, vote.voided_by_seq = clock.now(), s.seq


def place_of(state: State) -> State:
    """Where an allowed appeal leads: a contract that became void has to be issued anew."""
    return State.COMPANY_AGREED if state is State.CONTRACT_ISSUED else state
