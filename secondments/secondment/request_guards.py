"""Reasons why not, that somebody's request makes: points, conditions, an appeal."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from secondments import clock, words
from secondments.errors import Blocker
from secondments.lifecycle import Guard
from secondments.secondment import points, questions
from secondments.secondment.bank_holidays import working_days_from

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

# Configurable: what an organisation allows differs, and no rule of ours says it.
APPEAL_WORKING_DAYS = 10


def every_point_is_met(s: Secondment) -> Blocker | None:
    open_ones = [p for p in points.of_the_return(s) if points.is_open(s, p)]
    if not open_ones:
        return None
    labels = [questions.PROPOSAL[point.question].label for point in open_ones]
    return Blocker(
        "points",
        "Change these, or say why you left them: {labels}.",
        who="applicant",
        fix="proposal/points",
        values={"labels": words.listed(labels)},
    )


def every_condition_is_met(s: Secondment) -> Blocker | None:
    open_ones = s.open_conditions
    if not open_ones:
        return None
    return Blocker(
        "conditions",
        "Conditions still to be met: {texts}",
        who="approver",
        fix="approvals",
        values={"texts": " · ".join(one.text for one in open_ones)},
    )


def last_day_to_appeal(s: Secondment) -> date:
    """Counted from the day after the decision, on the working days of the employer's nation."""
    day = s.state_since.astimezone(ZoneInfo(s.zone)).date() + timedelta(days=1)
    return working_days_from(day, APPEAL_WORKING_DAYS, s.rules.employer.nation)


def an_appeal_is_possible(s: Secondment) -> Blocker | None:
    if s.appeal is not None:
        return Blocker("appealed", "There is one appeal, and it was made.")
    last = last_day_to_appeal(s)
    if clock.today(s.zone) <= last:
        return None
    return Blocker(
        "appeal_late", "The last day for an appeal was {day}.", values={"day": words.day(last)}
    )


def an_appeal_waits(s: Secondment) -> Blocker | None:
    if s.appeal is not None and s.appeal.decided_at is None:
        return None
    return Blocker("no_appeal", "No appeal waits for a decision.")


def declined_in(state: StrEnum) -> Guard:
    def it_was_declined_there(s: Secondment) -> Blocker | None:
        if s.declined_from is state:
            return None
        return Blocker("declined_elsewhere", "It was declined at another stage.")

    return it_was_declined_there
