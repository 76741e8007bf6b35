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


SECTIONS = {
    section.code: section
    for section in (
        Section(
            "you",
            "About you",
            "You and your training",
            "Grade, CCT date, reviews, the kind of time out, your supervisor",
        ),
        Section(
            "company",
            "The secondment",
            "Company and role",
            "What you will be, who leads it and where. The company sees this.",
        ),
        Section(
            "work",
            "The secondment",
            "The work",
            "Summary, objectives, benefits, patients, interests",
        ),
        Section(
            "dates", "The secondment", "Dates and time", "First and last day, share of the week"
        ),
        Section(
            "money",
            "The secondment",
            "Pay and charges",
            "Who pays, salary and pension or fee, the invoices",
        ),
    )
}

FOR_PROFESSIONALS = SECTIONS | {
    "you": Section("you", "About you", "You and your post", "Your post, and what you leave for it")
}


def sections_of(s: Secondment) -> Mapping[str, Section]:
    """The sections of a proposal, in the words of its pathway."""
    return SECTIONS if s.pathway.has_training else FOR_PROFESSIONALS
