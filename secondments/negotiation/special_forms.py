"""The forms of special conditions: a wording, and what is done with the one that stands."""

from __future__ import annotations

from secondments.forms import Hidden, LongText, Text, Whole
from secondments.forms.form import LARGEST_REVISION, Form
from secondments.negotiation.special_service import Wording

LONGEST = 20_000


class WordingForm(Form):
    seen = Whole(hidden=True, least=0, most=LARGEST_REVISION, sentence=Hidden.UNREADABLE)
    heading = Text(
        "What it is about",
        name="title",
        hint="It stands above the clause, for example “Use of the cell bank”.",
        most=120,
        sentence="Say in a few words what it is about",
    )
    text = LongText(
        "The clause",
        hint="As it is to stand in the agreement. Leave an empty line between paragraphs. Call the"
        " parties the Employer, the Host and the Secondee.",
        most=LONGEST,
        sentence="Write the clause as it is to stand in the agreement",
    )
    reason = LongText("Why", most=1000, optional=True)

    def wording(self, number: int | None = None) -> Wording:
        """What was written, once the form is valid."""
        return Wording(
            title=self.heading.data,
            text=self.text.data,
            reason=self.reason.data or None,
            number=number,
            seen=self.seen.data,
        )


class DoForm(Form):
    """One act on a special condition, of the wording that was shown."""

    seen = Whole(hidden=True, least=0, most=LARGEST_REVISION, sentence=Hidden.UNREADABLE)
