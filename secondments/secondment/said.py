"""The answers that the rules of dates and training look at, as they stand or as last sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment


@dataclass(frozen=True)
class Said:
    """Columns of Proposal by their names; None where there is no answer."""

    oop_category: str | None = None
    grade: str | None = None
    programme_start: date | None = None
    wte_current: Decimal | None = None
    cct_on: date | None = None
    last_arcp_outcome: str | None = None
    next_arcp_on: date | None = None
    nihr_award: str | None = None
    award_may_end: bool | None = None
    previous_oop_months: int | None = None
    eligibility_reason: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    notice_given_on: date | None = None
    short_notice_reason: str | None = None
    alternative_start: date | None = None


READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(
        (
            "programme_start",
            "cct_on",
            "next_arcp_on",
            "starts_on",
            "ends_on",
            "notice_given_on",
            "alternative_start",
        ),
        date.fromisoformat,
    ),
    "wte_current": Decimal,
}


def now(s: Secondment) -> Said:
    """As its writer sees it."""
    return Said(**{each.name: getattr(s.proposal, each.name) for each in fields(Said)})


def as_sent(s: Secondment) -> Said:
    """As everyone else sees it; what stands now where nothing was sent yet."""
    if not s.sent:
        return now(s)
    kept = s.sent[-1].answers
    given = {e.name: kept[e.name] for e in fields(Said) if kept.get(e.name) is not None}
    return Said(**{name: READ.get(name, lambda v: v)(value) for name, value in given.items()})
