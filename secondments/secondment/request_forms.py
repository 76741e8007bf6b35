"""Forms for what people ask for: points of a return, conditions, replies, an appeal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from secondments.forms import Choice, Day, Form, LongText, Several, Text
from secondments.secondment.choices import Decision, Owner
from secondments.secondment.conditions import Asked
from secondments.secondment.points import Shown
from secondments.secondment.questions import PROPOSAL
from secondments.secondment.requests import MOST_CONDITIONS

LEAST_MET, MOST_MET, MOST_COMMENT = 10, 500, 500
PAST_DUE = "Enter a day from today on for condition {number}"
SUPPORTING = ("decision", Decision.SUPPORT)
ROWS = range(1, MOST_CONDITIONS + 1)


class PointRows(Form):
    """Which answers a return is about, each with a comment; `point_<question>` is the comment."""

    points = Several(
        "Which answers is it about?",
        hint="Tick each one. You can say about each what is wrong.",
        optional=True,
        when=("decision", Decision.RETURN),
    )

    def pointed(self) -> dict[str, str | None]:
        """The questions ticked, with their comments."""
        return {name: self[f"point_{name}"].data or None for name in self.points.data}


for _name in PROPOSAL:
    setattr(
        PointRows,
        f"point_{_name}",
        LongText("What about it?", most=MOST_COMMENT, optional=True, when=("points", _name)),
    )


class ConditionRows(Form):
    """Conditions of an approval, one row each; rows left empty count for nothing."""

    today = date.min  # set by the page

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        return all([good, *(self._row_is_whole(number) for number in ROWS)])

    def rows(self) -> Sequence[tuple[int, Text, Choice, Day]]:
        return [(n, *self._row(n)) for n in ROWS]

    def _row(self, number: int) -> tuple[Text, Choice, Day]:
        row = f"condition_{number}"
        return self[row], self[f"{row}_owner"], self[f"{row}_due"]

    def _row_is_whole(self, number: int) -> bool:
        text, owner, due = self._row(number)
        if text.errors or owner.errors or due.errors:
            return False
        if (owner.data or due.data) and not text.data:
            text.errors = [f"Say what condition {number} is, or leave the whole row empty"]
        elif text.data and not owner.data:
            owner.errors = [f"Choose who has to meet condition {number}"]
        elif due.data and due.data < self.today:
            due.errors = [PAST_DUE.format(number=number)]
        return not (text.errors or owner.errors or due.errors)

    def asked(self) -> list[Asked]:
        """The conditions, in the order of their rows; half a row is none."""
        rows = (self._row(number) for number in ROWS)
        return [
            Asked(text.data, Owner(owner.data), due.data)
            for text, owner, due in rows
            if text.data and owner.data
        ]


for _number in ROWS:
    _row, _label = f"condition_{_number}", f"Condition {_number}"
    for _field, _answer in (
        (_row, Text(_label, most=300, optional=True, when=SUPPORTING)),
        (
            f"{_row}_owner",
            Choice(f"{_label}: who has to meet it", Owner, optional=True, when=SUPPORTING),
        ),
        (
            f"{_row}_due",
            Day(f"{_label}: by when", optional=True, when=SUPPORTING),
        ),
    ):
        setattr(ConditionRows, _field, _answer)


class MetForm(Form):
    note = LongText(
        "How was it met?",
        hint="For example, which document you have seen.",
        least=LEAST_MET,
        most=MOST_MET,
        sentence=f"Say in {LEAST_MET} characters or more how it was met",
    )


class RepliesForm(Form):
    """Why some answers are left as they were; made by `replies_form` for the points of a case."""

    def replies(self) -> dict[str, str]:
        found = (answer for answer in self.answers() if answer.name.startswith("left_"))
        return {answer.name.removeprefix("left_"): answer.data for answer in found}


def replies_form(points: Sequence[Shown], *, revision: int) -> RepliesForm:
    """One box for each point, with what was said before."""
    boxes: Mapping[str, Any] = {
        f"left_{point.name}": LongText(
            f"{point.label}: why you leave it as it is", most=MOST_COMMENT, optional=True
        )
        for point in points
    }
    kind = type("RepliesForm", (RepliesForm,), dict(boxes))
    said = {f"left_{point.name}": point.answer for point in points}
    made: RepliesForm = kind(revision=revision, data=said)
    return made
