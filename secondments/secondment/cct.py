"""What time out does to the day on which training is to be completed: pure arithmetic.

Source: domain.md §1.5. Months are counted as for charges (clock.months_between). The day is final
only at the annual review after the return.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from secondments import clock

FINAL = (
    "Both days are forecasts. The day is final only at the annual review (ARCP) after the return."
)
FINAL_ONE = (
    "This is a forecast. The day is final only at the annual review (ARCP) after the return."
)


@dataclass(frozen=True)
class Impact:
    """The day as it stands, the months out, and the new day without and with credit."""

    before: date
    months: Decimal
    credit_months: int
    without_credit: date
    with_credit: date

    @property
    def sentence(self) -> str:
        return FINAL if self.credit_months else FINAL_ONE


def impact(
    cct_on: date, first_day: date, last_day: date, *, credit_months: int = 0, wte: Decimal
) -> Impact:
    """`wte` is the share of full time at which training goes on after the return.

    Raises InvalidInput if the last day is before the first.
    """
    months = clock.months_between(first_day, last_day)
    return Impact(
        before=cct_on,
        months=months,
        credit_months=credit_months,
        without_credit=later(cct_on, months),
        with_credit=later(cct_on, shift(months, credit_months, wte)),
    )


def shift(months: Decimal, credit_months: int, wte: Decimal) -> Decimal:
    """A credit is in months of full time: it takes longer to train the same at part of it."""
    return max(Decimal(0), months - Decimal(credit_months) / wte)


def later(day: date, months: Decimal) -> date:
    """Whole calendar months, then the rest as its share of the month it falls in, half-up."""
    whole = int(months)
    begun = clock.add_months(day, whole)
    length = calendar.monthrange(begun.year, begun.month)[1]
    rest = ((months - whole) * length).quantize(Decimal(1), ROUND_HALF_UP)
    return begun + timedelta(days=int(rest))
