"""The form of a note."""

import uuid

from secondments.forms import Form, LongText, Several
from secondments.secondment.note_models import MOST_CHARACTERS


class NoteForm(Form):
    """A note for readers who are fixed already; the page says whom it may mention."""

    text = LongText("Your note", most=MOST_CHARACTERS, sentence="Write your note")
    mentioned = Several(
        "Mention somebody",
        hint="They get a letter that leads here. It does not say what you wrote.",
        optional=True,
    )

    def called(self) -> set[uuid.UUID]:
        return {uuid.UUID(one) for one in self.mentioned.data}
