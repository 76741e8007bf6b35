"""The pages of a proposal: their titles and groups, in the words of the pathway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment


@dataclass(frozen=True)
class Section:
    """One page of the proposal."""

    code: str
    group: str
    title: str
    hint: str


ABOUT, THE_SECONDMENT, SAFEGUARDS = "About you", "The secondment", "Terms and safeguards"
EVIDENCE = "evidence"
SECTIONS = {
    section.code: section
    for section in (
        Section("about", ABOUT, "You", "How to reach you, your profession and your registration"),
        Section(
            "you",
            ABOUT,
            "You and your training",
            "Grade, CCT date, reviews, the kind of time out, your supervisor",
        ),
        Section(
            "employment",
            ABOUT,
            "Employment",
            "Your contract, its notice, and who stands in for you. The company does not see it.",
        ),
        Section(
            "company",
            THE_SECONDMENT,
            "Company and role",
            "What you will be, who leads it and where. The company sees this.",
        ),
        Section(
            "work",
            THE_SECONDMENT,
            "The work",
            "Summary, objectives, benefits, patients and their data",
        ),
        Section("dates", THE_SECONDMENT, "Dates and time", "First and last day, share of the week"),
        Section(
            "money",
            THE_SECONDMENT,
            "Pay and charges",
            "Who pays, salary and pension or fee, the invoices",
        ),
        Section(
            "terms",
            SAFEGUARDS,
            "Terms you want to raise",
            "Ownership, publication, notice. Leave it, and the usual terms are the start.",
        ),
        Section(
            "governance",
            SAFEGUARDS,
            "Interests and safeguards",
            "Interests in the company, who covers the work, checks",
        ),
        Section(
            EVIDENCE,
            SAFEGUARDS,
            "Evidence",
            "CV, letters and certificates: what is useful, and what is there",
        ),
    )
}

FOR_PROFESSIONALS = SECTIONS | {
    "you": Section("you", ABOUT, "You and your post", "Your post, and what you leave for it")
}


def sections_of(s: Secondment) -> Mapping[str, Section]:
    """The sections of a proposal, in the words of its pathway."""
    return SECTIONS if s.pathway.has_training else FOR_PROFESSIONALS
