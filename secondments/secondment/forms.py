"""The sections of the proposal and the company's answers, as forms that are kept on the way."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from secondments.forms import LongText, Several, Text, Whole
from secondments.secondment.about_form import AboutForm
from secondments.secondment.dates_form import DatesForm
from secondments.secondment.employment_form import EmploymentForm
from secondments.secondment.governance_form import GovernanceForm
from secondments.secondment.its_choices import Activity, Country, HowFound, NdaStatus, PatientData
from secondments.secondment.kept_forms import KeptForm, Picked, Points, Prose, YesNo
from secondments.secondment.money_form import MoneyForm
from secondments.secondment.required import LEAST
from secondments.secondment.terms_form import TermsForm
from secondments.secondment.you_form import YouForm

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

WHOLE = 100  # per cent
PLACES = ("onsite_percent", "remote_percent")
TOO_MUCH = "On site and elsewhere make {now}%: together they can be {whole}% at most"


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
        hint="For example, 60",
        least=0,
        most=100,
        sentence="Enter a whole number from 0 to 100, for example 60",
    )
    remote_percent = Whole(
        "How much of it will you work from home or elsewhere?",
        hint="For example, 40. Together with the time on site, 100 at most.",
        least=0,
        most=100,
        sentence="Enter a whole number from 0 to 100, for example 40",
    )
    country = Picked("In which country will you work?", Country, means=Country)
    country_name = Text(
        "Which country is it?",
        hint="Permission to work there, tax and social security, and rules on taking knowledge and"
        " data abroad then have to be settled. Your cover may not reach there.",
        most=60,
        when=("country", Country.ABROAD),
        sentence="Enter which country it is",
    )
    how_found = Picked("How did this come about?", HowFound, means=HowFound, optional=True)
    nda_status = Picked(
        "Is there a confidentiality agreement (NDA) with the company?",
        NdaStatus,
        hint="As far as you know. The contracts office records the agreement itself.",
        means=NdaStatus,
        sentence="Say whether there is a confidentiality agreement",
    )

    def compare(self, s: Secondment) -> None:  # noqa: ARG002 - its own answers are enough
        here, away = self.onsite_percent.data, self.remote_percent.data
        if here is not None and away is not None and here + away > WHOLE:
            self.remote_percent.errors = [TOO_MUCH.format(whole=WHOLE, now=here + away)]

    def keepable(self, s: Secondment, good: dict[str, Any]) -> dict[str, Any]:
        """No more places than there is of time."""
        places = {name: good.get(name, getattr(s.proposal, name)) for name in PLACES}
        if sum(part or 0 for part in places.values()) > WHOLE:
            return {name: value for name, value in good.items() if name not in PLACES}
        return good


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
    career_benefits = LongText(
        "What will you gain for your career?",
        most=1000,
        sentence="Say what you will gain for your career",
    )
    activities = Several(
        "What kinds of work are they?",
        Activity,
        hint="Tick every one that applies.",
        sentence="Tick at least one kind of work",
    )
    clinical_contact = YesNo(
        "Will you see patients at the company?",
        hint="If so, cover for clinical work has to be arranged.",
        sentence="Say whether you will see patients at the company",
    )
    promotional = YesNo(
        "Will you promote products, or train those who do?",
        hint="Such work will probably be declined: take it out of the role if you can.",
        sentence="Say whether you will promote products",
    )
    lab_work = YesNo(
        "Will you work in a laboratory?",
        hint="If so, a risk assessment and occupational health come first.",
        sentence="Say whether you will work in a laboratory",
    )
    patient_data = Picked(
        "Which data of patients will you use?",
        PatientData,
        hint="Any but none needs a data protection impact assessment (DPIA).",
        means=PatientData,
        sentence="Say which data of patients you will use",
    )


FORMS: Mapping[str, type[KeptForm]] = {
    "about": AboutForm,
    "you": YouForm,
    "employment": EmploymentForm,
    "company": CompanyForm,
    "work": WorkForm,
    "dates": DatesForm,
    "money": MoneyForm,
    "terms": TermsForm,
    "governance": GovernanceForm,
}
