"""What the calendar has to do with a secondment next: pure, from its state and dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from secondments import clock
from secondments.secondment import gate_rules
from secondments.secondment.lifecycle import QUIET_DAYS, State

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment
    from secondments.secondment.overdue import Overdue
    from secondments.secondment.pathways import Step

ESCALATE_AFTER = 8  # days after the last one allowed: a week after the reminder
WARN_AFTER = (60, 80)  # days without action
REMIND_BEFORE = (60, 30, 14, 7)  # days before the first day, while something is missing
QUIET = {State.PROPOSED, State.RETURNED, State.SUPERVISOR_APPROVED, State.COMPANY_AGREED}


def next_due(s: Secondment) -> tuple[datetime, str] | None:
    """The next moment, in UTC, at which the calendar acts, and the use case it will run.

    A start is local midnight of the first day; an end is that of the day after the last day.
    """
    if s.parked:
        return None
    if s.state is State.CONTRACT_ISSUED and s.proposal.starts_on:
        return min(filter(None, (_reminder(s, s.proposal.starts_on), _start(s))), default=None)
    if s.state is State.ACTIVE and s.proposal.ends_on:
        return clock.local_midnight(s.proposal.ends_on + timedelta(days=1), s.zone), "complete"
    if s.state in QUIET:
        return min(filter(None, (_quiet(s), _late(s))))
    return None


def _late(s: Secondment) -> tuple[datetime, str] | None:
    """When those who have a step, or those behind them, are told next that it is late."""
    moments = [moment for step in s.open_steps if (moment := _told_next(s, step))]
    return (min(moments), "chase") if moments else None


def _told_next(s: Secondment, step: Step) -> datetime | None:
    due_on, told = due_day(s, step), told_of(s, step)
    if due_on is None or (told and told.reminded_at and told.escalated_at):
        return None
    days = ESCALATE_AFTER if told and told.reminded_at else 1
    return clock.local_midnight(due_on + timedelta(days=days), s.zone)


def due_day(s: Secondment, step: Step) -> date | None:
    """The day by which a step has to be taken: the earliest of those who have it."""
    days = [turn.due_on for turn in s.turns if turn.duty == f"decide_{step}" and turn.due_on]
    return min(days, default=None)


def told_of(s: Secondment, step: Step) -> Overdue | None:
    """What was said about this step being late, in this round."""
    return next((x for x in s.overdue if (x.step, x.round) == (step, s.round)), None)


def _quiet(s: Secondment) -> tuple[datetime, str]:
    for nth, days in enumerate(WARN_AFTER, start=1):
        if s.warned < nth:
            return s.updated_at + timedelta(days=days), "remind"
    return s.updated_at + timedelta(days=QUIET_DAYS), "lapse"


def _start(s: Secondment) -> tuple[datetime, str] | None:
    """Its first day; once that went by with something missing, the moment nothing is any more."""
    assert s.proposal.starts_on is not None
    begins = clock.local_midnight(s.proposal.starts_on, s.zone)
    if s.agreement is None or not s.agreement.is_fully_signed:
        return begins, "lapse"
    if s.held_at is None:
        return begins, "start"
    return None if gate_rules.left(s) else (clock.now(), "start")


def _reminder(s: Secondment, first_day: date) -> tuple[datetime, str] | None:
    """The next reminder of what is missing; those before it was issued are never made up for."""
    if not gate_rules.left(s):
        return None
    issued_on = s.state_since.astimezone(ZoneInfo(s.zone)).date()
    last = max(issued_on, s.gates_reminded_on or issued_on)
    ahead = [day for n in REMIND_BEFORE if (day := first_day - timedelta(days=n)) > last]
    return (clock.local_midnight(min(ahead), s.zone), "remind_of_gates") if ahead else None
