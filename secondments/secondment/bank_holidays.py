"""Working days in the four nations: weekends, and the bank holidays of each.

Source: Banking and Financial Dealings Act 1971, Schedule 1, with the substitute days that are
proclaimed for weekends, and the days proclaimed for one year as published at gov.uk/bank-holidays.
Read on 22 November 2026. Days that will be proclaimed later have to be added to PROCLAIMED.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from secondments.secondment.choices import Labelled

SATURDAY = 5
A_DAY = timedelta(days=1)


class Nation(Labelled):
    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"


EVERYWHERE = frozenset(Nation)
# (month, day) in every year, with where; one that falls on a weekend has a substitute.
FIXED = (
    (1, 1, EVERYWHERE),
    (1, 2, {Nation.SCOTLAND}),
    (3, 17, {Nation.NORTHERN_IRELAND}),
    (7, 12, {Nation.NORTHERN_IRELAND}),
    (11, 30, {Nation.SCOTLAND}),
    (12, 25, EVERYWHERE),
    (12, 26, EVERYWHERE),
)
PROCLAIMED = {
    date(2026, 6, 15): {Nation.SCOTLAND},  # the men's football World Cup
}


@lru_cache(maxsize=256)
def holidays(year: int, nation: Nation) -> frozenset[date]:
    """Every bank holiday of a year that is no Saturday or Sunday."""
    fixed = [date(year, month, day) for month, day, where in FIXED if nation in where]
    taken = {day for day in fixed if day.weekday() < SATURDAY}
    taken |= set(_movable(year, nation))
    for day in fixed:
        if day.weekday() >= SATURDAY:
            taken.add(_substitute(day, taken))
    return frozenset(taken | {day for day in PROCLAIMED if _is_of(day, year, nation)})


def is_working_day(day: date, nation: Nation) -> bool:
    return day.weekday() < SATURDAY and day not in holidays(day.year, nation)


def working_days_before(day: date, number: int, nation: Nation) -> date:
    """The latest day that leaves `number` whole working days before `day`."""
    while number:
        day -= A_DAY
        number -= is_working_day(day, nation)
    return day


def working_days_from(day: date, number: int, nation: Nation) -> date:
    """The last of `number` working days, of which `day` is the first if it is one."""
    day -= A_DAY
    while number:
        day += A_DAY
        number -= is_working_day(day, nation)
    return day


def _is_of(day: date, year: int, nation: Nation) -> bool:
    return day.year == year and nation in PROCLAIMED[day]


def _movable(year: int, nation: Nation) -> Iterator[date]:
    easter = easter_sunday(year)
    yield easter - 2 * A_DAY
    if nation is not Nation.SCOTLAND:
        yield easter + A_DAY
    yield _monday(date(year, 5, 1))
    yield _monday(date(year, 5, 25))
    yield _monday(date(year, 8, 1 if nation is Nation.SCOTLAND else 25))


def _monday(day: date) -> date:
    """The first Monday on or after `day`."""
    return day + timedelta(days=-day.weekday() % 7)


def _substitute(day: date, taken: set[date]) -> date:
    while day.weekday() >= SATURDAY or day in taken:
        day += A_DAY
    return day


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar, by the anonymous method that Meeus prints."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1)
