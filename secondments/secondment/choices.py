"""The fixed answers of the proposal and company forms, with the words people read."""

from enum import StrEnum
from typing import Any


class Labelled(StrEnum):
    """A choice stored by its code and shown by its label."""

    label: str

    def __new__(cls, code: str, label: str = "") -> "Labelled":
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class Decision(StrEnum):
    """What an approver decides at a step."""

    SUPPORT = "support"
    RETURN = "return"
    DECLINE = "decline"


class OutOfProgramme(Labelled):
    OOPE = "OOPE", "Time out for experience (OOPE)"
    OOPR = "OOPR", "Time out for research (OOPR), without credit"
    OOPC = "OOPC", "Career break (OOPC)"


class Arrangement(Labelled):
    RECHARGE = "A", "Recharge: the employer keeps paying and charges the company"
    SPLIT = "C", "Part-time: the employer pays and charges the company its share"


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
REQUIRED = {
    "grade": "your grade and specialty",
    "cct_on": "your CCT date",
    "oop_category": "the kind of time out",
    "supervisor_id": "your educational supervisor",
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
    "pension_rate": "the pension rate",
    "invoice_every": "how often the company is invoiced",
}
LEAST = {"summary": 100, "objectives": 3}  # characters, points
# The words of drafts.DECLARATION: another word is another version.
DECLARATIONS = {
    "correct": "What I have written is correct and complete.",
    "no_promise": "Sending this is a request. Nobody has promised me the time out or the role.",
    "not_before_signed": "I will not start before everyone has signed the agreement.",
    "not_confidential": "I have written nothing here that is confidential to anyone.",
    "registration": "I will keep my registration, my licence and my link with my designated body.",
    "reports": "I will send my annual report and Form R while I am away.",
    "data": "What I have written may be read by the people who decide, and kept as a record.",
}


def is_missing(name: str, answer: Any) -> bool:
    """Whether a required answer is not there, or is too little of one."""
    if answer is None or answer in ("", []):
        return True
    return name in LEAST and len(answer) < LEAST[name]
