"""What a proposal still needs before it can be sent, each with a link to where it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from secondments import words
from secondments.errors import Blocker
from secondments.secondment import questions, sections
from secondments.secondment.heading import path
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.questions import Question
from secondments.secondment.required import is_missing

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
ASKED_AT = {
    "start_past": "starts_on",
    "short_notice": "short_notice_reason",
    "credit": "claim_credit",
    "licence": "licence_held",
    "uncovered": "indemnity_plan",
    "company_waits": "company_id",
}


def question_of(blocker: Blocker) -> Question:
    return questions.PROPOSAL[ASKED_AT.get(blocker.code, "discussed")]


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
        for question in _unanswered(s, given)
    ]
    return lacking + [_missing(s, blocker) for blocker in other_blockers(s)]


def missing_by_section(s: Secondment) -> list[Missing]:
    """The same in one line for each section, for the task list."""
    given, titled = questions.answers_of(s), sections.sections_of(s)
    lacking = {
        code: list(found) for code, found in groupby(_unanswered(s, given), key=lambda q: q.section)
    }
    by_section = [
        Missing(
            f"{titled[code].title}: {words.listed(words.in_a_sentence(q.label) for q in asked)}.",
            path(s, f"proposal/{code}{asked[0].anchor}"),
            "Go on there",
        )
        for code, asked in lacking.items()
    ]
    return by_section + [_missing(s, blocker) for blocker in other_blockers(s)]


def _unanswered(s: Secondment, given: Mapping[str, Any]) -> list[Question]:
    asked = [q for section in sections.SECTIONS.values() for q in questions.asked_in(s, section)]
    needed = [q for q in asked if not q.optional and q.name != "discussed"]
    return [question for question in needed if lacks(question, given)]


def _missing(s: Secondment, blocker: Blocker) -> Missing:
    if blocker.fix != "proposal":
        return Missing(str(blocker), path(s, blocker.fix), "Go to the points")
    question = question_of(blocker)
    section = sections.sections_of(s)[question.section]
    href = path(s, f"proposal/{section.code}{question.anchor}")
    return Missing(str(blocker), href, f"Go to “{section.title}”")
