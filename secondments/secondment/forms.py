"""The forms that are kept as they are filled in: the proposal's sections, the company's answers."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask import request

from secondments import clock, words
from secondments.forms import (
    Choice,
    Day,
    Form,
    Lines,
    LongText,
    Money,
    Percent,
    Share,
    Text,
    Tick,
    Whole,
)
from secondments.forms.answer import Answer
from secondments.secondment.choices import (
    LEAST,
    Arrangement,
    Cadence,
    IndustryCode,
    OutOfProgramme,
    TransferOfValue,
    VatRecovery,
)

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

LONGEST_MONTHS = 36
ARRANGEMENTS = (
    (
        Arrangement.RECHARGE,
        "My employer pays me and invoices the company",
        "Recharge. Your pay, pension and leave go on as now.",
    ),
    (
        Arrangement.SPLIT,
        "Part of the week here, part at the company",
        "Your employer pays you and invoices the company for its share.",
    ),
)
TOO_SHORT = "Write at least {least} characters: there are {now} now"


class Picked(Choice):
    """A choice whose answer is kept as `means` makes it: a code, a person's id, yes or no."""

    def __init__(
        self, label: str = "", options: Any = (), *, means: Callable[[str], Any], **rest: Any
    ) -> None:
        super().__init__(label, options, **rest)
        self._means = means

    @property
    def meaning(self) -> Any:
        return None if self.data is None else self._means(self.data)

    def offer(self, found: Iterable[Any]) -> None:
        """Offer persons or organisations by name."""
        self.options = [(one.id, one.name) for one in found]


class YesNo(Picked):
    def __init__(self, label: str = "", **rest: Any) -> None:
        said = (("yes", "Yes"), ("no", "No"))
        super().__init__(label, said, means=lambda value: value == "yes", **rest)

    def process_data(self, value: Any) -> None:
        super().process_data(None if value is None else ("yes" if value else "no"))


class Points(Lines):
    """Fewer than enough are kept; they are too few only when the page is to be complete."""

    @property
    def shortfall(self) -> str:
        now = len(self.data)
        return self.say(self.TOO_FEW, now=now) if 0 < now < self.least else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        enough, self.least = self.least, 0
        try:
            super().process_formdata(valuelist)
        finally:
            self.least = enough


