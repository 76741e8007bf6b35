"""What a draft began with, said to its applicant; and the page that copies a proposal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import policy, words
from secondments.forms import Form
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import State
from secondments.secondment.questions import PROPOSAL

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.beginning_models import Beginning
    from secondments.secondment.models import Secondment

COPIED = "Copied. The dates and what you declare are yours to give anew."
FROM_PROPOSAL = "From your proposal of {day}. Check it."
FROM_RECORD = "From what is recorded of you here. Check it."
COPY_OF = "Copied from {ref}"
COPY_REST = (
    ", your proposal of {day}. Dates, declarations, files, notes and what the company said"
    " were not copied."
)


@dataclass(frozen=True)
class Begun:
    """On the task list: a link to what was copied, and the rest of the sentence."""

    lead: str
    href: str
    rest: str


@dataclass(frozen=True)
class CopyPage:
    heading: Heading
    form: Form
    href: str
    back: str


def of(s: Secondment) -> Begun | None:
    begun = _shown(s)
    if begun is None or begun.source is None or not begun.is_copy:
        return None
    ref, day = begun.source.ref, words.day(begun.said_on)
    return Begun(COPY_OF.format(ref=ref), path(begun.source), COPY_REST.format(day=day))


def of_section(s: Secondment, code: str) -> str:
    """One sentence, where answers of the page are still as they were carried over."""
    begun = _shown(s)
    if begun is None:
        return ""
    here = [name for name in begun.carried if name in PROPOSAL and PROPOSAL[name].section == code]
    if not any(_is_as_it_was(s, begun, name) for name in here):
        return ""
    day = words.day(begun.said_on)
    return FROM_PROPOSAL.format(day=day) if begun.source else FROM_RECORD


def _shown(s: Secondment) -> Beginning | None:
    """Once it was sent it is a proposal like any other."""
    return s.beginning if s.state is State.DRAFT and not s.sent else None


def _is_as_it_was(s: Secondment, begun: Beginning, name: str) -> bool:
    now = getattr(s.proposal, name)
    return begun.source is None or now == getattr(begun.source.proposal, name)


def copying(s: Secondment, *, reader: Person) -> CopyPage:
    """Raises NotAllowed; in every state it is possible."""
    policy.require(reader, "secondment.copy", s)
    return CopyPage(heading(s, reader=reader), Form(), path(s, "copy"), path(s))
