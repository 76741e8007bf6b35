"""What the calendar has to do with a secondment next: pure, from its state and dates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from secondments import clock
from secondments.secondment.lifecycle import QUIET_DAYS, State

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

WARN_AFTER = (60, 80)  # days without action
QUIET = {State.PROPOSED, State.RETURNED, State.SUPERVISOR_APPROVED, State.COMPANY_AGREED}


def next_due(s: Secondment) -> tuple[datetime, str] | None:
    """The next moment, in UTC, at which the calendar acts, and the use case it will run.

    A start is local midnight of the first day; an end is that of the day after the last day.
    """
    if s.parked:
        return None
    if s.state is State.CONTRACT_ISSUED and s.proposal.starts_on:
        signed = s.agreement is not None and s.agreement.is_fully_signed
        return clock.local_midnight(s.proposal.starts_on, s.zone), "start" if signed else "lapse"
    if s.state is State.ACTIVE and s.proposal.ends_on:
        return clock.local_midnight(s.proposal.ends_on + timedelta(days=1), s.zone), "complete"
    if s.state in QUIET:
        return _quiet(s)
    return None


def _quiet(s: Secondment) -> tuple[datetime, str]:
    for nth, days in enumerate(WARN_AFTER, start=1):
        if s.warned < nth:
            return s.updated_at + timedelta(days=days), "remind"
    return s.updated_at + timedelta(days=QUIET_DAYS), "lapse"
