"""Reasons why not, once there is a contract: who has signed, whether its days have come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments import clock
from secondments.errors import Blocker

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment


def not_everyone_has_signed(s: Secondment) -> Blocker | None:
    if s.agreement is None or not s.agreement.is_fully_signed:
        return None
    return Blocker(
        "signed",
        "Everyone has signed. From here it can only be ended early, by the notice it agrees.",
    )


def everyone_has_signed(s: Secondment) -> Blocker | None:
    if s.agreement is None:
        return Blocker("unsigned", "There is no contract yet.", who="contracts office")
    waiting = [x.name for x in s.agreement.signatories if x.act is None]
    if not waiting:
        return None
    return Blocker(
        "unsigned",
        "Waiting for {names} to sign.",
        who="signatories",
        fix="agreement",
        values={"names": " and ".join(waiting)},
    )


def the_start_has_come(s: Secondment) -> Blocker | None:
    starts_on = s.proposal.starts_on
    # <= not ==: a day may have been missed.
    if starts_on and starts_on <= clock.today(s.zone):
        return None
    return Blocker("start_ahead", "The first day has not come yet.")


def the_last_day_is_ahead(s: Secondment) -> Blocker | None:
    """One that was held up until its time was over never starts.

    What nobody held up began on its day, also where the calendar comes to it long after.
    """
    ends_on = s.proposal.ends_on
    if s.held_at is None or (ends_on and ends_on >= clock.today(s.zone)):
        return None
    return Blocker("too_late", "The last day has gone by, so it can no longer start.")


def the_last_day_is_over(s: Secondment) -> Blocker | None:
    ends_on = s.proposal.ends_on
    if ends_on and ends_on < clock.today(s.zone):
        return None
    return Blocker("end_ahead", "The last day is not over yet.")


def an_end_day_is_set(s: Secondment) -> Blocker | None:
    ends_on = s.proposal.ends_on
    if s.ended_on and ends_on and s.ended_on <= ends_on:
        return None
    return Blocker("end_day", "Choose the day it ends, not after the last day agreed.")
