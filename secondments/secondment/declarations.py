"""What an applicant declares when a proposal is sent, by pathway."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

DECLARATION = "2026-1"  # another word in what is declared is another version
DECLARATIONS = {
    "correct": "What I have written is correct and complete.",
    "no_promise": "Sending this is a request. Nobody has promised me the time out or the role.",
    "not_before_signed": "I will not start before everyone has signed the agreement.",
    "not_confidential": "I have written nothing here that is confidential to anyone.",
    "registration": "I will keep my registration, my licence and my link with my designated body.",
    "reports": "I will send my annual report and Form R while I am away.",
    "data": "What I have written may be read by the people who decide, and kept as a record.",
}

# The same, for those who are not in training.
FOR_PROFESSIONALS = DECLARATIONS | {
    "no_promise": "Sending this is a request. Nobody has promised me the release or the role.",
    "registration": "I will keep any professional registration that I hold.",
}
FOR_PROFESSIONALS.pop("reports")


def declarations_of(s: Secondment) -> Mapping[str, str]:
    """What the applicant of this case declares."""
    return DECLARATIONS if s.pathway.has_training else FOR_PROFESSIONALS


def declaration_of(s: Secondment) -> str:
    """The version of what the applicant of this case declares."""
    return DECLARATION if s.pathway.has_training else f"{DECLARATION} for professionals"
