"""The points of a return for the applicant: beside the fields, in one list, to be answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import policy
from secondments.forms import Form
from secondments.secondment import points, queries, questions
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.points import Shown
from secondments.secondment.questions import PROPOSAL
from secondments.secondment.request_forms import RepliesForm, replies_form

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment
    from secondments.secondment.requests import ReturnPoint


@dataclass(frozen=True)
class PointsPage:
    heading: Heading
    points: Sequence[Shown]
    form: RepliesForm
    href: str
    back: str

    def change(self, point: Shown) -> str:
        """Where the answer is changed."""
        question = PROPOSAL[point.name]
        return f"{self.back}/{question.section}{question.anchor}"


def place_of(s: Secondment, name: str) -> str:
    """Where a question is answered."""
    question = PROPOSAL[name]
    return path(s, f"proposal/{question.section}{question.anchor}")


def put_beside(form: Form, s: Secondment) -> list[Shown]:
    """Show each point of the return beside the box of its answer; all of them."""
    found = {point.name: point for point in raised(s)}
    for answer in form.answers():
        if answer.name in found:
            answer.remarks = [found[answer.name]]
    return [*found.values()]


def raised(s: Secondment) -> list[Shown]:
    """The points of the newest return, with what has become of each."""
    return in_words(s, points.of_the_return(s))


def in_words(s: Secondment, found: Sequence[ReturnPoint]) -> list[Shown]:
    """With the names that the answers hold, in one query where there are any."""
    if not found:
        return []
    ids = questions.ids_in(questions.answers_of(s)).union(
        *(questions.ids_in(sent.answers) for sent in s.sent)
    )
    asked = {point.question for point in found}
    known = queries.names(ids) if any(name.endswith("_id") for name in asked) else {}
    return [points.shown(s, point, known) for point in found]


def of(s: Secondment, *, reader: Person) -> PointsPage:
    """Raises NotAllowed, NotPossibleNow."""
    policy.require(reader, "secondment.answer_points", s)
    LIFECYCLE.require(s, "answer_points")
    found = raised(s)
    return PointsPage(
        heading=heading(s, reader=reader, here="proposal"),
        points=found,
        form=replies_form(found, revision=s.revision),
        href=path(s, "proposal/points"),
        back=path(s, "proposal"),
    )
