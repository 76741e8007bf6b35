"""The fixed answers of the proposal and company forms, with the words people read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Labelled(StrEnum):
    """A choice stored by its code and shown by its label."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Labelled:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class Decision(StrEnum):
    """What an approver decides at a step."""

    SUPPORT = "support"
    RETURN = "return"
    DECLINE = "decline"


class Owner(Labelled):
    """Who has to meet a condition."""

    APPLICANT = "applicant", "The applicant"
    EMPLOYER = "employer", "The employer"
    COMPANY = "company", "The company"
    OFFICE = "office", "The contracts office"


class OutOfProgramme(Labelled):
    OOPE = "OOPE", "Time out for experience (OOPE)"
    OOPR = "OOPR", "Time out for research (OOPR)"
    OOPT = "OOPT", "Time out for training that counts (OOPT)"
    OOPC = "OOPC", "Career break (OOPC)"
    OOPP = "OOPP", "Pause in training (OOPP)"


class ReviewOutcome(Labelled):
    """The outcome of the last annual review (ARCP)."""

    ONE = "1", "1: satisfactory progress"
    TWO = "2", "2: development of specific capabilities required"
    THREE = "3", "3: inadequate progress, additional training time"
    FOUR = "4", "4: released from training"
    FIVE = "5", "5: incomplete evidence"
    SIX = "6", "6: all required capabilities gained"
    SEVEN = "7", "7: fixed-term appointment"
    EIGHT = "8", "8: out of programme when reviewed"
    TEN_1 = "10.1", "10.1: delayed by the pandemic, can progress"
    TEN_2 = "10.2", "10.2: delayed by the pandemic, more time needed"
    OTHER = "other", "Another outcome, or none yet"


class AcademicAward(Labelled):
    """A funded academic post; the first two usually end with time out."""

    NONE = "none", "None"
    ACF = "ACF", "NIHR academic clinical fellowship (ACF)"
    CL = "CL", "NIHR clinical lectureship (CL)"
    DRF = "DRF", "NIHR doctoral or advanced fellowship"
    OTHER = "other", "Another funded academic post"


class Arrangement(Labelled):
    """The four arrangements of domain.md §2.1, in words that fit every reader."""

    RECHARGE = "A", "Recharge: the employer keeps paying and charges the company"
    DIRECT_PAY = "B", "Direct pay: the company employs and pays, the employment here is suspended"
    PART_TIME = "C", "Part-time: the employer pays and charges the company its share"
    ADVISORY = "D", "Advisory: the company pays a fee for advice"

    @property
    def is_recharged(self) -> bool:
        """Whether the employer pays and the company repays it."""
        return self in RECHARGED

    @property
    def is_charged(self) -> bool:
        """Whether there is a sum to invoice: the recharge, or the fee."""
        return self is not Arrangement.DIRECT_PAY


RECHARGED = frozenset({Arrangement.RECHARGE, Arrangement.PART_TIME})
# The pathways whose people may advise for a fee: everyone else is seconded.
ADVISORY_PATHWAYS = frozenset({"senior_advisory"})


def arrangements_for(pathway_code: str) -> tuple[Arrangement, ...]:
    """What a person on this pathway may choose."""
    senior = pathway_code in ADVISORY_PATHWAYS
    return tuple(each for each in Arrangement if senior or each is not Arrangement.ADVISORY)


class PensionScheme(Labelled):
    """By the codes of the agreement's parameter."""

    NHS = "NHS", "NHS Pension Scheme"
    SCOTLAND = "NHS_Scotland", "NHS Superannuation Scheme (Scotland)"
    USS = "USS", "Universities Superannuation Scheme"
    NONE = "none", "No occupational scheme"


class PensionStatus(Labelled):
    """What becomes of a membership where the company employs the person."""

    PAUSED = "paused", "It is paused"
    HOST_SCHEME = "host_scheme", "The company’s scheme takes its place"


class DeathInService(Labelled):
    EMPLOYER = "employer", "The employer"
    HOST = "host", "The company"
    NONE = "none", "Nobody"


class FeePaidTo(Labelled):
    UNIVERSITY = "university", "The employer or university, which invoices the company"
    PERSON = "person", "The adviser personally, who invoices the company"


class VatTreatment(Labelled):
    """By the codes of the agreement's parameter."""

    STANDARD = "standard", "Standard-rated"
    SUSPENDED = "none_suspended", "None: the employment is suspended, nothing is supplied"
    CONCESSION = "concession", "None: a concession of HM Revenue and Customs applies"
    OUTSIDE_SCOPE = "outside_scope", "Outside the scope: nothing passes through the employer"


VAT_CHOICES = {
    Arrangement.RECHARGE: (VatTreatment.STANDARD, VatTreatment.CONCESSION),
    Arrangement.DIRECT_PAY: (VatTreatment.SUSPENDED, VatTreatment.CONCESSION),
    Arrangement.PART_TIME: (VatTreatment.STANDARD, VatTreatment.CONCESSION),
    Arrangement.ADVISORY: (VatTreatment.STANDARD, VatTreatment.OUTSIDE_SCOPE),
}


