"""Writing a clause text, sending it for review, approving it or sending it back."""

import re
import uuid
from dataclasses import dataclass
from datetime import date

from secondments import clock, words
from secondments.agreements import amending, clause_queries
from secondments.agreements.amending import Amendment
from secondments.agreements.clause_models import ClauseText, TextState
from secondments.agreements.library import NEWEST
from secondments.agreements.placeholders import Problem
from secondments.clauses import letters, queries
from secondments.errors import InvalidInput, NotPossibleNow, Stale
from secondments.extensions import db
from secondments.people.models import Person
from secondments.use_case import use_case

ZONE = words.HOME_ZONE
MOST_SHOWN = 12
CHANGED_MEANWHILE = (
    "Somebody else changed this text while you had it open. Look at what it says now, then decide."
)
IN_REVIEW = "This text is being reviewed. Withdraw it, or wait until it is sent back."
NOT_A_DRAFT = "Only a draft is sent for review."
NOT_IN_REVIEW = "This text is not waiting for a review."
NOT_OPEN = "This text is not being written any more."
NOBODY_ELSE = (
    "Nobody can review this: it takes a system administrator who has written none of it. Give a"
    " second person that role under People."
)
NOTHING_NEW = "This text says what number {number} says, which is in force."
PLAIN_TITLE = "Write the title in plain words, without braces or “<” and “>”"
ONE_PROBLEM = "There is a problem in the text. {first}"
PROBLEMS = "There are {number} problems in the text. The first: {first}"
MORE = "And {number} more."
TOO_EARLY = "Choose {day} or a later day"
NOT_BEFORE = "Number {number} holds from {day}. Choose that day or a later one"
BROKEN = "This text does not fit the library any more. {problem}"


@dataclass(frozen=True)
class Seen:
    """What its writer had open: the number of the text and how often it was saved, or nothing."""

    number: int = 0
    saves: int = 0


@dataclass(frozen=True)
class Wording:
    """What is written. `base` is the number it was begun from; `why` is for the reviewer."""

    title: str
    text: str
    why: str
    base: int = amending.FILES_OWN


@use_case("clauses.write")
def save(
    code: str, *, by: Person, wording: Wording, seen: Seen, once: uuid.UUID | None = None
) -> int:
    """Keep a draft: the one that is open, or a new number, which is the answer.

    Raises NotFound, Stale, NotPossibleNow, InvalidInput with every problem of the text.
    """
    known = queries.open_text(code, locked=True)
    _not_stale(known, seen)
    if known is not None and not known.can_be_written:
        raise NotPossibleNow(IN_REVIEW)
    _refuse(code, wording)
    text = known or _begun(code, wording.base, by)
    text.title, text.text, text.why = wording.title, wording.text, wording.why
    text.state, text.saves = TextState.DRAFT, text.saves + 1
    text.reviewed_by_id = text.reviewed_at = None
    text.writers = sorted({*text.writers, str(by.id)})
    db.session.add(text)
    return text.number


def _begun(code: str, base: int, by: Person) -> ClauseText:
    return ClauseText(
        library=NEWEST,
        code=code,
        number=queries.last_number(code) + 1,
        base=base,
        saves=0,
        writers=[],
        written_by_id=by.id,
        written_at=clock.now(),
    )


def _not_stale(known: ClauseText | None, seen: Seen) -> None:
    now = Seen(known.number, known.saves) if known else Seen()
    if now != seen:
        raise Stale(CHANGED_MEANWHILE, seen=seen.saves, newest=now.saves)


def _refuse(code: str, wording: Wording) -> None:
    if re.search(r"[{}<>]", wording.title):
        raise InvalidInput(PLAIN_TITLE, fields={"title": PLAIN_TITLE})
    if found := problems(code, wording.title, wording.text, clock.today(ZONE)):
        raise InvalidInput(_first(found), fields=_said(found))


def problems(code: str, title: str, text: str, day: date) -> list[Problem]:
    """Everything on which the library of a day could not hold this text. Raises NotFound."""
    return amending.read(clause_queries.in_force(day), code, title, text)[1]


def _first(found: list[Problem]) -> str:
    if len(found) == 1:
        return ONE_PROBLEM.format(first=found[0])
    return PROBLEMS.format(number=len(found), first=found[0])


