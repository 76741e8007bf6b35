"""The sections of the proposal and the company's answers, as forms that are kept on the way."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from secondments.forms import LongText, Text, Whole
from secondments.secondment.choices import (
    LEAST,
    IndustryCode,
    TransferOfValue,
    VatRecovery,
)
from secondments.secondment.dates_form import DatesForm
from secondments.secondment.kept_forms import KeptForm, Picked, Points, Prose, YesNo
from secondments.secondment.money_form import MoneyForm
from secondments.secondment.you_form import YouForm


class CompanyForm(KeptForm):
    # The company itself is found and chosen on a page of its own.
    company_lead_id = Picked(
        "Who leads this at the company?",
        means=uuid.UUID,
        sentence="Choose who leads this at the company",
    )
    role_title = Text(
        "Your role there", hint="For example, clinical development physician", most=120
    )
    department = Text("Department", most=120, optional=True)
    site = Text("Where will you work?", hint="The name or the town of the site", most=120)
    onsite_percent = Whole(
        "How much of that time will you be on site?",
        hint="For example, 60. The rest is from home or elsewhere.",
        least=0,
        most=100,
        sentence="Enter a whole number from 0 to 100, for example 60",
    )


class WorkForm(KeptForm):
    # Not `summary`: that is the form's own list of problems.
    what = Prose(
        "What will you do there?",
        hint="In plain words, 100 to 1,500 characters. Write nothing that is confidential.",
        name="summary",
        most=1500,
        enough=LEAST["summary"],
        sentence="Say in 100 to 1,500 characters what you will do there",
    )
    objectives = Points(
        "What do you want to have achieved?",
        hint="Three to six objectives, one in each box, 200 characters at most.",
        thing="Objective",
        least=LEAST["objectives"],
        most=6,
    )
    benefits = LongText(
        "What will the NHS or your university gain?",
        most=1000,
        sentence="Say what the NHS or your university will gain",
    )
    clinical_contact = YesNo(
        "Will you see patients at the company?",
        hint="If so, cover for clinical work has to be arranged.",
        sentence="Say whether you will see patients at the company",
    )
    interests = LongText(
        "What interests do you or your family have in the company?",
        hint="Shares, fees, patents, employment. Write “None” if there are none.",
        most=1000,
        sentence="Say what interests you have in the company, or “None”",
    )


class CompanyAnswersForm(KeptForm):
    host_manager_id = Picked(
        "Who is the host manager?",
        hint="The person the secondee reports to from day to day.",
        means=uuid.UUID,
        sentence="Choose the host manager",
    )
    vat_recovery = Picked("Can you recover VAT?", VatRecovery, means=VatRecovery)
    purchase_order = Text("Purchase order number", most=40, optional=True)
    industry_code = Picked("Which industry code applies?", IndustryCode, means=IndustryCode)
    transfer_of_value = Picked(
        "How do you disclose what you pay?",
        TransferOfValue,
        hint="Codes of practice ask companies to publish payments to healthcare.",
        means=TransferOfValue,
    )
    signatory_id = Picked(
        "Who signs for the company?",
        hint="Someone whose authority reaches the total cost.",
        means=uuid.UUID,
        sentence="Choose who signs for the company",
    )


FORMS: Mapping[str, type[KeptForm]] = {
    "you": YouForm,
    "company": CompanyForm,
    "work": WorkForm,
    "dates": DatesForm,
    "money": MoneyForm,
}
