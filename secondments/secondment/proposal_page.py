"""The proposal as its applicant writes it: the task list, one section, check your answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from secondments import policy, words
from secondments.secondment import (
    beginning_page,
    company_section,
    points,
    points_page,
    queries,
    questions,
    standing,
    turns,
)
from secondments.secondment.beginning_page import Begun
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import State
from secondments.secondment.missing import (
    Missing,
    lacks,
    missing_by_section,
    other_blockers,
    section_of,
)
from secondments.secondment.pathways import Side, label_of
from secondments.secondment.points import Shown
from secondments.secondment.questions import Question
from secondments.secondment.reading import company_answers_for, is_being_written, proposal_for
from secondments.secondment.sections import Section, sections_of

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment


@dataclass(frozen=True)
class Task:
    """One section on the task list; for macros/facts.html tasks()."""

    label: str
    hint: str
    status: str
    href: str


@dataclass(frozen=True)
class TaskList:
    """The proposal while it is written."""

    heading: Heading
    title: str
    is_returned: bool
    groups: Sequence[tuple[str, Sequence[Task]]]
    done: int
    total: int
    missing: Sequence[Missing]
    first: str
    deciding: str
    check: str
    returns: Sequence[Mapping[str, str]]
    points: Sequence[Shown]
    points_href: str
    point_hrefs: Mapping[str, str]
    begun: Begun | None
    template: str = "secondment/task_list.html"


@dataclass(frozen=True)
class Answers:
    """The proposal to read: its sections with questions and answers."""

    heading: Heading
    version: str
    sections: Sequence[tuple[Section, Sequence[Sequence[str]]]]
    template: str = "secondment/proposal.html"


def of(s: Secondment, *, reader: Person) -> TaskList | Answers:
    """The task list for whoever may write it now, the answers for everyone else."""
    if policy.why_not(reader, "secondment.save", s) is None and is_being_written(s):
        return task_list(s, reader=reader)
    return answers(s, reader=reader)


def task_list(s: Secondment, *, reader: Person) -> TaskList:
    given = questions.answers_of(s)
    pointed = points_page.raised(s) if s.state is State.RETURNED else []
    tasks = [(x.group, _task(s, x, given, pointed)) for x in sections_of(s).values()]
    company = company_section.name_of(s)
    title = f"Your secondment to {company}" if company else "Your secondment"
    returns = [vote for vote in s.votes if vote.round == s.round - 1 and vote.message]
    return TaskList(
        heading=heading(s, reader=reader, here="proposal"),
        title=title,
        is_returned=s.state is State.RETURNED,
        groups=[
            (g, [task for _, task in found]) for g, found in groupby(tasks, key=lambda x: x[0])
        ],
        done=sum(task.status == "completed" for _, task in tasks),
        total=sum(task.status != "optional" for _, task in tasks),
        missing=missing_by_section(s),
        first=first_asked(s),
        deciding=words.listed(
            words.in_a_sentence(label_of(s, step)) for step in s.pathway.steps(Side.HOME)
        ),
        check=path(s, "proposal/check"),
        returns=[
            {"who": v.person.name, "when": words.day(v.at), "said": v.message or ""}
            for v in returns
            if v.decision == "return"
        ],
        points=pointed,
        points_href=path(s, "proposal/points"),
        point_hrefs={p.name: points_page.place_of(s, p.name) for p in pointed},
        begun=beginning_page.of(s),
    )


def _task(
    s: Secondment, section: Section, given: Mapping[str, Any], pointed: Sequence[Shown]
) -> Task:
    asked = _asked(s, section, given)
    needed = [q for q in asked if not q.optional]
    lacking = [q for q in needed if lacks(q, given)]
    status = "progress" if any(given[q.name] for q in asked) else "not_started"
    if not needed and status == "not_started":
        status = "optional"
    elif not lacking:
        wrong = {b.code for b in other_blockers(s) if section_of(b) == section.code}
        status = (
            "problem" if wrong - company_section.WAITS else "progress" if wrong else "completed"
        )
    names = {q.name for q in asked}
    left = sum(point.name in names and point.status == points.OPEN for point in pointed)
    if left:
        status = "progress"
    hint = f"{words.counted(left, 'point')} to look at" if left else section.hint
    return Task(section.title, hint, status, path(s, f"proposal/{section.code}"))


def _asked(s: Secondment, section: Section, given: Mapping[str, Any]) -> list[Question]:
    """The questions of a section that the pathway asks and the chosen arrangement needs."""
    return [q for q in questions.asked_in(s, section) if questions.asked(q, given)]


def first_asked(s: Secondment) -> str:
    """Dr Helen Marsh, or the role where nobody is named yet; whose step is the first to open."""
    steps = standing.asked_next(s)
    if not steps:
        return "the contracts office"
    pathway = s.pathway
    asked = [
        words.listed(p.name for p in turns.approvers(s, rule))
        or f"the {words.in_a_sentence(rule.label)}"
        for rule in map(pathway.rule, pathway.home[0])
    ]
    return words.listed(asked)


def answers(s: Secondment, *, reader: Person) -> Answers:
    top = heading(s, reader=reader, here="proposal")
    said = proposal_for(top.reader, s)
    return Answers(
        heading=top,
        version=version_words(s),
        sections=[(section, rows) for section, rows in _read(s, said) if rows],
    )


def version_words(s: Secondment) -> str:
    if not s.sent:
        return "Not sent yet"
    newest = s.sent[-1]
    return f"Version {newest.version}, sent on {words.moment(newest.at)}"


def _read(
    s: Secondment, said: Mapping[str, Any]
) -> Iterator[tuple[Section, Sequence[Sequence[str]]]]:
    known = names_of(s)
    # What was sent may name people who have been replaced since.
    known = {**queries.names(questions.ids_in(said) - set(known)), **known}
    for section in sections_of(s).values():
        asked = [q for q in _asked(s, section, said) if q.name in said]
        rows = [(q.label, questions.said(q, said[q.name], known) or "Not answered") for q in asked]
        yield section, rows


def checked_answers(s: Secondment) -> Iterator[tuple[Section, Sequence[Sequence[str]]]]:
    """Every answer with a link to change it, for check your answers."""
    known, said = names_of(s), questions.answers_of(s)
    for section in sections_of(s).values():
        here = path(s, f"proposal/{section.code}")
        asked = _asked(s, section, said)
        yield (
            section,
            [
                (q.label, questions.said(q, said[q.name], known) or "Not answered", here + q.anchor)
                for q in asked
            ],
        )


def names_of(s: Secondment) -> questions.Names:
    """The names that the proposal and the company's answers need, without another query."""
    given = s.company_answers
    known = [
        s.company,
        s.proposal.supervisor,
        s.proposal.line_manager,
        s.proposal.company_lead,
        given and given.host_manager,
        given and given.signatory,
    ]
    return {str(one.id): one.name for one in known if one}


def company_rows(s: Secondment, top: Heading) -> list[tuple[str, str]]:
    """What the company has said."""
    said, known = company_answers_for(top.reader, s), names_of(s)
    return [
        (question.label, questions.said(question, said[name], known) or "Not answered")
        for name, question in questions.COMPANY.items()
        if name in said
    ]
