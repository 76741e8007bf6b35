"""Starting a proposal: who somebody is and where, because that decides who is asked later."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from secondments.errors import NotAllowed
from secondments.forms import Form
from secondments.people.models import Kind
from secondments.secondment import starting
from secondments.secondment.kept_forms import Picked
from secondments.secondment.starting import Start

if TYPE_CHECKING:
    from secondments.people.models import Person

NO_UNIVERSITY = "none"
PLACES = {
    "employer_id": Kind.EMPLOYER,
    "training_body_id": Kind.TRAINING_BODY,
    "university_id": Kind.UNIVERSITY,
}


def _id(value: str) -> uuid.UUID | None:
    return None if value == NO_UNIVERSITY else uuid.UUID(value)


class NewForm(Form):
    pathway = Picked(
        "Which of these are you?",
        hint="It decides who is asked to approve, and what we ask you.",
        means=str,
        sentence="Choose which of these you are",
    )
    employer_id = Picked("Who employs you?", means=_id, sentence="Choose who employs you")
    training_body_id = Picked(
        "Who runs your training?",
        hint="Your deanery. It counts only if you are in training.",
        means=_id,
        sentence="Choose who runs your training",
    )
    university_id = Picked(
        "Is a university a party to it?",
        hint="Choose it if it employs you, holds your contract or your grant.",
        means=_id,
        sentence="Choose the university, or that none is a party",
    )

    @property
    def start(self) -> Start:
        """What was chosen, with what there was no choice of left out."""
        chosen = {name: self[name].meaning for name in PLACES if name in self}
        return Start(self.pathway.meaning, **chosen)


def form(by: Person) -> NewForm:
    """Asks only where there is a choice. Raises NotAllowed when there is nothing to choose."""
    made = NewForm()
    offered = starting.open_to(by)
    if not offered:
        raise NotAllowed(starting.NOT_YOURS)
    made.pathway.options = [(p.code, p.who, p.about) for p in offered]
    if len(offered) == 1:
        _prefer(made.pathway)
    for name, kind in PLACES.items():
        _offer_places(made, name, by, kind)
    return made


def _offer_places(made: NewForm, name: str, by: Person, kind: Kind) -> None:
    found = starting.own_places(by, kind)
    may_be_none = kind is Kind.UNIVERSITY and any(
        p.university == "possible" for p in starting.open_to(by)
    )
    if len(found) + may_be_none < 2 or not found:
        delattr(made, name)
        return
    made[name].offer(found)
    if may_be_none:
        made[name].options = [*made[name].options, (NO_UNIVERSITY, "No university is a party")]
    else:
        _prefer(made[name])


def _prefer(answer: Picked) -> None:
    """Choose the first beforehand, on the page that nobody has answered yet."""
    if answer.raw_data is None and answer.data is None:
        answer.process_data(answer.options[0].value)
