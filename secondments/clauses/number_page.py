"""One text of a clause, what it changes and what may be done with it; and any two compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import differences, policy
from secondments.agreements import amending, clause_queries, library
from secondments.agreements.clause_models import TextState
from secondments.clauses import queries, service, showing
from secondments.clauses.forms import DoForm, ReviewForm
from secondments.clauses.page import HOME, SHIPPED, STATE_WORDS, about, today
from secondments.errors import NotPossibleNow

if TYPE_CHECKING:
    from secondments.agreements.amending import Amendment
    from secondments.agreements.clause_models import ClauseText
    from secondments.clauses.showing import Shown
    from secondments.differences import Piece
    from secondments.people.models import Person


@dataclass(frozen=True)
class Compared:
    """Two texts of a clause, word by word."""

    code: str
    before: int
    after: int
    title: Sequence[Piece]
    text: Sequence[Piece]
    is_same: bool
    numbers: Sequence[int]
    back: str


@dataclass(frozen=True)
class NumberPage:
    """`problem` says why it can no longer be shown filled in."""

    code: str
    number: int
    title: str
    state: str
    colour: str
    about: Sequence[str]
    why: str
    note: str
    changes: Compared
    paragraphs: Sequence[Shown]
    problem: str
    review: str
    submit: DoForm | None
    ways: Sequence[tuple[str, str]]
    withdraw: DoForm | None
    nobody: str
    href: str
    back: str


@dataclass(frozen=True)
class ReviewPage:
    shown: NumberPage
    form: ReviewForm


def in_force(code: str) -> int:
    """The number of the text that agreements drawn up today say."""
    return service.in_force(code, today()).number


def amendment(code: str, number: int, *, reader: Person) -> Amendment:
    """Any text by its number. Raises NotAllowed, NotFound."""
    if number == amending.FILES_OWN:
        return amending.shipped(code)
    return queries.text(code, number, reader=reader).as_amendment


def compared(code: str, before: int, after: int, *, reader: Person) -> Compared:
    """Raises NotAllowed, NotFound."""
    policy.require(reader, "clauses.see", None)
    old, new = (amendment(code, number, reader=reader) for number in (before, after))
    return Compared(
        code=code,
        before=before,
        after=after,
        title=differences.between(old.title, new.title),
        text=differences.between(old.text, new.text),
        is_same=(old.title, old.text) == (new.title, new.text),
        numbers=[amending.FILES_OWN, *sorted(text.number for text in queries.texts(code))],
        back=f"{HOME}/{code}",
    )


def of(code: str, number: int, *, reader: Person) -> NumberPage:
    """Raises NotAllowed, NotFound."""
    policy.require(reader, "clauses.see", None)
    text = None if number == amending.FILES_OWN else queries.text(code, number, reader=reader)
    said = amendment(code, number, reader=reader)
    paragraphs, problem = _filled(said)
    state, colour = STATE_WORDS[text.state if text else TextState.APPROVED]
    is_written = text is not None and policy.why_not(reader, "clauses.write", code) is None
    form = DoForm(saves=text.saves) if text and is_written else None
    is_draft = text is not None and text.state is TextState.DRAFT
    return NumberPage(
        code=code,
        number=number,
        title=said.title,
        state=state,
        colour=colour,
        about=about(text) if text else (SHIPPED,),
        why=text.why if text else "",
        note=text.note or "" if text else "",
        changes=compared(code, _against(code, text), number, reader=reader),
        paragraphs=paragraphs,
        problem=problem,
        review=library.REVIEW_NEEDED,
        submit=form if is_draft else None,
        withdraw=form if text and text.is_open else None,
        ways=_ways(text, reader) if text else _begin_anew(code, number, reader),
        nobody=service.NOBODY_ELSE if is_draft and text and not queries.reviewers_of(text) else "",
        href=f"{HOME}/{code}/{number}",
        back=f"{HOME}/{code}",
    )


def _against(code: str, text: ClauseText | None) -> int:
    """What it is compared with: an open text with what is in force, others with their base."""
    if text is None:
        return amending.FILES_OWN
    return in_force(code) if text.is_open else text.base


def _filled(said: Amendment) -> tuple[Sequence[Shown], str]:
    """A text of earlier days may say what the catalogue no longer has."""
    current = clause_queries.in_force(today())
    made = amending.as_it_was(current, said)
    if isinstance(made, str):
        return (), made
    return showing.paragraphs(current, made), ""


def _ways(text: ClauseText, reader: Person) -> list[tuple[str, str]]:
    """Links to what this reader can do with it."""
    at = f"{HOME}/{text.code}"
    if text.can_be_written:
        may = policy.why_not(reader, "clauses.write", text.code) is None
        return [("Change it", f"{at}/edit")] if may else []
    if text.state is TextState.IN_REVIEW:
        may = policy.why_not(reader, "clauses.approve", text) is None
        return [("Review it", f"{at}/{text.number}/review")] if may else []
    return _begin_anew(text.code, text.number, reader)


def _begin_anew(code: str, number: int, reader: Person) -> list[tuple[str, str]]:
    may = policy.why_not(reader, "clauses.write", code) is None
    is_free = may and queries.open_text(code) is None
    return [("Begin a new text from this one", f"{HOME}/{code}/edit?start={number}")] * is_free


def to_review(code: str, number: int, *, reader: Person) -> ReviewPage:
    """Raises NotAllowed, NotFound, NotPossibleNow when it is not waiting for a review."""
    text = queries.text(code, number, reader=reader)
    policy.require(reader, "clauses.approve", text)
    if text.state is not TextState.IN_REVIEW:
        raise NotPossibleNow(service.NOT_IN_REVIEW)
    form = ReviewForm(saves=text.saves)
    return ReviewPage(shown=of(code, number, reader=reader), form=form)