def _said(found: list[Problem]) -> dict[str, str]:
    """By where they are shown: all in the summary, the first at the box."""
    listed = {f"problem {nth}": str(each) for nth, each in enumerate(found[1:MOST_SHOWN])}
    if len(found) > MOST_SHOWN:
        listed["more"] = MORE.format(number=len(found) - MOST_SHOWN)
    return {"text": _first(found), **listed}


@use_case("clauses.submit")
def submit(text: ClauseText, *, by: Person, saves: int, once: uuid.UUID | None = None) -> None:
    """Send a draft to the other administrators. Raises Stale, NotPossibleNow."""
    text = _as_seen(text, saves)
    if text.state is not TextState.DRAFT:
        raise NotPossibleNow(NOT_A_DRAFT)
    today = clock.today(ZONE)
    now = in_force(text.code, today)
    if (now.title, now.text) == (text.title, text.text):
        raise NotPossibleNow(NOTHING_NEW.format(number=now.number))
    _fits(text, today)
    if not queries.reviewers_of(text):
        raise NotPossibleNow(NOBODY_ELSE)
    text.state, text.submitted_at, text.note = TextState.IN_REVIEW, clock.now(), None
    letters.submitted(text, by=by)


def in_force(code: str, day: date) -> Amendment:
    """The text of a clause that agreements drawn up on that day say."""
    labels = clause_queries.labels_in_force(NEWEST, day)
    mine = [label for label in labels if label.partition(".")[0] == code]
    return next(iter(clause_queries.named(NEWEST, mine)), None) or amending.shipped(code)


def _as_seen(text: ClauseText, saves: int) -> ClauseText:
    """The text, kept for us. Raises Stale if it was saved since."""
    text = queries.read_afresh(text)
    if text.saves != saves:
        raise Stale(CHANGED_MEANWHILE, seen=saves, newest=text.saves)
    return text


def _fits(text: ClauseText, day: date) -> None:
    """The catalogue, or another clause, may have changed since it was saved."""
    for problem in problems(text.code, text.title, text.text, day):
        raise NotPossibleNow(BROKEN.format(problem=problem))


@use_case("clauses.withdraw")
def withdraw(text: ClauseText, *, by: Person, saves: int, once: uuid.UUID | None = None) -> None:
    """Give up a text that is not approved. Raises Stale, NotPossibleNow."""
    text = _as_seen(text, saves)
    if not text.is_open:
        raise NotPossibleNow(NOT_OPEN)
    text.state = TextState.WITHDRAWN


@use_case("clauses.approve")
def approve(
    text: ClauseText,
    *,
    by: Person,
    saves: int,
    effective_from: date,
    note: str = "",
    once: uuid.UUID | None = None,
) -> None:
    """Agreements drawn up from that day on say it. Raises Stale, NotPossibleNow, InvalidInput."""
    text = _in_review(text, saves)
    _day_may_be(text, effective_from)
    _fits(text, effective_from)
    text.state, text.effective_from = TextState.APPROVED, effective_from
    text.reviewed_by_id, text.reviewed_at, text.note = by.id, clock.now(), note or None
    letters.approved(text, by=by)


def _in_review(text: ClauseText, saves: int) -> ClauseText:
    text = _as_seen(text, saves)
    if text.state is not TextState.IN_REVIEW:
        raise NotPossibleNow(NOT_IN_REVIEW)
    return text


def _day_may_be(text: ClauseText, day: date) -> None:
    """Not in the past, nor before the one it takes the place of: a higher number always wins."""
    today, last = clock.today(ZONE), queries.last_approved(text.code)
    sentence = ""
    if day < today:
        sentence = TOO_EARLY.format(day=words.day(today))
    elif last is not None and last.effective_from is not None and day < last.effective_from:
        sentence = NOT_BEFORE.format(number=last.number, day=words.day(last.effective_from))
    if sentence:
        raise InvalidInput(sentence, fields={"effective_from": sentence})


@use_case("clauses.send_back")
def send_back(
    text: ClauseText, *, by: Person, saves: int, note: str, once: uuid.UUID | None = None
) -> None:
    """Its writers change it, or withdraw it. Raises Stale, NotPossibleNow."""
    text = _in_review(text, saves)
    text.state, text.note = TextState.SENT_BACK, note
    text.reviewed_by_id, text.reviewed_at = by.id, clock.now()
    letters.sent_back(text, by=by)
