"""The forms of the table of rates."""

from decimal import Decimal
from typing import Any

from secondments.forms import Choice, Day, Form, LongText, Text
from secondments.forms.figures import Figure
from secondments.terms import service
from secondments.terms.models import Rate
from secondments.terms.rates import RateKind

LARGEST = Decimal(50_000)


class RateValue(Figure):
    """Per cent or pounds, as the kind of rate has it; its limits are the kind's."""

    UNREADABLE = "Enter the rate as a number, for example 14.38 or 5,000"
    MISSING = UNREADABLE
    BOUNDS = "Enter a rate between {least} and {most}"
    places = 4


class AddRate(Form):
    kind = Choice("Which rate?", RateKind, sentence="Choose which rate it is")
    value = RateValue(
        "The rate",
        hint="Per cent, for example 14.38. For the threshold: pounds a year, for example 5,000.",
        least=0,
        most=LARGEST,
    )
    valid_from = Day("The first day on which it holds", hint="For example, 6 4 2028")
    source = Text(
        "Where it is written",
        hint="For example: HM Revenue and Customs, rates and thresholds for employers 2028 to 2029",
        most=300,
        sentence=service.NO_SOURCE,
    )

    def rate(self) -> Rate:
        """What was entered, once the form is valid."""
        return service.a_rate(
            kind=RateKind(self.kind.data),
            valid_from=self.valid_from.data,
            value=self.value.data,
            source=self.source.data,
        )


class TakeOut(Form):
    message = LongText("Why it is taken out", most=300, sentence=service.NO_REASON)

    def given(self) -> dict[str, Any]:
        return {"message": self.message.data, "once": self.once.data}
