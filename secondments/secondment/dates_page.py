"""The Dates section of a case: every latest safe day, what was broken, the CCT date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments.secondment import course as courses
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.ladder import Rung, rungs
from secondments.secondment.lifecycle import LIFECYCLE, STOPPED
from secondments.secondment.weighed import Weighed, said_for, weighed

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment
    from secondments.secondment.reading import Reader


@dataclass(frozen=True)
class DatesPage:
    heading: Heading
    rungs: Sequence[Rung]
    late: Sequence[Rung]
    weighed: Weighed | None
    change: str
    is_over: bool


def of(s: Secondment, *, reader: Person) -> DatesPage:
    """What this reader may know; a company sees what concerns it, of the dates as they are sent."""
    top = heading(s, reader=reader, here="dates")
    shown = list(_rungs(s, top.reader))
    return DatesPage(
        heading=top,
        rungs=shown,
        late=[rung for rung in shown if rung.days_late],
        weighed=weighed(s, top.reader),
        change=_change(s, top.reader),
        is_over=s.state in STOPPED,
    )


def _rungs(s: Secondment, reader: Reader) -> list[Rung]:
    course = courses.course(s, said_for(reader, s))
    if course is None or s.state in STOPPED:
        return []
    return [r for r in rungs(course) if r.is_for_the_company or not reader.is_company]


def _change(s: Secondment, reader: Reader) -> str:
    """Where the applicant changes the dates, while that is possible."""
    may = reader.is_applicant and not LIFECYCLE.why_not(s, "save")
    return path(s, "proposal/dates") if may else ""
