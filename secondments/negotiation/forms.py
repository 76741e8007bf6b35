"""The forms at the table: an offer for one term, its acceptance, a starting point for many."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from secondments.catalogue import kinds
from secondments.catalogue.kinds import Parameter, Value
from secondments.catalogue.positions import Term
from secondments.forms import Choice, Form, Hidden, Lines, LongText, Text, Whole
from secondments.forms.answer import Answer
from secondments.forms.figures import Figure
from secondments.forms.form import LARGEST_REVISION
from secondments.negotiation import service
from secondments.negotiation.service import Offer
from secondments.secondment.term_models import Firmness

OPEN = "open"
FIRM = [(OPEN, "We can talk about it"), *((each.value, each.label) for each in Firmness)]
YES, NO = "yes", "no"


class Seen(Form):
    """A form of one term or of the whole table, with the number of the last move shown."""

    seen = Whole(hidden=True, least=0, most=LARGEST_REVISION, sentence=Hidden.UNREADABLE)


class AcceptForm(Seen):
    """Take what the other side says, or the usual position. What that is follows from `seen`."""


class LookedForm(Seen):
    """Everything up to the move `seen` was on the screen."""


class StartForm(Seen):
    start = Choice("What do you accept?", sentence="Choose what you accept")


class Number(Figure):
    """A number of one parameter, whose sentence says its bounds."""

    UNREADABLE = "Enter a number"
    MISSING = UNREADABLE
    places = 2

    def __init__(self, label: str = "", *, parameter: Any, **rest: Any) -> None:
        self.parameter = parameter
        bounds = {"least": Decimal(-(10**9)), "most": Decimal(10**9)}
        super().__init__(label, **bounds, **rest)
        self.unit = parameter.unit if parameter.unit in {"%", "£"} else ""

    def read(self, text: str) -> Any:
        number = super().read(text)
        whole = isinstance(self.parameter, kinds.Whole)
        value = int(number) if whole and number == int(number) else number
        if sentence := self.parameter.check(value):
            raise ValueError(sentence)
        return value


class OfferForm(Seen):
    """The question for the value is added for each parameter by `for_term`."""

    value: Answer
    firmness = Choice("How firm is this?", FIRM, sentence="Say how firm this is")
    reason = LongText(
        "Why",
        hint="What would you have to be sure of? A reason is often answered where a number is not.",
        most=1000,
        optional=True,
    )

    def offer(self, parameter: Parameter) -> Offer:
        """What was said, once the form is valid."""
        firm = self.firmness.data
        return Offer(
            parameter=parameter.name,
            value=meant(parameter, self.value.data),
            seen=self.seen.data,
            firmness=None if firm == OPEN else Firmness(firm),
            reason=self.reason.data or None,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.firmness.data not in {None, OPEN} and not self.reason.data:
            self.reason.errors = [service.NO_REASON]
            return False
        return bool(good)


def meant(parameter: Parameter, data: Any) -> Value:
    """The value that an answer stands for."""
    if isinstance(parameter, kinds.YesNo):
        return bool(data == YES)
    if isinstance(parameter, kinds.Listed):
        return tuple(data or ())
    value: Value = parameter.read(data)
    return value


def for_term(term: Term, **rest: Any) -> OfferForm:
    """The form for one term, with the question that its kind asks."""
    question = _QUESTIONS[type(term.parameter)](term.parameter)
    form: OfferForm = type("OfferForTerm", (OfferForm,), {"value": question})(**rest)
    return form


def _number(parameter: Any) -> Answer:
    return Number(parameter.label, parameter=parameter, hint=_bounds(parameter))


def _bounds(parameter: Any) -> str:
    return f"From {parameter.say(parameter.least)} to {parameter.say(parameter.most)}"


def _choice(parameter: Any) -> Answer:
    options = [(code, _capital(words)) for code, words in parameter.words.items()]
    return Choice(parameter.label, options)


def _yes_no(parameter: Any) -> Answer:
    return Choice(parameter.label, [(YES, "Yes"), (NO, "No")])


def _text(parameter: Any) -> Answer:
    return Text(parameter.label, most=parameter.longest, optional=True)


def _lines(parameter: Any) -> Answer:
    most, each = parameter.most, parameter.longest
    return Lines(parameter.label, thing="Point", least=0, most=most, each=each, optional=True)


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def shown(parameter: Parameter, value: Value | None) -> Any:
    """A value as the form shows it."""
    if value is None:
        return None
    if isinstance(parameter, kinds.YesNo):
        return YES if value else NO
    return list(value) if isinstance(value, tuple) else value


_QUESTIONS: dict[type[Parameter], Callable[[Any], Answer]] = {
    kinds.Whole: _number,
    kinds.Amount: _number,
    kinds.Choice: _choice,
    kinds.YesNo: _yes_no,
    kinds.Text: _text,
    kinds.Listed: _lines,
}
