"""The forms on clause texts: writing one, reviewing it, choosing two to compare."""

from __future__ import annotations

from typing import Any

from secondments.agreements.clause_markdown import LONGEST
from secondments.agreements.clause_models import ClauseText
from secondments.clauses import service
from secondments.clauses.service import Seen, Wording
from secondments.forms import Choice, Day, Form, Hidden, LongText, Text, Whole
from secondments.people.models import Person

APPROVE, SEND_BACK = "approve", "send_back"
DECISIONS = (
    (APPROVE, "Approve it", "Agreements drawn up from the day you name on say it."),
    (SEND_BACK, "Send it back", "Its writers change it, or withdraw it."),
)
HOW = (
    "Leave a line empty between paragraphs. Two asterisks on each side make **strong words**;"
    " points begin with a hyphen."
)


class TextForm(Form):
    number = Whole(hidden=True, sentence=Hidden.UNREADABLE)
    saves = Whole(hidden=True, sentence=Hidden.UNREADABLE)
    base = Whole(hidden=True, least=1, sentence=Hidden.UNREADABLE)
    title = Text("Title", most=120)
    text = LongText("Text", hint=HOW, most=LONGEST, sentence="Write at least one paragraph")
    why = LongText(
        "Why it changes",
        hint="Who reviews it reads this, and so does everyone later.",
        most=1000,
        sentence="Say why the text changes",
    )

    def given(self) -> dict[str, Any]:
        said = {"title": self.title.data, "text": self.text.data, "why": self.why.data}
        seen = Seen(self.number.data, self.saves.data)
        wording = Wording(base=self.base.data, **said)
        return {"wording": wording, "seen": seen, "once": self.once.data}


class DoForm(Form):
    """To send a draft for review, or to withdraw it."""

    saves = Whole(hidden=True, sentence=Hidden.UNREADABLE)

    def given(self) -> dict[str, Any]:
        return {"saves": self.saves.data, "once": self.once.data}


class ReviewForm(DoForm):
    decision = Choice("What do you decide?", DECISIONS, sentence="Choose what you decide")
    effective_from = Day(
        "The first day on which it holds", hint="Today or later.", when=("decision", APPROVE)
    )
    remark = LongText("A note to its writers", most=2000, optional=True, when=("decision", APPROVE))
    reason = LongText(
        "What has to change",
        most=2000,
        when=("decision", SEND_BACK),
        sentence="Say what has to change",
    )

    def decide(self, text: ClauseText, *, by: Person) -> None:
        """Do what was chosen, once the form is valid."""
        if self.decision.data == APPROVE:
            service.approve(
                text,
                by=by,
                effective_from=self.effective_from.data,
                note=self.remark.data,
                **self.given(),
            )
        else:
            service.send_back(text, by=by, note=self.reason.data, **self.given())
