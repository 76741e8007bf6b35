"""What may be added to a proposal as evidence: which papers, why, and who reads each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments.secondment.audiences import FileKind, Readers
from secondments.secondment.choices import OutOfProgramme
from secondments.secondment.its_choices import PatientData

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

USEFUL, ASKED = "Useful", "Asked for"
NOT_KEPT = (
    "Show it to the contracts office. It is not kept here: too many people on your side would be"
    " able to read it."
)


@dataclass(frozen=True)
class Paper:
    """One paper, why it is wanted, and who reads it; nobody where it is not to be added here."""

    kind: FileKind
    wanted: str
    why: str
    readers: Readers | None


def papers(s: Secondment) -> Iterator[Paper]:
    """What is asked for or useful in this case, as far as its answers say. None of it is needed."""
    p, in_training = s.proposal, s.pathway.has_training
    yield Paper(FileKind.CV, USEFUL, "Those who decide may ask for it.", Readers.HOME)
    job = "Deaneries ask for it." if in_training else "It shows the role in the company’s words."
    yield Paper(FileKind.JOB, ASKED if in_training else USEFUL, job, Readers.EVERYONE)
    if p.claim_credit:
        why = "Nothing counts towards training without it."
        yield Paper(FileKind.COLLEGE_LETTER, ASKED, why, Readers.DEANERY)
    yield from _research(s)
    if in_training:
        why = "What your educational supervisor says of your progress."
        yield Paper(FileKind.SUPERVISOR_STATEMENT, USEFUL, why, Readers.DEANERY)
    if p.patient_data not in {None, PatientData.NONE}:
        why = "You will use data of patients."
        yield Paper(FileKind.DPIA, ASKED, why, Readers.EVERYONE)
    if p.clinical_contact:
        why = "You will see patients at the company."
        yield Paper(FileKind.INSURANCE, ASKED, why, Readers.EVERYONE)
    if p.visa_sponsored:
        why = "Your visa is sponsored." if in_training else f"Your visa is sponsored. {NOT_KEPT}"
        yield Paper(FileKind.VISA, ASKED, why, Readers.DEANERY if in_training else None)


def _research(s: Secondment) -> Iterator[Paper]:
    is_asked = s.proposal.oop_category is OutOfProgramme.OOPR
    if is_asked or s.pathway.asks("funders"):
        why = "The company reads it only once a confidentiality agreement (NDA) is recorded."
        wanted = ASKED if is_asked else USEFUL
        yield Paper(FileKind.RESEARCH_OUTLINE, wanted, why, Readers.EVERYONE)
