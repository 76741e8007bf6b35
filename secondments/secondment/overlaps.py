"""Two secondments of one person on the same days: said beside the dates, and no more than said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments import words
from secondments.secondment import course, queries

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

OVERLAP = (
    "On some of these days you would be on another secondment of yours: {whose}, {days} ({ref})."
    " You can send this all the same; those who decide will ask."
)
WITHOUT_A_COMPANY = "without a company yet"


def warned(s: Secondment, code: str) -> dict[str, list[str]]:
    """What is to be said beside which question of one section, for the applicant."""
    found = course.warned(s)
    if code == "dates" and (said := [_overlap(other) for other in queries.overlapping(s)]):
        found["starts_on"] = [*found.get("starts_on", ()), *said]
    return found


def _overlap(other: Secondment) -> str:
    p = other.proposal
    days = words.day_range(p.starts_on, p.ends_on) if p.starts_on and p.ends_on else ""
    whose = other.company.name if other.company else WITHOUT_A_COMPANY
    return OVERLAP.format(whose=whose, days=days, ref=other.ref)
