"""Every question of a case: its words, its section, who reads the answer and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from secondments import words
from secondments.secondment.choices import (
    AcademicAward,
    Arrangement,
    Cadence,
    DeathInService,
    FeePaidTo,
    IndustryCode,
    Labelled,
    OutOfProgramme,
    PensionScheme,
    PensionStatus,
    ReviewOutcome,
    TransferOfValue,
    VatRecovery,
    VatTreatment,
    is_asked,
)

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment
    from secondments.secondment.sections import Section

Names = Mapping[str, str]  # the id of a person or organisation -> their name
Say = Callable[[Any, Names], str]
SOMEONE = "someone who is no longer listed"


class Audience(StrEnum):
    """Who may read an answer: everyone on the case, the home side, or fewer.

    PAY is the applicant and those who run pay, TRAINING the applicant and those who run training.
    RATES are for everyone but a company from which the employer keeps them back.
    """

    EVERYONE = "everyone"
    RATES = "rates"
    HOME = "home"
    PAY = "pay"
    TRAINING = "training"


@dataclass(frozen=True)
class Question:
    """One question, under the name of its column. `box` is what a link to it must jump to."""

    name: str
    label: str
    section: str
    say: Say
    audience: Audience = Audience.EVERYONE
    optional: bool = False
    box: str = ""

    @property
    def anchor(self) -> str:
        return f"#{self.name}{self.box}"


def asked_of(s: Secondment) -> list[Question]:
    """The questions that the pathway of the case asks."""
    asks = s.pathway.asks
    return [question for question in PROPOSAL.values() if asks(question.name)]


def asked_in(s: Secondment, section: Section) -> list[Question]:
    """The questions of a section that the pathway of the case asks."""
    asked = [q for q in asked_of(s) if q.section == section.code]
    asked = [q for q in asked if q.name not in s.left_to_the_office]
    return [q for q in asked if q.name != "credit_months" or s.proposal.claim_credit]


def _text(value: Any, _names: Names) -> str:
    return str(value)


def _day(value: Any, _names: Names) -> str:
    return words.day(date.fromisoformat(str(value)))


def _yes_or_no(value: Any, _names: Names) -> str:
    return "Yes" if value in {True, "True", "true"} else "No"


def _name(value: Any, names: Names) -> str:
    return names.get(str(value), SOMEONE)


def _points(value: Any, _names: Names) -> str:
    return "\n".join(f"{number}. {point}" for number, point in enumerate(value, start=1))


def _money(value: Any, _names: Names) -> str:
    return words.money(Decimal(str(value)))


def _percent(value: Any, _names: Names) -> str:
    return words.percent(Decimal(str(value)))


def _months(value: Any, _names: Names) -> str:
    return f"{Decimal(str(value)).normalize():f}"


def _share(value: Any, _names: Names) -> str:
    return words.share(Decimal(str(value))).capitalize()


def _choice(kind: type[Labelled]) -> Say:
    return lambda value, _names: kind(str(value)).label


HOME, PAY, RATES = Audience.HOME, Audience.PAY, Audience.RATES
TRAINING = Audience.TRAINING
PROPOSAL = {
    question.name: question
    for question in (
        Question("grade", "Grade or post, specialty", "you", _text, HOME),
        Question("training_number", "Training number", "you", _text, HOME, optional=True),
        Question("programme_start", "Programme began", "you", _day, HOME, box="-day"),
        Question("wte_current", "Working time in training", "you", _share, HOME),
        Question("cct_on", "CCT date", "you", _day, HOME, box="-day"),
        Question(
            "last_arcp_outcome",
            "Outcome of the last annual review",
            "you",
            _choice(ReviewOutcome),
            TRAINING,
        ),
        Question("next_arcp_on", "Next annual review", "you", _day, HOME, box="-day"),
        Question("nihr_award", "Funded academic post", "you", _choice(AcademicAward), HOME),
        Question(
            "award_may_end", "Knows that the post may end", "you", _yes_or_no, HOME, optional=True
        ),
        Question("previous_oop_months", "Months of time out before", "you", _text, HOME),
        Question("oop_category", "Kind of time out", "you", _choice(OutOfProgramme), HOME),
        Question("claim_credit", "Counts towards training", "you", _yes_or_no, HOME),
        Question("credit_months", "Months that count", "you", _text, HOME, optional=True),
        Question("unapproved_place", "Abroad or not approved", "you", _yes_or_no, HOME),
        Question("supervisor_id", "Educational supervisor", "you", _name, HOME),
        Question("line_manager_id", "Line manager", "you", _name, HOME),
        Question("job_plan", "Change of job plan", "you", _text, HOME),
        Question(
            "discussed", "Discussed with supervisor and programme director", "you", _yes_or_no, HOME
        ),
        Question("eligibility_reason", "Why it may go ahead", "you", _text, HOME, optional=True),
        Question("company_id", "Company", "company", _name),
        Question("company_lead_id", "Lead at the company", "company", _name),
        Question("role_title", "Role", "company", _text),
        Question("department", "Department", "company", _text, optional=True),
        Question("site", "Place of work", "company", _text),
        Question("onsite_percent", "Time on site", "company", _percent),
        Question("summary", "Summary of the work", "work", _text),
        Question("objectives", "Objectives", "work", _points, box="-1"),
        Question("benefits", "Benefit to the NHS or university", "work", _text),
        Question("clinical_contact", "Contact with patients", "work", _yes_or_no),
        Question("interests", "Interests in the company", "work", _text, HOME),
        Question("starts_on", "First day", "dates", _day, box="-day"),
        Question("ends_on", "Last day", "dates", _day, box="-day"),
        Question(
            "notice_given_on",
            "Notice given to the employer",
            "dates",
            _day,
            HOME,
            optional=True,
            box="-day",
        ),
        Question(
            "short_notice_reason", "Reason for short notice", "dates", _text, HOME, optional=True
        ),
        Question(
            "alternative_start", "Another first day", "dates", _day, optional=True, box="-day"
        ),
        Question("share", "Share of working time", "dates", _share),
        Question("arrangement", "Who pays", "money", _choice(Arrangement)),
        Question("salary", "Salary for a year", "money", _money, PAY),
        Question("employment_wte", "Employed for", "money", _share, HOME),
        Question("pension_scheme", "Pension scheme", "money", _choice(PensionScheme)),
        Question("pension_rate", "Employer’s pension contribution", "money", _percent, RATES),
        Question("admin_rate", "Administration fee", "money", _percent, RATES, optional=True),
        Question("pension_status", "The pension while away", "money", _choice(PensionStatus)),
        Question("death_in_service", "Covers death in service", "money", _choice(DeathInService)),
        Question("fee", "Fee for the whole time", "money", _money),
        Question("fee_paid_to", "The fee is paid to", "money", _choice(FeePaidTo)),
        Question("invoice_every", "Invoices", "money", _choice(Cadence)),
    )
}
COMPANY = {
    question.name: question
    for question in (
        Question("host_manager_id", "Host manager", "company", _name),
        Question("vat_recovery", "VAT recovery", "company", _choice(VatRecovery)),
        Question("purchase_order", "Purchase order", "company", _text, optional=True),
        Question("industry_code", "Industry code", "company", _choice(IndustryCode)),
        Question(
            "transfer_of_value", "Disclosure of payments", "company", _choice(TransferOfValue)
        ),
        Question("signatory_id", "Signs for the company", "company", _name),
    )
}
# What the employer says about the charge; no part of the proposal.
CHARGE = {
    question.name: question
    for question in (
        Question("charge_months", "Months charged", "money", _months),
        Question("vat_treatment", "VAT treatment", "money", _choice(VatTreatment)),
        Question("hides_rates", "Rates kept from the company", "money", _yes_or_no, HOME),
    )
}
BY_TABLE: Mapping[str, Mapping[str, Question]] = {
    "secondment": {"company_id": PROPOSAL["company_id"], **CHARGE},
    "proposal": PROPOSAL,
    "company_answers": COMPANY,
}


def plain(value: Any) -> Any:
    """An answer as plain JSON: the same for the same answer, wherever it was read from."""
    if value is None or isinstance(value, bool | int | list):
        return value
    # 1.000 as the database keeps it and 1 as it was typed are one share.
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def answers_of(s: Secondment) -> dict[str, Any]:
    """The whole proposal as it stands, in plain JSON values."""
    return {
        name: plain(getattr(s if name == "company_id" else s.proposal, name)) for name in PROPOSAL
    }


def company_answers_of(s: Secondment) -> dict[str, Any]:
    """What the company has said, in plain JSON values."""
    given = s.company_answers
    return {name: plain(getattr(given, name)) if given else None for name in COMPANY}


def asked(question: Question, given: Mapping[str, Any]) -> bool:
    """Whether the arrangement that was chosen needs this answer."""
    return is_asked(question.name, given.get("arrangement"))


def is_blank(value: Any) -> bool:
    return value is None or value in ("", [])


def ids_in(answers: Mapping[str, Any]) -> set[str]:
    """The persons and organisations that answers name."""
    return {str(v) for name, v in answers.items() if name.endswith("_id") and not is_blank(v)}


def said(question: Question, value: Any, names: Names) -> str:
    """An answer in words; nothing for none."""
    return "" if is_blank(value) else question.say(value, names)
