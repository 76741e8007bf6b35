"""The forms of acts that bind: filled in, looked at once more on a check page, then done."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request
from wtforms import ValidationError

from secondments import words
from secondments.forms import Choice, Day, Form, Hidden, LongText, Several, Text, Tick
from secondments.secondment.choices import (
    APPEAL_OUTCOMES,
    DECLINE_REASONS,
    END_REASONS,
    RETURN_REASONS,
    WITHDRAW_REASONS,
    Decision,
)
from secondments.secondment.profiles import Evidence
from secondments.secondment.request_forms import ConditionRows, PointRows

CHECK, DONE, CHANGE = "secondment/check.html", "done", "change"
LEAST_SAID = 10  # characters of a message that somebody has to act on
NO_REASON = "Choose a reason"
UNSENT = {"csrf_token", "step"}


class TwoSteps(Form):
    """Sent once to be looked at again, and once more, from the check page, to be done."""

    step = Hidden(optional=True)
    template = "secondment/act.html"

    @property
    def binds(self) -> bool:
        """Whether it has to be looked at once more."""
        return True

    def is_ready(self) -> bool:
        """Whether every answer can be used and was looked at on the check page, where one is."""
        self._valid = self.validate_on_submit()
        return self._valid and (self.step.data == DONE or not self.binds)

    @property
    def page(self) -> str:
        """The template that comes next, once is_ready() has said no."""
        is_good = getattr(self, "_valid", False) and self.step.data != CHANGE
        return CHECK if is_good else self.template

    def pairs(self) -> list[tuple[str, str]]:
        """What was sent, for the check page to send again."""
        return [pair for pair in request.form.items(multi=True) if pair[0] not in UNSENT]


class Every(Several):
    """Statements that all have to be ticked."""

    MISSING = "Tick every statement, or leave it unsent"

    def is_missing(self) -> bool:
        return len(self.data) < len(self.options)


class SendForm(Form):
    """Check your answers, declare, send."""

    declarations = Every("I confirm that")


class ResendForm(SendForm):
    message = LongText(
        "What have you changed?",
        hint="One or two sentences for the people who decide.",
        most=1000,
        sentence="Say in a sentence what you have changed",
    )


class DecisionForm(TwoSteps, PointRows, ConditionRows):
    """Support, return or decline; the reasons of a choice count only when it is taken."""

    template = "secondment/approve.html"
    decision = Choice("What is your decision?", sentence="Choose your decision")
    note = LongText(
        "Note for those who decide next",
        most=2000,
        optional=True,
        when=("decision", Decision.SUPPORT),
    )
    evidence = Text(
        "Reference",
        hint="As it stands on the letter",
        most=120,
        when=("decision", Decision.SUPPORT),
        sentence="Enter the reference",
    )
    evidence_on = Day(
        "Date of the letter",
        hint="For example, 3 5 2027",
        when=("decision", Decision.SUPPORT),
        sentence="Enter the date of the letter",
    )
    return_reason = Choice(
        "Reason", RETURN_REASONS, when=("decision", Decision.RETURN), sentence=NO_REASON
    )
    return_message = LongText(
        "What needs to change",
        least=LEAST_SAID,
        when=("decision", Decision.RETURN),
        sentence="Say what needs to change, in 10 characters or more",
    )
    decline_reason = Choice(
        "Reason", DECLINE_REASONS, when=("decision", Decision.DECLINE), sentence=NO_REASON
    )
    decline_message = LongText(
        "Why",
        least=LEAST_SAID,
        when=("decision", Decision.DECLINE),
        sentence="Say why, in 10 characters or more",
    )
    seen = Tick("I have read it", sentence="Read the proposal, then tick that you have")
    commits = False  # set by the page: agreeing for a company is looked at once more
    last = date.max  # set by the page: evidence may not be of a later day

    def validate_evidence_on(self, field: Day) -> None:
        if field.data > self.last:
            raise ValidationError(f"Enter a day not after {words.day(self.last)}")

    @property
    def binds(self) -> bool:
        return self.commits and self.decision.data == Decision.SUPPORT

    def details(self) -> dict[str, Any]:
        """Reason and message of the choice taken, as its use case names them."""
        if self.decision.data == Decision.SUPPORT:
            is_asked = "evidence" in self
            evidence = Evidence(self.evidence.data, self.evidence_on.data) if is_asked else None
            return {
                "message": self.note.data or None,
                "asked": self.asked(),
                "evidence": evidence,
            }
        chosen = self.decision.data
        said = {
            "reason": self[f"{chosen}_reason"].data,
            "message": self[f"{chosen}_message"].data,
        }
        return said | ({"points": self.pointed()} if chosen == Decision.RETURN else {})


class WithdrawForm(TwoSteps):
    reason = Choice("Why are you withdrawing it?", WITHDRAW_REASONS, sentence=NO_REASON)
    message = LongText("Anything to add", most=2000, optional=True)


class RecallForm(TwoSteps):
    """Nothing to fill in: the page itself is the check."""

    @property
    def binds(self) -> bool:
        return False


class EndEarlyForm(TwoSteps):
    """It may end from `first` to `last`, both allowed; the page sets them."""

    first = last = date.max
    on = Day("What is the last day of work?", hint="For example, 4 3 2028")
    reason = Choice("Why does it end early?", END_REASONS, sentence=NO_REASON)
    message = LongText(
        "What happened",
        least=LEAST_SAID,
        most=2000,
        sentence="Say what happened, in 10 characters or more",
    )

    def validate_on(self, field: Day) -> None:
        if self.last < self.first:
            raise ValidationError("It ends today or tomorrow anyway")
        if not self.first <= field.data <= self.last:
            first, last = words.day(self.first), words.day(self.last)
            raise ValidationError(f"Enter a day from {first} to {last}")


class ReopenForm(TwoSteps):
    message = LongText(
        "What should the applicant know?",
        least=LEAST_SAID,
        most=2000,
        sentence="Say why it is reopened, in 10 characters or more",
    )


class AppealForm(TwoSteps):
    message = LongText(
        "Why is the decision wrong?",
        hint="Say what was not seen or not known. The contracts office and whoever declined it"
        " read this.",
        least=20,
        most=2000,
        sentence="Say in 20 characters or more why the decision is wrong",
    )


class AppealDecisionForm(TwoSteps):
    outcome = Choice("What is your decision?", APPEAL_OUTCOMES, sentence="Choose your decision")
    message = LongText(
        "Why",
        hint="The applicant reads this.",
        least=LEAST_SAID,
        most=2000,
        sentence="Say why, in 10 characters or more",
    )
