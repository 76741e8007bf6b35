"""The notice rules that training bodies and employers set: what, how long, from where it is known.

The defaults are those of domain.md §1.3. Every one of them is a default: see rulebook.py.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from secondments import clock, words
from secondments.secondment.bank_holidays import Nation, working_days_before, working_days_from
from secondments.secondment.choices import Labelled


class Unit(Labelled):
    MONTHS = "months", "months"
    WEEKS = "weeks", "weeks"
    DAYS = "days", "days"
    WORKING_DAYS = "working_days", "working days"


class Counted(Labelled):
    """From which day a length is counted."""

    START = "start", "before the first day"
    RETURN = "return", "before the day of return"
    BACK = "back", "from the day of return"
    REVIEW = "review", "before the annual review"
    NOTHING = "nothing", "for information"


class SetBy(StrEnum):
    """Whose rule it is."""

    TRAINING_BODY = "training_body"
    EMPLOYER = "employer"


@dataclass(frozen=True)
class Length:
    """So many months, weeks, days or working days; months are of the calendar, never days."""

    number: int
    unit: Unit

    def before(self, day: date, nation: Nation) -> date:
        """The latest day that leaves this length before `day`; months clamp at a month's end."""
        if self.unit is Unit.MONTHS:
            return clock.add_months(day, -self.number)
        if self.unit is Unit.WORKING_DAYS:
            return working_days_before(day, self.number, nation)
        return day - self._days

    def last_from(self, day: date, nation: Nation) -> date:
        """The last day of this length, of which `day` is the first."""
        if self.unit is Unit.MONTHS:
            return clock.add_months(day, self.number) - timedelta(days=1)
        if self.unit is Unit.WORKING_DAYS:
            return working_days_from(day, self.number, nation)
        return day + self._days - timedelta(days=1)

    @property
    def _days(self) -> timedelta:
        return timedelta(weeks=self.number) if self.unit is Unit.WEEKS else timedelta(self.number)

    def __str__(self) -> str:
        return words.counted(self.number, self.unit.label[:-1])


@dataclass(frozen=True)
class Rule:
    """One notice rule. What breaks one that `asks` is short notice.

    `needs` says when it counts: always, only with credit, or only for long absences. `why` begins
    the sentence that says what was broken.
    """

    code: str
    what: str
    length: Length
    counted: Counted
    source: str
    set_by: SetBy = SetBy.TRAINING_BODY
    asks: bool = False
    needs: str = ""
    why: str = ""


CREDIT, LONG = "credit", "long"
GENERAL_KNOWLEDGE = "General knowledge, not found in a source"
LONG_ABSENCE_MONTHS = 3
RULES = {
    rule.code: rule
    for rule in (
        Rule(
            "N1",
            "Application to the postgraduate dean",
            Length(6, Unit.MONTHS),
            Counted.START,
            "Deanery pages of Peninsula, Wales and London [S5][S6][S11]",
            asks=True,
            why="The postgraduate dean",
        ),
        Rule(
            "N2",
            "Notice to the employer",
            Length(3, Unit.MONTHS),
            Counted.START,
            "Gold Guide form, Peninsula, London and GMC pages [S2][S5][S7b][S11]",
            SetBy.EMPLOYER,
            asks=True,
            why="The employer",
        ),
        Rule(
            "N3",
            "Request for credit to the college or faculty",
            Length(8, Unit.WEEKS),
            Counted.START,
            "Physicians’ training board and Federation pages [S15][S16]",
            asks=True,
            needs=CREDIT,
            why="The college or faculty",
        ),
        Rule(
            "N4",
            "Gathering the documents that the GMC asks for",
            Length(3, Unit.MONTHS),
            Counted.NOTHING,
            "GMC pages for supervisors and deaneries: it then answers in 10 working days"
            " [S7b][S103]",
            needs=CREDIT,
        ),
        Rule(
            "N5",
            "Request for an extension",
            Length(6, Unit.MONTHS),
            Counted.RETURN,
            "East of England extension form [S22]",
        ),
        Rule(
            "N6",
            "Notice of the intention to return",
            Length(6, Unit.MONTHS),
            Counted.RETURN,
            "East of England extension form [S22]",
        ),
        Rule(
            "N7",
            "Annual out-of-programme form and supervisor’s report",
            Length(4, Unit.WEEKS),
            Counted.REVIEW,
            "Yearly, before the review: Wales, GMC and Peninsula pages [S6][S7b][S18]."
            " How many weeks before is general knowledge",
        ),
        Rule(
            "N8",
            "Meeting before the absence",
            Length(3, Unit.MONTHS),
            Counted.START,
            "KSS and Wessex pages, for absences of 3 months or more; North West: 6 to 8 weeks"
            " [S26][S27][S104]",
            needs=LONG,
        ),
        Rule(
            "N9",
            "Meeting before the return",
            Length(12, Unit.WEEKS),
            Counted.RETURN,
            "KSS and Wessex pages; Peninsula 6 to 12 weeks, London 8 [S26][S27][S28][S105]",
        ),
        Rule(
            "N10",
            "Enhanced supervision after the return, no out-of-hours work",
            Length(10, Unit.WORKING_DAYS),
            Counted.BACK,
            "Peninsula page on supported return [S28]",
        ),
        Rule(
            "N11",
            "Change of hours, for less than full-time training",
            Length(16, Unit.WEEKS),
            Counted.NOTHING,
            "The national training system’s own check, read in its published code",
        ),
        Rule(
            "N12",
            "Beginning to plan",
            Length(12, Unit.MONTHS),
            Counted.NOTHING,
            "Advice of Thames Valley, 2013 [S106]",
        ),
        Rule(
            "CL03",
            "Signed by all parties",
            Length(14, Unit.DAYS),
            Counted.START,
            "Clause CL03 of the agreement, its usual position",
            SetBy.EMPLOYER,
        ),
    )
}
LONGEST = {Unit.MONTHS: 24, Unit.WEEKS: 104, Unit.DAYS: 730, Unit.WORKING_DAYS: 250}


@dataclass(frozen=True)
class Asked:
    """A rule with the length in force for a case, counted on that nation's working days."""

    rule: Rule
    length: Length
    nation: Nation = Nation.ENGLAND

    def latest(self, day: date) -> date:
        """The latest safe day for what is counted before `day`."""
        return self.length.before(day, self.nation)

    @property
    def said(self) -> str:
        """6 months before the first day."""
        return f"{self.length} {self.rule.counted.label}"


@dataclass(frozen=True)
class Earliest:
    """The first day that no rule in force finds too soon, and the rule that decides it."""

    first_day: date
    asked: Asked


def earliest_start(sent_on: date, asked: Collection[Asked]) -> Earliest:
    """If it is sent on that day, for rules counted before the first day; there is at least one."""
    found = [Earliest(_first_for(sent_on, each), each) for each in asked]
    return max(found, key=lambda each: each.first_day)


def _first_for(sent_on: date, asked: Asked) -> date:
    """Month ends clamp, so that the day one length on may be a few days too soon."""
    day = sent_on
    if asked.length.unit is Unit.MONTHS:
        day = clock.add_months(sent_on, asked.length.number)
    while asked.latest(day) < sent_on:
        day += timedelta(days=1)
    return day


def broken(first_day: date, sent_on: date, asked: Iterable[Asked]) -> list[Asked]:
    """The rules that a first day breaks when the proposal is sent on a day."""
    return [each for each in asked if each.latest(first_day) < sent_on]
