"""How to reach an applicant, their profession, registration and visa: a form kept on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secondments import clock
from secondments.forms import Day, Email, Text
from secondments.secondment.kept_forms import KeptForm, Picked, YesNo
from secondments.secondment.your_choices import (
    REGISTERS,
    USUAL_PROFESSION,
    Agreed,
    CareerStage,
    Profession,
    Regulator,
    Visa,
)

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

NUMBER = re.compile(r"\+?[0-9][0-9 ()-]{5,28}")
DOCTOR = ("profession", Profession.DOCTOR)
SPONSORED = ("visa_sponsored", "yes")
OLDEST_YEARS = 5
TOO_LONG_AGO = "Enter a day in the last {years} years, or one to come"


class Phone(Text):
    """A number as one dials it: digits, with + before the country and spaces as one likes."""

    UNREADABLE = "Enter a phone number, for example 01632 960001 or +44 1632 960001"
    MISSING = UNREADABLE

    def read(self, text: str) -> str:
        number = super().read(text)
        if not NUMBER.fullmatch(number):
            raise self.unreadable()
        return number


class AboutForm(KeptForm):
    phone = Phone(
        "Your phone number", hint="For example, 01632 960001. Both sides see it.", most=30
    )
    contact_while_out = Email(
        "An email address that you will read while you are away",
        hint="Your training body writes to it. A company’s address may stop when you leave.",
    )
    profession = Picked(
        "What is your profession?",
        Profession,
        means=Profession,
        sentence="Choose your profession",
    )
    licence_held = YesNo(
        "Do you hold a licence to practise?",
        when=DOCTOR,
        sentence="Say whether you hold a licence to practise",
    )
    designated_body = Text("Your designated body or responsible officer", most=120, when=DOCTOR)
    revalidation_on = Day(
        "Your next revalidation", hint="For example, 4 3 2029.", optional=True, when=DOCTOR
    )
    career_stage = Picked("At which stage are you?", CareerStage, means=CareerStage)
    regulator = Picked(
        "Who regulates you?", Regulator, means=Regulator, sentence="Choose your regulator"
    )
    registration_number = Text(
        "Your registration number",
        hint="As the register shows it. Leave it empty if you are not registered.",
        most=20,
        when=("regulator", *REGISTERS),
    )
    visa_sponsored = YesNo(
        "Do you work in the UK on a visa that your employer or training body sponsors?",
        sentence="Say whether you work on a sponsored visa",
    )
    visa_type = Picked("Which visa is it?", Visa, means=Visa, when=SPONSORED)
    visa_expires_on = Day("When does it end?", hint="For example, 30 9 2029", when=SPONSORED)
    sponsor_agrees = Picked(
        "Does your sponsor agree to the secondment?", Agreed, means=Agreed, when=SPONSORED
    )

    def fit(self, s: Secondment) -> None:
        super().fit(s)
        usual = USUAL_PROFESSION.get(s.pathway_code)
        if usual and self.profession.raw_data is None and self.profession.data is None:
            self.profession.process_data(usual)

    def compare(self, s: Secondment) -> None:
        due, today = self.revalidation_on.data, clock.today(s.zone)
        if due and due < clock.add_months(today, -12 * OLDEST_YEARS):
            self.revalidation_on.errors = [TOO_LONG_AGO.format(years=OLDEST_YEARS)]
