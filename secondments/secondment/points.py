"""What a return points at, and what became of each point: changed, answered or still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secondments import words
from secondments.secondment import questions
from secondments.secondment.questions import PROPOSAL, Names

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment
    from secondments.secondment.requests import ReturnPoint

OPEN, CHANGED, LEFT = "Open", "Changed", "Left as it was"
COLOURS = {OPEN: "yellow", CHANGED: "green", LEFT: "blue"}


@dataclass(frozen=True)
class Shown:
    """One point with what became of it, in words."""

    name: str  # of the question
    label: str
    raised: str  # by whom, when
    comment: str
    status: str
    answer: str = ""
    before: str = ""
    after: str = ""

    @property
    def colour(self) -> str:
        return COLOURS[self.status]


def of_the_return(s: Secondment) -> Sequence[ReturnPoint]:
    """The points of the return that the applicant is working on, in the order of the form."""
    return of_version(s, s.sent[-1].version) if s.sent else []


def of_version(s: Secondment, version: int) -> Sequence[ReturnPoint]:
    """The points of the return of one version, in the order of the form."""
    order = list(PROPOSAL)
    found = [point for point in s.points if point.version == version]
    return sorted(found, key=lambda point: order.index(point.question))


def is_open(s: Secondment, point: ReturnPoint) -> bool:
    return point.answer is None and _before(s, point) == _after(s, point)


def _before(s: Secondment, point: ReturnPoint) -> Any:
    """The answer that was pointed at."""
    sent = next(sent for sent in s.sent if sent.version == point.version)
    return sent.answers.get(point.question)


def _after(s: Secondment, point: ReturnPoint) -> Any:
    """The answer of the version that followed, or the one that is being written."""
    later = next((sent for sent in s.sent if sent.version == point.version + 1), None)
    answers = later.answers if later else questions.answers_of(s)
    return answers.get(point.question)


def shown(s: Secondment, point: ReturnPoint, names: Names) -> Shown:
    question = PROPOSAL[point.question]
    before, after = _before(s, point), _after(s, point)
    status = CHANGED if before != after else LEFT if point.answer is not None else OPEN
    return Shown(
        name=point.question,
        label=question.label,
        raised=f"{point.person.name}, {words.day(point.at)}",
        comment=point.comment or "",
        status=status,
        answer=point.answer or "",
        before=questions.said(question, before, names),
        after=questions.said(question, after, names) if before != after else "",
    )
