"""The company's word that it has seen the cost, and the employer's on how it is charged."""

from decimal import Decimal
from typing import Any

from wtforms import ValidationError

from secondments.forms import Choice, Form, Hidden, LongText, Tick
from secondments.forms.figures import Figure
from secondments.secondment.choices import VatTreatment
from secondments.terms import service

SHOW, HIDE = "show", "hide"


class SeenForm(Form):
    """`total` is the figure that was on the page, so that another one cannot be confirmed."""

    total = Hidden()
    seen = Tick("We have seen this cost", sentence="Tick that your company has seen this cost")
    total_now = ""  # set by the page

    def validate_total(self, field: Hidden) -> None:
        if field.data != self.total_now:
            raise ValidationError("The cost has changed. Look at it again, then confirm it")


class Months(Figure):
    """A number of months, with parts of one."""

    UNREADABLE = service.MONTHS
    MISSING = service.MONTHS
    BOUNDS = service.MONTHS
    places = 4


class ChargeForm(Form):
    months = Months(
        "How many months are charged?",
        least=Decimal("0.0001"),
        most=service.MOST_MONTHS,
        optional=True,
    )
    vat_treatment = Choice("How is VAT treated?", sentence=service.NO_SUCH_VAT)
    rates = Choice(
        "Does the company see the rates?",
        (
            (SHOW, "Yes", "It sees the charge, the VAT and the rates they are worked out with."),
            (
                HIDE,
                "No, the charge and the VAT alone",
                "The rates are then neither on its pages nor in the agreement.",
            ),
        ),
    )
    message = LongText(
        "Why is it set like this?",
        hint="It is kept in the history, which people on our side read.",
        least=10,
        most=1000,
        sentence="Say in a sentence why, in 10 characters or more",
    )

    def given(self) -> dict[str, Any]:
        return {
            "revision": self.revision.data,
            "months": self.months.data,
            "vat_treatment": VatTreatment(self.vat_treatment.data),
            "hides_rates": self.rates.data == HIDE,
            "message": self.message.data,
            "once": self.once.data,
        }
