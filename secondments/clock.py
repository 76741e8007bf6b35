"""The only place that reads the time: the business clock, the wall clock, days and months.

`now()` is the business clock, which demo and tests may move; `wall()` is the real one, for
sessions, throttles, certificates and signatures.
"""

import calendar
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from secondments.errors import InvalidInput

# A remainder this many days short of a month, or fewer, counts as the month (domain.md §2.1).
NEARLY_A_MONTH = 7

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)
_shift: Callable[[], timedelta] = timedelta


def wall() -> datetime:
    """The real present moment, timezone-aware, in UTC. Never moved."""
    return datetime.now(UTC)


def now() -> datetime:
    """The present moment of the business clock, timezone-aware, in UTC."""
    return _stopped_at.get() or wall() + _shift()


def today(zone: str) -> date:
    """The calendar day now in an IANA zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def shift_by(source: Callable[[], timedelta]) -> None:
    """Let `source` say how far the business clock is ahead of the wall; for the demo only."""
    global _shift
    _shift = source


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Hold the business clock at an aware moment; for tests and played cases only."""
    if moment.tzinfo is None:
        raise ValueError("An aware moment is needed.")
    token = _stopped_at.set(moment)
    try:
        yield
    finally:
        _stopped_at.reset(token)


def local_midnight(day: date, zone: str) -> datetime:
    """The moment, in UTC, at which `day` begins in an IANA zone (PEP 495, gaps included)."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """Calendar months later (or earlier), clamped at the month's end: 31 Aug - 6 = 28 or 29 Feb."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def months_between(first_day: date, last_day: date) -> Decimal:
    """Months from the first day to the last, both included, by the rule of domain.md §2.1.

    Whole calendar months from the first day; a remainder within 7 days of a full month counts as
    one, otherwise it is its share of that month, to four places. Raises InvalidInput if the last
    day is first.
    """
    if last_day < first_day:
        raise InvalidInput("The last day cannot be before the first day.")
    stop = last_day + timedelta(days=1)
    whole = (stop.year - first_day.year) * 12 + stop.month - first_day.month
    if add_months(first_day, whole) > stop:
        whole -= 1
    begun = add_months(first_day, whole)
    length = (add_months(first_day, whole + 1) - begun).days
    rest = (stop - begun).days
    if length - rest <= NEARLY_A_MONTH:
        return Decimal(whole + 1)
    return whole + (Decimal(rest) / length).quantize(Decimal("0.0001"), ROUND_HALF_UP)
