"""The calendar's job, every minute, and the job that follows a change of roles."""

import uuid

from secondments import jobs
from secondments.secondment import calendar, queries


@jobs.periodic("* * * * *")
@jobs.job("calendar.run", priority=20)
def run_calendar() -> None:
    """Start, complete, lapse and remind whatever is due."""
    calendar.run()


@jobs.periodic("* * * * *")
@jobs.job("covers.reroute")
def reroute() -> None:
    """Somebody goes away or comes back today, or cover was arranged or ended just now."""
    calendar.reroute()


@jobs.job("turns.reconcile")
def reconcile(organisation_id: str) -> None:
    """Somebody came or left: whose turn it is may have changed. Safe to repeat."""
    for s in queries.in_hand_at(uuid.UUID(organisation_id)):
        calendar.reassign(s, by=queries.calendar())
