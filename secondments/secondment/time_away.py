"""The columns of a proposal about training and notice: what the rules of dates look at."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from secondments.secondment.choices import AcademicAward, ReviewOutcome


class TimeAway:
    """A part of Proposal; empty until answered."""

    programme_start: Mapped[date | None]
    wte_current: Mapped[Decimal | None] = mapped_column(Numeric(4, 3))
    last_arcp_outcome: Mapped[ReviewOutcome | None]
    next_arcp_on: Mapped[date | None]
    nihr_award: Mapped[AcademicAward | None]
    award_may_end: Mapped[bool | None]
    previous_oop_months: Mapped[int | None]
    eligibility_reason: Mapped[str | None] = mapped_column(String(1000))
    notice_given_on: Mapped[date | None]
    short_notice_reason: Mapped[str | None] = mapped_column(String(1000))
    alternative_start: Mapped[date | None]


def time_away_in_bounds() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint("wte_current > 0 AND wte_current <= 1", name="wte_in_training"),
        CheckConstraint("previous_oop_months BETWEEN 0 AND 120", name="earlier_time_out_in_bounds"),
    )
