"""The pages of clauses: all of them, and one with its parameters and its texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import clock, policy, words
from secondments.agreements import amending, clause_queries, library
from secondments.agreements.clause_models import TextState
from secondments.catalogue import conditions, dependence
from secondments.catalogue.parameters import PARAMETERS
from secondments.clauses import queries, said, service, showing

if TYPE_CHECKING:
    from datetime import date

    from secondments.agreements.clause_models import ClauseText
    from secondments.agreements.library import Clause, Library
    from secondments.catalogue.kinds import Parameter
    from secondments.clauses.showing import Shown
    from secondments.people.models import Person

HOME = "/settings/clauses"
SHIPPED = "Came with the service"
IN_FORCE, EARLIER, TO_COME = ("In force", "green"), ("Earlier", "grey"), ("To come", "white")
STATE_WORDS: dict[TextState, tuple[str, str]] = {
    TextState.DRAFT: ("Draft", "blue"),
    TextState.IN_REVIEW: ("In review", "yellow"),
    TextState.SENT_BACK: ("Sent back", "yellow"),
    TextState.APPROVED: ("Approved", "green"),
    TextState.WITHDRAWN: ("Withdrawn", "grey"),
}


@dataclass(frozen=True)
class Row:
    """A clause in the list. `number` is of the text in force; `open_*` of what is on its way."""

    code: str
    title: str
    kinds: str
    number: int
    since: str
    open_state: str
    open_colour: str
    open_who: str
    href: str


@dataclass(frozen=True)
class ListPage:
    rows: Sequence[Row]
    version: str
    review: str


@dataclass(frozen=True)
class TextRow:
    """One text of a clause: number 1 is the file's."""

    number: int
    state: str
    colour: str
    about: Sequence[str]
    href: str
    compare: str


@dataclass(frozen=True)
class ParameterRow:
    """What a clause leaves open, in words."""

    name: str
    label: str
    facts: Sequence[tuple[str, str]]
    help: str


@dataclass(frozen=True)
class ClausePage:
    code: str
    title: str
    kinds: str
    number: int
    when: str
    paragraphs: Sequence[Shown]
    parameters: Sequence[ParameterRow]
    texts: Sequence[TextRow]
    write: str
    write_label: str
    review: str


def every(*, reader: Person) -> ListPage:
    """Raises NotAllowed."""
    found = queries.every_text(reader=reader)
    now = today()
    current = clause_queries.in_force(now)
    return ListPage(
        rows=[_row(current, clause, found, now) for clause in current.clauses],
        version=current.version,
        review=library.REVIEW_NEEDED,
    )


def today() -> date:
    return clock.today(service.ZONE)


def _row(current: Library, clause: Clause, found: Sequence[ClauseText], now: date) -> Row:
    mine = [text for text in found if text.code == clause.code]
    standing = newest_in_force(mine, now)
    on_its_way = next((x for x in mine if x.is_open or _is_to_come(x, now)), None)
    state, colour = STATE_WORDS[on_its_way.state] if on_its_way else ("", "")
    return Row(
        code=clause.code,
        title=clause.title,
        kinds=kinds_of(current, clause.code),
        number=standing.number if standing else amending.FILES_OWN,
        since=_since(standing) if standing else SHIPPED,
        open_state=f"{state}, number {on_its_way.number}" if on_its_way else "",
        open_colour=colour,
        open_who=" ".join(about(on_its_way)[:1]) if on_its_way else "",
        href=f"{HOME}/{clause.code}",
    )


def newest_in_force(texts: Sequence[ClauseText], day: date) -> ClauseText | None:
    """Of the texts of one clause, newest first."""
    of_this = (text for text in texts if text.library == library.NEWEST)
    return next((x for x in of_this if x.effective_from and x.effective_from <= day), None)


def _is_to_come(text: ClauseText, day: date) -> bool:
    return text.effective_from is not None and text.effective_from > day


def _since(text: ClauseText) -> str:
    return f"From {words.day(text.effective_from)}" if text.effective_from else ""


def kinds_of(current: Library, code: str) -> str:
    """Secondment, advisory: the agreements that may have the clause."""
    titles = [x.title.removesuffix(" agreement") for x in current.templates if code in x.clauses]
    return words.listed(words.in_a_sentence(title) for title in titles).capitalize()


