"""The latest safe day of every step of a case, worked back from its first day: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from secondments import clock, words
from secondments.secondment.notice import Asked, Counted
from secondments.secondment.rulebook import Rules

ISSUE_DAYS = SIGN_DAYS = 14
LATE, AHEAD, DONE, PASSED = "late", "ahead", "done", "passed"
OWN_DAYS = "The days set for this step"
FROM_STEPS = "The days of the steps that follow"
FROM_PROPOSAL = "The proposal"
NOTHING_RECORDED = frozenset({"N5", "N6", "N7", "N8", "N9", "N10"})


@dataclass(frozen=True)
class StepDays:
    """One approval step: how long it may take, and when it was done."""

    code: str
    label: str
    days: int
    is_company: bool = False
    done_on: date | None = None


@dataclass(frozen=True)
class Course:
    """What the ladder is made of. Days are in the zone of the case; both ends are included.

    `sent_on` is the latest sending that changed the dates: the notice clock.
    """

    first_day: date
    last_day: date
    today: date
    steps: Sequence[Sequence[StepDays]]
    rules: Rules
    sent_on: date | None = None
    notice_given_on: date | None = None
    review_on: date | None = None
    issued_on: date | None = None
    signed_on: date | None = None
    credit: bool = False
    trainee: bool = True

    @property
    def back_on(self) -> date:
        """The day of return: the day after the last one."""
        return self.last_day + timedelta(days=1)

    @property
    def is_long(self) -> bool:
        """Whether it lasts three months or more."""
        return clock.add_months(self.first_day, 3) <= self.back_on


@dataclass(frozen=True)
class Rung:
    """One row: the latest safe day, what has to be done by then, by which rule, how it stands."""

    code: str
    on: date
    what: str
    rule: str
    source: str
    today: date
    done_on: date | None = None
    is_recorded: bool = True
    is_for_the_company: bool = False
    is_end: bool = False

    @property
    def state(self) -> str:
        if self.done_on is not None:
            return DONE
        if self.today <= self.on:
            return AHEAD
        return LATE if self.is_recorded else PASSED

    @property
    def days_late(self) -> int:
        """How much too late it was done, or is by now; 0 for what is in time or is not recorded."""
        if not self.is_recorded:
            return 0
        return max(0, ((self.done_on or self.today) - self.on).days)

    @property
    def status(self) -> str:
        late = f"{words.counted(self.days_late, 'day')} late"
        if self.state == DONE and self.done_on:
            said = f"Done on {words.day(self.done_on)}"
            return f"{said}, {late}" if self.days_late else said
        if self.state == LATE:
            return late.capitalize()
        if self.state == PASSED:
            return "The day has passed"
        return words.due((self.on - self.today).days).capitalize()

    @property
    def colour(self) -> str:
        if self.days_late:
            return "red"
        return {DONE: "green", PASSED: "grey"}.get(self.state, "white")


def rungs(course: Course) -> list[Rung]:
    """Every row, by day."""
    found = [*_by_rule(course), *_by_step(course), *_the_ends(course)]
    # Of one day, what has to be done comes before the day itself.
    return sorted(found, key=lambda rung: (rung.on, rung.is_end))


def _by_rule(course: Course) -> Iterator[Rung]:
    done = _done(course)
    asked = course.rules.on_time(credit=course.credit, long=course.is_long, trainee=course.trainee)
    for each in asked:
        day = _day_of(each, course)
        if day is not None:
            yield Rung(
                code=each.rule.code,
                on=day,
                what=each.rule.what,
                rule=each.said.capitalize(),
                source=each.rule.source,
                today=course.today,
                done_on=done.get(each.rule.code),
                is_recorded=each.rule.code not in NOTHING_RECORDED,
                is_for_the_company=each.rule.code == "CL03",
            )


def _day_of(asked: Asked, course: Course) -> date | None:
    counted = asked.rule.counted
    if counted is Counted.BACK:
        return asked.length.last_from(course.back_on, asked.nation)
    base = {
        Counted.START: course.first_day,
        Counted.RETURN: course.back_on,
        Counted.REVIEW: course.review_on,
    }[counted]
    return asked.latest(base) if base else None


def _done(course: Course) -> Mapping[str, date | None]:
    steps = {step.code: step for group in course.steps for step in group}
    released = steps["EMP"].done_on if "EMP" in steps else None
    college = steps["COL"].done_on if "COL" in steps else None
    return {
        "N1": course.sent_on,
        "N2": course.notice_given_on or released,
        "N3": college,
        "CL03": course.signed_on,
    }


def _by_step(course: Course) -> Iterator[Rung]:
    """Each group of steps has to be done before the longest step of the next one begins."""
    day = course.rules.asked("CL03").latest(course.first_day) - timedelta(days=SIGN_DAYS)
    said = f"{words.counted(SIGN_DAYS, 'day')} to sign"
    yield Rung(
        "issue",
        day,
        "The contract is issued",
        said,
        FROM_STEPS,
        course.today,
        course.issued_on,
        is_for_the_company=True,
    )
    day -= timedelta(days=ISSUE_DAYS)
    for group in reversed(course.steps):
        for step in group:
            said = f"{words.counted(step.days, 'day')} for this step"
            yield Rung(
                code=step.code,
                on=day,
                what=f"Decision: {step.label[:1].lower()}{step.label[1:]}",
                rule=said,
                source=OWN_DAYS,
                today=course.today,
                done_on=step.done_on,
                is_for_the_company=step.is_company,
            )
        day -= timedelta(days=max((step.days for step in group), default=0))
    yield Rung(
        "send",
        day,
        "The proposal is sent",
        "Early enough for every step",
        FROM_STEPS,
        course.today,
        course.sent_on,
    )


def _the_ends(course: Course) -> Iterator[Rung]:
    ends = (
        ("first_day", course.first_day, "First day"),
        ("last_day", course.last_day, "Last day"),
        ("return", course.back_on, "Day of return"),
    )
    for code, on, what in ends:
        yield Rung(
            code,
            on,
            what,
            "",
            FROM_PROPOSAL,
            course.today,
            is_recorded=False,
            is_for_the_company=code != "return",
            is_end=True,
        )
