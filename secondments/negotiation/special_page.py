"""Special conditions as one reader sees them: each wording, what changed in it, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import differences, policy, words
from secondments.differences import Piece
from secondments.errors import NotPossibleNow
from secondments.negotiation import sides, special_service
from secondments.negotiation.sides import Names
from secondments.negotiation.special_forms import DoForm, WordingForm
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment
    from secondments.secondment.term_models import Special, SpecialText

DROPPED = "Taken out"
WAITS = "Waiting for {side} to agree or to word it anew"
AGREED = "Agreed by both sides, waiting for legal to clear it"
CLEARED = "Agreed by both sides and cleared by legal"


@dataclass(frozen=True)
class WordedThen:
    """One wording in the history, with what it changed."""

    who: str
    when: str
    side: str
    title: str
    pieces: Sequence[Piece]
    reason: str


@dataclass(frozen=True)
class Condition:
    number: int
    title: str
    paragraphs: Sequence[str]
    state: str
    colour: str
    history: Sequence[WordedThen]
    href: str
    may_agree: bool
    may_word: bool
    may_drop: bool
    may_clear: bool
    stands: bool
    form: DoForm


@dataclass(frozen=True)
class SpecialPage:
    heading: Heading
    conditions: Sequence[Condition]
    may_add: bool
    names: Names
    href: str
    back: str
    side: str


@dataclass(frozen=True)
class WordPage:
    heading: Heading
    title: str
    form: WordingForm
    href: str
    back: str
    again: str


def of(s: Secondment, *, reader: Person) -> SpecialPage:
    side = policy.side_at_the_table(reader, s)
    names = sides.names_for(s, side)
    may = bool(side) and LIFECYCLE.can(s, "move_term")
    return SpecialPage(
        heading=heading(s, reader=reader, here="terms"),
        conditions=[_condition(s, each, reader, names, may=may) for each in s.specials],
        may_add=may,
        names=names,
        href=path(s, "terms/special"),
        back=path(s, "terms"),
        side=side,
    )


def _condition(
    s: Secondment, special: Special, reader: Person, names: Names, *, may: bool
) -> Condition:
    mine = special.now.side == names.mine
    acts = may and special.stands
    clears = LIFECYCLE.can(s, "clear_special") and special.is_agreed and not special.cleared_at
    return Condition(
        number=special.number,
        title=special.now.title,
        paragraphs=paragraphs(special.now.text),
        state=_state(special, names),
        colour=_colour(special),
        history=list(reversed(_history(special, names))),
        href=path(s, f"terms/special/{special.number}"),
        may_agree=acts and not mine and not special.is_agreed,
        may_word=acts,
        may_drop=acts and special_service.why_not_drop(special, names.mine) is None,
        may_clear=clears and policy.why_not(reader, "special.clear", s) is None,
        stands=special.stands,
        form=DoForm(formdata=None, seen=special.now.number),
    )


def paragraphs(text: str) -> list[str]:
    """Blank lines part them; other line breaks are spaces."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _state(special: Special, names: Names) -> str:
    if not special.stands:
        return DROPPED
    if special.cleared_at and special.cleared_by:
        return f"{CLEARED}: {special.cleared_by.name}, {words.day(special.cleared_at)}"
    if special.is_agreed:
        return AGREED
    other = "company" if special.now.side == "home" else "home"
    return WAITS.format(side="you" if other == names.mine else names.of(other))


def _colour(special: Special) -> str:
    if not special.stands:
        return "grey"
    return "green" if special.is_settled else "yellow" if special.is_agreed else "white"


def _history(special: Special, names: Names) -> list[WordedThen]:
    before = ""
    found = []
    for text in special.texts:
        found.append(_worded(text, before, names))
        before = text.text
    return found


def _worded(text: SpecialText, before: str, names: Names) -> WordedThen:
    agreed = ""
    if text.agreed_at and text.agreed_by:
        agreed = f". {text.agreed_by.name} agreed, {words.moment(text.agreed_at)}"
    return WordedThen(
        who=text.person.name,
        when=f"{words.moment(text.at)}{agreed}",
        side=names.of(text.side),
        title=text.title,
        pieces=differences.between(before, text.text),
        reason=text.reason or "",
    )


def to_word(s: Secondment, number: int | None, *, reader: Person) -> WordPage:
    """Raises NotAllowed, NotPossibleNow, NotFound."""
    policy.require(reader, "special.word", s)
    LIFECYCLE.require(s, "move_term")
    special = special_service.find(s, number) if number is not None else None
    if special is not None and not special.stands:
        raise NotPossibleNow(special_service.DROPPED)
    known = {"seen": 0}
    if special is not None:
        now = special.now
        known = {"seen": now.number, "heading": now.title, "text": now.text}  # type: ignore[dict-item]
    at = f"terms/special/{number}/word" if special else "terms/special/new"
    return WordPage(
        heading=heading(s, reader=reader, here="terms"),
        title=f"Word special condition {number} anew" if special else "Add a special condition",
        form=WordingForm(**known),
        href=path(s, at),
        back=path(s, "terms/special"),
        again=_again(s) if special and special.is_agreed else "",
    )


def _again(s: Secondment) -> str:
    return s.company.name if s.company else "the other side"