class Cadence(Labelled):
    QUARTERLY = "quarterly", "Each quarter"
    MONTHLY = "monthly", "Each month"
    IN_ADVANCE = "in_advance", "All at once, in advance"


class IndustryCode(Labelled):
    ABPI = "ABPI", "ABPI Code of Practice"
    ABHI = "ABHI", "ABHI Code of Ethical Business Practice"
    NONE = "none", "No industry code applies"


class TransferOfValue(Labelled):
    ORGANISATION = "HCO_only", "Disclosed as a payment to a healthcare organisation"
    NAMED = "named_individual", "Disclosed under the person’s name"
    NOT_APPLICABLE = "not_applicable", "Does not have to be disclosed"


class VatRecovery(Labelled):
    FULL = "full", "We recover all VAT"
    PARTIAL = "partial", "We recover part of it"
    NONE = "none", "We cannot recover VAT"
    UNKNOWN = "unknown", "Not known yet"


RETURN_REASONS = {
    "dates": "Dates",
    "notice": "Notice",
    "duties": "Duties unclear",
    "evidence": "Evidence missing",
    "cost": "Cost",
    "ip": "Ownership or publication",
    "cover": "Cover of the rota",
    "other": "Something else",
}
DECLINE_REASONS = {
    "service": "Service need",
    "progress": "Progress in training",
    "conflict": "Conflict of interest",
    "budget": "No host budget",
    "duties": "Unsuitable duties",
    "legal": "Legal terms",
    "other": "Something else",
}
WITHDRAW_REASONS = {
    "circumstances": "Change of circumstances",
    "job": "Job offer elsewhere",
    "terms": "Terms not acceptable",
    "training": "Training reason",
    "other": "Something else",
}
END_REASONS = {
    "host": "Host closes or reorganises",
    "performance": "Performance",
    "health": "Health or family",
    "recall": "Recalled to training",
    "resignation": "Resignation",
    "other": "Something else",
}
APPEAL_OUTCOMES = {
    "allowed": "Allow it",
    "upheld": "Uphold the decision to decline",
}
CREDITABLE = {OutOfProgramme.OOPT, OutOfProgramme.OOPR}
# Of those that only some pathways ask, the ones that such a pathway needs.
REQUIRED = {
    "grade": "your grade or post and your specialty",
    "programme_start": "the day your programme began",
    "wte_current": "how much of full time you train at",
    "cct_on": "your CCT date",
    "last_arcp_outcome": "the outcome of your last annual review",
    "next_arcp_on": "when your next annual review is",
    "nihr_award": "whether you hold a funded academic post",
    "previous_oop_months": "how many months of time out you have had",
    "oop_category": "the kind of time out",
    "claim_credit": "whether it is to count towards your training",
    "unapproved_place": "whether the place is abroad or not approved for training",
    "supervisor_id": "your educational supervisor",
    "line_manager_id": "your line manager",
    "job_plan": "how your job plan changes",
    "company_lead_id": "who leads this for the company",
    "role_title": "the role",
    "summary": "a summary of the work, 100 characters or more",
    "objectives": "the objectives, three or more",
    "benefits": "the benefit to your employer",
    "clinical_contact": "whether you will see patients",
    "interests": "your interests in the company, or “none”",
    "starts_on": "the first day",
    "ends_on": "the last day",
    "share": "the share of full time",
    "site": "where you will work",
    "onsite_percent": "how much of it is on site",
    "arrangement": "who pays whom",
    "salary": "your salary",
    "employment_wte": "how much of full time you work",
    "pension_scheme": "your pension scheme",
    "pension_rate": "the pension rate",
    "pension_status": "what becomes of your pension",
    "death_in_service": "who covers death in service",
    "fee": "the fee",
    "fee_paid_to": "who is paid the fee",
    "invoice_every": "how often the company is invoiced",
}
# Answers that only some arrangements need; the others are asked always.
ASKED_FOR = {
    **dict.fromkeys(("salary", "employment_wte", "pension_rate", "admin_rate"), RECHARGED),
    "pension_scheme": RECHARGED | {Arrangement.DIRECT_PAY},
    "pension_status": {Arrangement.DIRECT_PAY},
    "death_in_service": {Arrangement.DIRECT_PAY},
    "fee": {Arrangement.ADVISORY},
    "fee_paid_to": {Arrangement.ADVISORY},
    "invoice_every": RECHARGED | {Arrangement.ADVISORY},
}
LEAST = {"summary": 100, "objectives": 3, "short_notice_reason": 50}  # characters, points


def is_asked(name: str, arrangement: str | None) -> bool:
    """Whether this arrangement needs the answer; before one is chosen, as for a recharge."""
    return name not in ASKED_FOR or (arrangement or Arrangement.RECHARGE) in ASKED_FOR[name]


def is_missing(name: str, answer: Any) -> bool:
    """Whether a required answer is not there, or is too little of one."""
    if answer is None or answer in ("", []):
        return True
    return name in LEAST and len(answer) < LEAST[name]


def reason_words(reason: str | None, *known: Mapping[str, str]) -> str:
    """A reason as people read it: one that an organisation added is kept in its own words."""
    if not reason:
        return ""
    return next((words_of[reason] for words_of in known if reason in words_of), reason)
