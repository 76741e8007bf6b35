"""Starting a proposal: one question, because its answer decides who is asked later."""

import uuid

from secondments.forms import Form
from secondments.people import queries as people
from secondments.people.models import Kind
from secondments.secondment.kept_forms import Picked

NOT_LISTED = "not-listed"


def _company(value: str) -> uuid.UUID | None:
    return None if value == NOT_LISTED else uuid.UUID(value)


class NewForm(Form):
    company_id = Picked(
        "Which company do you want to work with?",
        hint="You can change this later. The company is told nothing until your side approves it.",
        means=_company,
        sentence="Choose the company, or that it is not listed",
    )


def form() -> NewForm:
    made = NewForm()
    made.company_id.offer(people.organisations(Kind.COMPANY))
    made.company_id.options = [
        *made.company_id.options,
        (NOT_LISTED, "It is not listed", "Start anyway, and ask the contracts office to add it."),
    ]
    return made
