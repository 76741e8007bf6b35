"""What a proposal still needs before it can be sent, each with a link to where it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from secondments import words
from secondments.errors import Blocker
from secondments.secondment import questions
from secondments.secondment.choices import is_missing
from secondments.secondment.heading import path
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.questions import PROPOSAL, SECTIONS, Question

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

SAID_ELSEWHERE = {"answers", "declared"}  # said question by question, or on the page itself


@dataclass(frozen=True)
class Missing:
    """Something that keeps the proposal from being sent, and where to put it right."""

    sentence: str
    href: str
    link: str


def lacks(question: Question, given: Mapping[str, Any]) -> bool:
    if not questions.asked(question, given):
        return False
    answer = given[question.name]
    return is_missing(question.name, answer) or (question.name == "discussed" and not answer)


def other_blockers(s: Secondment) -> list[Blocker]:
    move = "resend" if s.state is State.RETURNED else "send"
    return [b for b in LIFECYCLE.why_not(s, move) if b.code not in SAID_ELSEWHERE]


# Where a guard's sentence is put right: the question.
ASKED_AT = {"start_past": "starts_on", "short_notice": "short_notice_reason"}


def question_of(blocker: Blocker) -> Question:
    return PROPOSAL[ASKED_AT.get(blocker.code, "discussed")]


def section_of(blocker: Blocker) -> str:
    """Nothing for what is put right on a page of its own."""
    return question_of(blocker).section if blocker.fix == "proposal" else ""


def missing(s: Secondment) -> list[Missing]:
    """Everything that keeps it from being sent, each with a link to its box."""
    given = questions.answers_of(s)
    lacking = [
        Missing(
            f"{question.label}: not answered yet.",
            path(s, f"proposal/{question.section}{question.anchor}"),
            "Answer it",
        )
        for question in _unanswered(given)
    ]
    return lacking + [_missing(s, blocker) for blocker in other_blockers(s)]


def missing_by_section(s: Secondment) -> list[Missing]:
    """The same in one line for each section, for the task list."""
    given = questions.answers_of(s)
    lacking = {
        code: list(found) for code, found in groupby(_unanswered(given), key=lambda q: q.section)
    }
    by_section = [
        Missing(
            f"{SECTIONS[code].title}: {words.listed(map(_in_a_sentence, asked))}.",
            path(s, f"proposal/{code}{asked[0].anchor}"),
            "Go on there",
        )
        for code, asked in lacking.items()
    ]
    return by_section + [_missing(s, blocker) for blocker in other_blockers(s)]


def _unanswered(given: Mapping[str, Any]) -> list[Question]:
    needed = [q for q in PROPOSAL.values() if not q.optional and q.name != "discussed"]
    return [question for question in needed if lacks(question, given)]


def _missing(s: Secondment, blocker: Blocker) -> Missing:
    if blocker.fix != "proposal":
        return Missing(str(blocker), path(s, blocker.fix), "Go to the points")
    question = question_of(blocker)
    section = SECTIONS[question.section]
    href = path(s, f"proposal/{section.code}{question.anchor}")
    return Missing(str(blocker), href, f"Go to “{section.title}”")


def _in_a_sentence(question: Question) -> str:
    """CCT date, but role and first day."""
    label = question.label
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