class Prose(LongText):
    """Less than `enough` characters are kept; they are too few when the page is to be complete."""

    def __init__(self, label: str = "", *, enough: int, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.enough = enough

    @property
    def shortfall(self) -> str:
        now = len(self.data)
        short = 0 < now < self.enough
        return TOO_SHORT.format(least=self.enough, now=now) if short else ""


class KeptForm(Form):
    """A form whose good answers are kept although others are missing or wrong."""

    def understand(self, s: Secondment, *, complete: bool) -> dict[str, Any]:
        """Read what was sent and say what can be kept of it; `errors` then says what is wrong.

        Blank answers are kept as blank; they are wrong only when the page is to be complete.
        """
        needed = [a for a in self.answers() if not (a.optional or a.hidden)]
        for answer in needed:
            answer.optional = True
        self.validate()
        self.compare(s)
        good = {a.name: _meaning(a) for a in self.answers() if not (a.errors or a.hidden)}
        kept = self.keepable(s, good)
        for answer in needed:
            answer.optional = False
            if complete and not answer.errors:
                answer.errors = _complaint(answer)
        return kept

    def compare(self, s: Secondment) -> None:
        """Put right what single answers cannot see: two dates, a day that is past."""

    def keepable(
        self,
        s: Secondment,  # noqa: ARG002 - the forms whose answers hang together use it
        good: dict[str, Any],
    ) -> dict[str, Any]:
        """`good` without what contradicts answers that are kept already."""
        return good

    @property
    def was_sent(self) -> bool:
        """Whether this is a post of its own, not text carried over from a refusal."""
        return bool(self.is_submitted()) and not self.is_carried

    def content_key(self, secondment_id: uuid.UUID) -> uuid.UUID:
        """The key of exactly what was sent: a second click counts once, a correction anew."""
        sent = sorted(request.form.items(multi=True))
        said = "\x00".join(f"{name}={value}" for name, value in sent if name != "csrf_token")
        return uuid.uuid5(secondment_id, said.encode("utf-8", "surrogatepass").hex())

    def go_on_from(self, revision: int) -> None:
        """Show this form again on the revision that was made by keeping the good answers."""
        self.revision.data, self.revision.typed = revision, str(revision)


def _meaning(answer: Answer) -> Any:
    value = answer.meaning if isinstance(answer, Picked) else answer.data
    return None if value in ("", []) else value


def _complaint(answer: Answer) -> list[str]:
    if answer.is_missing():
        return [answer.sentence or answer.say(answer.MISSING)]
    shortfall = getattr(answer, "shortfall", "")
    return [shortfall] if shortfall else []


class YouForm(KeptForm):
    grade = Text("Your grade and specialty", hint="For example, ST6 respiratory medicine", most=120)
    training_number = Text(
        "Training number", hint="Your NTN or DRN, as your deanery writes it", most=40, optional=True
    )
    cct_on = Day(
        "CCT date as it stands now",
        hint="The date on which your training is to be completed. For example, 1 8 2029",
    )
    oop_category = Picked("What kind of time out is this?", OutOfProgramme, means=OutOfProgramme)
    supervisor_id = Picked(
        "Your educational supervisor",
        hint="They are asked first. If yours is missing, ask the contracts office.",
        means=uuid.UUID,
        sentence="Choose your educational supervisor",
    )
    discussed = Tick(
        "I have discussed this with my educational supervisor and my programme director",
        sentence="Talk to your educational supervisor and your programme director first, then tick"
        " this",
    )

    def compare(self, s: Secondment) -> None:
        today = clock.today(s.zone)
        if self.cct_on.data and self.cct_on.data <= today:
            self.cct_on.errors = [f"Enter a CCT date after today, {words.day(today)}"]


class CompanyForm(KeptForm):
    company_id = Picked(
        "Company",
        hint="If it is not listed, ask the contracts office to add it.",
        means=uuid.UUID,
        sentence="Choose the company",
    )
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

    def keepable(self, s: Secondment, good: dict[str, Any]) -> dict[str, Any]:
        """Nobody leads it for a company where they do not work."""
        moved = good.get("company_id", s.company_id) != s.company_id
        return ({"company_lead_id": None} if moved else {}) | good


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


class DatesForm(KeptForm):
    starts_on = Day("First day at the company", hint="For example, 4 8 2027")
    ends_on = Day(
        "Last day at the company",
        hint="Usually no more than 12 months after you start. For example, 1 8 2028",
    )
    share = Share(
        "How much of your working time?",
        hint="1 is all of your time; 0.4 is 2 days a week",
        least=Decimal("0.1"),
    )

    def compare(self, s: Secondment) -> None:
        first, last, today = self.starts_on.data, self.ends_on.data, clock.today(s.zone)
        if first and not self.starts_on.errors and first <= today:
            self.starts_on.errors = [f"Enter a first day after today, {words.day(today)}"]
        if not (first and last) or self.ends_on.errors:
            return
        if last <= first:
            self.ends_on.errors = ["The last day must be after the first day"]
        elif last > (latest := _latest_end(first)):
            self.ends_on.errors = [
                f"Enter a last day no later than {words.day(latest)}:"
                f" a secondment is for {LONGEST_MONTHS} months at most"
            ]

    def keepable(self, s: Secondment, good: dict[str, Any]) -> dict[str, Any]:
        """Neither date is kept when one of them would contradict the other that is kept."""
        first = good.get("starts_on", s.proposal.starts_on)
        last = good.get("ends_on", s.proposal.ends_on)
        if not (first and last) or first < last:
            return good
        return {name: value for name, value in good.items() if name not in {"starts_on", "ends_on"}}


def _latest_end(first_day: date) -> date:
    return clock.add_months(first_day, LONGEST_MONTHS) - timedelta(days=1)


class MoneyForm(KeptForm):
    arrangement = Picked("Who pays you?", ARRANGEMENTS, means=Arrangement)
    salary = Money(
        "Your current salary, a year",
        hint="For full time, before tax, without banding or on-call. The company does not see it,"
        " but someone who knows the rates can work it out from the charge.",
        least=15_000,
        most=250_000,
        sentence="Enter your salary in pounds, for example 52,656.00",
    )
    pension_rate = Percent(
        "Your employer’s pension contribution",
        hint="NHS Pension Scheme: 23.78. Universities Superannuation Scheme: 14.5.",
        most=30,
    )
    admin_rate = Percent(
        "Administration fee your employer charges",
        hint="0 if there is none. Ask your medical staffing office.",
        most=15,
        optional=True,
    )
    invoice_every = Picked("How often is the company invoiced?", Cadence, means=Cadence)


class CompanyAnswersForm(KeptForm):
    host_manager_id = Picked(
        "Who is the host manager?",
        hint="The person the secondee reports to from day to day.",
        means=uuid.UUID,
        sentence="Choose the host manager",
    )
    site = Text("Where will they work?", hint="The name or the town of the site", most=120)
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
