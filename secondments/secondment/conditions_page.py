"""Conditions as each side may know them, and the page on which one is said to be met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import policy, words
from secondments.errors import NotFound
from secondments.secondment.choices import Owner
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.pathways import Side
from secondments.secondment.request_forms import MetForm

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment
    from secondments.secondment.reading import Reader
    from secondments.secondment.requests import Condition

MEET = "secondment.meet_condition"


@dataclass(frozen=True)
class ShownCondition:
    """One condition in words; `href` is where this reader may say that it is met."""

    number: int
    text: str
    about: str
    tag: str
    colour: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class ConditionPage:
    heading: Heading
    condition: Condition
    shown: ShownCondition
    form: MetForm
    href: str
    back: str


def reads(reader: Reader, condition: Condition) -> bool:
    """A company knows of those it has to meet and of those its own side set."""
    theirs = condition.owner is Owner.COMPANY or condition.side is Side.COMPANY
    return theirs or not reader.is_company


def shown(s: Secondment, reader: Reader) -> list[ShownCondition]:
    """Every condition of an approval that stands, met or not."""
    return [_shown(s, c, reader) for c in s.conditions if c.vote.stands and reads(reader, c)]


def open_ones(s: Secondment, reader: Reader) -> list[ShownCondition]:
    return [_shown(s, c, reader) for c in s.open_conditions if reads(reader, c)]


def _shown(s: Secondment, condition: Condition, reader: Reader) -> ShownCondition:
    masked = reader.is_company and condition.side is Side.HOME
    setter = "the applicant’s side" if masked else condition.vote.by_name
    whose = condition.owner.label[:1].lower() + condition.owner.label[1:]
    due = f", by {words.day(condition.due_on)}" if condition.due_on else ""
    about = f"For {whose}{due}. Set by {setter} on {words.day(condition.vote.at)}."
    if condition.met_at is not None:
        about += f" Met on {words.day(condition.met_at)}."
    may = condition.is_open and LIFECYCLE.can(s, "meet_condition")
    mine = may and policy.why_not(reader.person, MEET, condition) is None
    return ShownCondition(
        number=condition.number,
        text=condition.text,
        about=about,
        tag="To be met" if condition.is_open else "Met",
        colour="yellow" if condition.is_open else "green",
        note="" if masked else condition.met_note or "",
        href=path(s, f"conditions/{condition.number}") if mine else "",
    )


def numbered(s: Secondment, number: int, *, reader: Person) -> Condition:
    """Raises NotFound, also for one that the reader may not know of."""
    eyes = heading(s, reader=reader).reader
    found: Sequence[Condition] = [c for c in s.conditions if c.number == number and reads(eyes, c)]
    if not found:
        raise NotFound("There is no such condition, or none that you may see.")
    return found[0]


def of(s: Secondment, number: int, *, reader: Person) -> ConditionPage:
    """Raises NotFound, NotAllowed, NotPossibleNow."""
    condition = numbered(s, number, reader=reader)
    policy.require(reader, MEET, condition)
    LIFECYCLE.require(s, "meet_condition")
    top = heading(s, reader=reader, here="approvals")
    return ConditionPage(
        heading=top,
        condition=condition,
        shown=_shown(s, condition, top.reader),
        form=MetForm(),
        href=path(s, f"conditions/{number}"),
        back=path(s, "approvals"),
    )
