"""Check your answers: everything once more, what is missing, the declarations, send."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secondments import policy
from secondments.forms.choices import options_of
from secondments.secondment import standing
from secondments.secondment.act_forms import ResendForm, SendForm
from secondments.secondment.course import warned
from secondments.secondment.declarations import declarations_of
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.missing import Missing, missing
from secondments.secondment.pathways import STEPS
from secondments.secondment.proposal_page import checked_answers, first_asked
from secondments.secondment.questions import PROPOSAL
from secondments.secondment.sections import Section

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment
    from secondments.secondment.rounds import Vote

SENT = "Sent. We have asked whoever decides next, and you can follow it here."


@dataclass(frozen=True)
class Weighed:
    """Something that those who decide will weigh; it keeps nothing from being sent."""

    label: str
    sentence: str
    href: str


@dataclass(frozen=True)
class SendingPage:
    heading: Heading
    form: SendForm
    href: str
    back: str
    missing: Sequence[Missing]
    sections: Sequence[tuple[Section, Sequence[Sequence[str]]]]
    first: str
    version: int
    weighed: Sequence[Weighed]
    stand: Sequence[str]  # the approvals that are kept, and those that are asked for again
    fall: Sequence[str]


def form_of(s: Secondment) -> SendForm:
    """A proposal that was returned is sent with a word on what has changed."""
    kind = ResendForm if s.state is State.RETURNED else SendForm
    form = kind(revision=s.revision)
    form.declarations.options = options_of(declarations_of(s))
    return form


def of(s: Secondment, form: SendForm, *, reader: Person) -> SendingPage:
    """Raises NotAllowed, NotPossibleNow."""
    policy.require(reader, "secondment.send", s)
    LIFECYCLE.require(s, "save")
    falling = standing.falling(s)
    return SendingPage(
        heading=heading(s, reader=reader, here="proposal"),
        form=form,
        href=path(s, "proposal/check"),
        back=path(s, "proposal"),
        missing=missing(s),
        sections=list(checked_answers(s)),
        first=first_asked(s),
        version=len(s.sent) + 1,
        weighed=list(_weighed(s)),
        stand=[_given(v) for v in s.standing_votes if v not in falling],
        fall=[_given(vote) for vote in falling],
    )


def _given(vote: Vote) -> str:
    return f"{vote.by_name}, {STEPS[vote.step].label.lower()}"


def _weighed(s: Secondment) -> Iterator[Weighed]:
    for name, sentences in warned(s).items():
        question = PROPOSAL[name]
        here = path(s, f"proposal/{question.section}{question.anchor}")
        yield from (Weighed(question.label, sentence, here) for sentence in sentences)


def details(form: SendForm) -> dict[str, Any]:
    said = form.message.data if isinstance(form, ResendForm) else None
    return {"revision": form.revision.data, "message": said, "once": form.once.data}