def one(code: str, *, reader: Person) -> ClausePage:
    """Raises NotAllowed, NotFound."""
    policy.require(reader, "clauses.see", None)
    current, found = clause_queries.in_force(today()), queries.texts(code)
    clause = current.clause(code)
    standing = newest_in_force(found, today())
    number = standing.number if standing else amending.FILES_OWN
    may_write = policy.why_not(reader, "clauses.write", code) is None
    is_begun = any(text.is_open for text in found)
    return ClausePage(
        code=code,
        title=clause.title,
        kinds=kinds_of(current, code),
        number=number,
        when=said.condition(clause.when),
        paragraphs=showing.paragraphs(current, clause),
        parameters=[_parameter(p, current) for p in parameters_of(clause)],
        texts=[*(_text(x, number) for x in found), _shipped(code, number)],
        write=f"{HOME}/{code}/edit" if may_write and _can_write(found) else "",
        write_label="Go on with the draft" if is_begun else "Write a new text",
        review=library.REVIEW_NEEDED,
    )


def _can_write(texts: Sequence[ClauseText]) -> bool:
    return all(text.can_be_written for text in texts if text.is_open)


def parameters_of(clause: Clause) -> list[Parameter]:
    """Its own, and those of other clauses that its texts say or ask about."""
    asked = {*clause.when.parameters}
    for passage in clause.passages:
        asked |= passage.names | passage.when.parameters
    return [x for x in PARAMETERS.values() if x.clause == clause.code or x.name in asked]


def _parameter(parameter: Parameter, current: Library) -> ParameterRow:
    facts = {
        "Kind": said.KIND_WORDS[type(parameter)],
        "Unit": getattr(parameter, "unit", ""),
        "Usual": said.usual(parameter),
        "May be": said.bounds(parameter),
        "Legal has to allow": said.outside(parameter),
        "Who pushes": parameter.pushed_by,
        "Suggested compromise": parameter.compromise,
        "Means anything": said.condition(conditions.parse(parameter.when, PARAMETERS)),
        "What depends on it": words.listed(depending_on(parameter.name, current)) or "Nothing",
        "Settled by": "" if parameter.negotiable else "The law or the facts: not negotiated",
        "Retired": "No new text may say it" if parameter.retired else "",
    }
    shown = [(label, text) for label, text in facts.items() if text and text.strip()]
    return ParameterRow(parameter.name, parameter.label, shown, parameter.help)


def depending_on(name: str, current: Library) -> list[str]:
    """Parameters that mean something only for some of its values, and clauses that ask for it."""
    labels = [f"“{PARAMETERS[each].label}”" for each in dependence.depending_on(name)]
    asking = [
        clause.code
        for clause in current.clauses
        if name in clause.when.parameters
        or any(name in x.names | x.when.parameters for x in clause.passages)
    ]
    return labels + [f"clause {code}" for code in asking]


def _text(text: ClauseText, in_force: int) -> TextRow:
    state, colour = standing(text, in_force)
    return TextRow(
        number=text.number,
        state=state,
        colour=colour,
        about=about(text),
        href=f"{HOME}/{text.code}/{text.number}",
        compare=f"{HOME}/{text.code}/compare?before={text.base}&after={text.number}",
    )


def standing(text: ClauseText, in_force: int) -> tuple[str, str]:
    """Its state as a word and a colour; an approved one is in force, earlier or to come."""
    if text.state is not TextState.APPROVED:
        return STATE_WORDS[text.state]
    if text.number == in_force:
        return IN_FORCE
    return TO_COME if text.number > in_force else EARLIER


def _shipped(code: str, in_force: int) -> TextRow:
    return TextRow(
        number=amending.FILES_OWN,
        state=IN_FORCE[0] if in_force == amending.FILES_OWN else EARLIER[0],
        colour=IN_FORCE[1] if in_force == amending.FILES_OWN else EARLIER[1],
        about=(SHIPPED,),
        href=f"{HOME}/{code}/{amending.FILES_OWN}",
        compare="",
    )


def about(text: ClauseText) -> list[str]:
    """Who wrote it and when, who decided and when, from which day it holds."""
    lines = [f"Begun by {text.written_by.name}, {words.day(text.written_at)}."]
    if text.reviewed_by is not None and text.reviewed_at is not None:
        verb = "Approved" if text.effective_from else "Sent back"
        lines.append(f"{verb} by {text.reviewed_by.name}, {words.day(text.reviewed_at)}.")
    if text.effective_from is not None:
        lines.append(f"Holds from {words.day(text.effective_from)}.")
    return lines
