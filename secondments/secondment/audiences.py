"""Who reads a note or a file: fixed when it is made, and shown beside the box."""

from collections.abc import Mapping

from secondments.secondment.choices import Labelled


class Readers(Labelled):
    """The audiences. Which person belongs to which: policy/audiences.py."""

    HOME = "home", "Only the home side"
    OFFICERS = "officers", "Home approvers and contracts office, without the applicant"
    DEANERY = "deanery", "Deanery and the applicant only"
    EVERYONE = "everyone", "Everyone on the case, including the company"
    COMPANY = "company", "Inside the company"


OF_NOTES = (Readers.HOME, Readers.OFFICERS, Readers.EVERYONE, Readers.COMPANY)
OF_FILES = (Readers.HOME, Readers.EVERYONE, Readers.DEANERY)
SEEN_BY: Mapping[Readers, str] = {
    Readers.HOME: "Seen by the applicant and everyone with a part in this case at the employer"
    " and the training body. The company finds no trace of it.",
    Readers.OFFICERS: "Seen by the supervisor, those who approve and the contracts office. Neither"
    " the applicant nor the company finds a trace of it.",
    Readers.DEANERY: "Seen by the training body and the applicant. Neither the employer nor the"
    " company finds a trace of it.",
    Readers.EVERYONE: "Seen by both sides. The company sees it once it has been asked.",
    Readers.COMPANY: "Seen by the company’s people. The home side finds no trace of it.",
}


class FileKind(Labelled):
    """What a file is evidence of (clauses-form-cases §9)."""

    CV = "cv", "CV"
    JOB = "job", "Job description or offer letter"
    COLLEGE_LETTER = "college_letter", "College letter"
    RESEARCH_OUTLINE = "research_outline", "Research outline"
    SUPERVISOR_STATEMENT = "supervisor_statement", "Supervisor statement"
    DPIA = "dpia", "Data protection impact assessment (DPIA)"
    INSURANCE = "insurance", "Insurance certificate"
    VISA = "visa", "Visa evidence"
    NDA = "nda", "Non-disclosure agreement (NDA)"
    OTHER = "other", "Something else"


# Kept from the company until an NDA is recorded.
SCIENCE = frozenset({FileKind.RESEARCH_OUTLINE})
# Never for the company, whoever adds it (rule R5).
NOT_FOR_THE_COMPANY = frozenset({FileKind.VISA})
