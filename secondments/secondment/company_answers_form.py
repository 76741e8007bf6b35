"""The company’s form: who manages and signs, money, codes, induction, its own approvals."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from secondments import clock
from secondments.forms import Day, Lines, LongText, Text
from secondments.secondment.choices import IndustryCode, TransferOfValue, VatRecovery
from secondments.secondment.kept_forms import KeptForm, Picked
from secondments.secondment.questions_of_company import INTERNAL

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

ONE_PERSON = "Choose somebody other than the host manager"
NOT_YET = "Enter a day that has come, or leave it empty until then"


class Approved(Day):
    """A day on which somebody inside the company said yes."""

    def __init__(self, label: str = "", **rest: Any) -> None:
        super().__init__(label, optional=True, **rest)


class CompanyAnswersForm(KeptForm):
    host_manager_id = Picked(
        "Who is the host manager?",
        hint="The person the secondee reports to from day to day.",
        means=uuid.UUID,
        sentence="Choose the host manager",
    )
    deputy_id = Picked("Who stands in for the host manager?", means=uuid.UUID, optional=True)
    signatory_id = Picked(
        "Who signs for the company?",
        hint="Someone whose authority reaches the total cost.",
        means=uuid.UUID,
        sentence="Choose who signs for the company",
    )
    vat_recovery = Picked("Can you recover VAT?", VatRecovery, means=VatRecovery)
    vat_number = Text("Your VAT number", most=20, optional=True)
    purchase_order = Text("Purchase order number", most=40, optional=True)
    industry_code = Picked("Which industry code applies?", IndustryCode, means=IndustryCode)
    transfer_of_value = Picked(
        "How do you disclose what you pay?",
        TransferOfValue,
        hint="Codes of practice ask companies to publish payments to healthcare.",
        means=TransferOfValue,
    )
    induction = LongText(
        "Induction, access to the site and to your systems",
        hint="What happens on the first days, and what has to be arranged before.",
        most=1000,
        optional=True,
    )
    equipment = Lines(
        "What do you lend the secondee?",
        hint="It stands in the agreement, and comes back at its end. For example, a laptop.",
        thing="Item",
        least=0,
        most=6,
        each=120,
        optional=True,
    )
    start_flexibility = LongText(
        "If the first day has to move, how far can it?",
        most=500,
        optional=True,
    )
    medical_approved_on = Approved("Medical")
    compliance_approved_on = Approved("Compliance")
    hr_approved_on = Approved("Human resources")
    legal_approved_on = Approved("Legal")
    finance_approved_on = Approved("Finance")

    @property
    def approvals(self) -> list[Day]:
        return [self[name] for name in INTERNAL]

    def compare(self, s: Secondment) -> None:
        """A deputy is somebody else, and nobody has approved it tomorrow."""
        if self.deputy_id.data and self.deputy_id.data == self.host_manager_id.data:
            self.deputy_id.errors = [ONE_PERSON]
        for answer in self.approvals:
            if answer.data is not None and answer.data > clock.today(s.zone):
                answer.errors = [NOT_YET]

    def keepable(self, s: Secondment, good: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        wrong = {answer.name for answer in self.answers() if answer.errors}
        return {name: value for name, value in good.items() if name not in wrong}
