"""Which roles there are at which kind of organisation, and what they and the kinds are called.

A role comes only from a dated membership (rule R12). The applicant names a supervisor or a line
manager and a company lead, but only among people who hold that role already.
"""

from collections.abc import Mapping

from secondments.people.models import Kind, Role, Sector

AT_HOME = (
    Role.TRAINEE,
    Role.CLINICAL_ACADEMIC,
    Role.SUPERVISOR,
    Role.LINE_MANAGER,
    Role.RELEASE,
    Role.FINANCE,
    Role.CONTRACTS_OFFICE,
    Role.LEGAL_ADVISER,
    Role.SIGNATORY,
)
ROLES_AT: Mapping[Kind | None, tuple[Role, ...]] = {
    Kind.EMPLOYER: (*AT_HOME, Role.CLINICAL_DIRECTOR),
    Kind.UNIVERSITY: (*AT_HOME, Role.HEAD_OF_DEPARTMENT, Role.RESEARCH_OFFICE),
    Kind.TRAINING_BODY: (
        Role.TRAINEE,
        Role.PROGRAMME_DIRECTOR,
        Role.HEAD_OF_SCHOOL,
        Role.DEAN,
        Role.DEANERY_OFFICE,
        Role.CONTRACTS_OFFICE,  # sets its rules; of cases it sees nothing by this
    ),
    Kind.COMPANY: (
        Role.COMPANY_ADMINISTRATOR,
        Role.HOST_MANAGER,
        Role.COMPLIANCE,
        Role.DATA_PROTECTION,
        Role.LEGAL,
        Role.SIGNATORY,
    ),
    None: (Role.SYSTEM_ADMINISTRATOR,),
}
ROLE_WORDS: Mapping[Role, str] = {
    Role.TRAINEE: "Trainee",
    Role.CLINICAL_ACADEMIC: "Clinical academic or professional",
    Role.SUPERVISOR: "Educational supervisor",
    Role.LINE_MANAGER: "Line manager",
    Role.PROGRAMME_DIRECTOR: "Training programme director",
    Role.HEAD_OF_SCHOOL: "Head of school",
    Role.DEAN: "Postgraduate dean",
    Role.DEANERY_OFFICE: "Deanery office",
    Role.RELEASE: "Releases staff for the employer",
    Role.CLINICAL_DIRECTOR: "Clinical director, matron or chief pharmacist",
    Role.HEAD_OF_DEPARTMENT: "Head of department",
    Role.RESEARCH_OFFICE: "Research contracts office",
    Role.FINANCE: "Finance",
    Role.CONTRACTS_OFFICE: "Contracts office",
    Role.LEGAL_ADVISER: "Legal adviser",
    Role.SIGNATORY: "Signs agreements",
    Role.COMPANY_ADMINISTRATOR: "Company administrator",
    Role.HOST_MANAGER: "Host manager",
    Role.COMPLIANCE: "Company compliance",
    Role.DATA_PROTECTION: "Data protection lead",
    Role.LEGAL: "Company legal",
    Role.SYSTEM_ADMINISTRATOR: "System administrator",
}
KIND_WORDS: Mapping[Kind, str] = {
    Kind.EMPLOYER: "NHS employer",
    Kind.UNIVERSITY: "University",
    Kind.TRAINING_BODY: "Training body",
    Kind.COMPANY: "Company",
}
SECTOR_WORDS: Mapping[Sector, str] = {
    Sector.PHARMA: "Pharmaceuticals",
    Sector.BIOTECH: "Biotechnology",
    Sector.MEDTECH: "Medical technology",
    Sector.DIGITAL_HEALTH: "Digital health",
    Sector.RESEARCH: "Contract research (CRO)",
    Sector.OTHER: "Another sector",
}
WITH_AUTHORITY = frozenset({Role.SIGNATORY})  # up to a largest total, in pounds
THE_SERVICE = "This service"
TITLES = frozenset({"Dr", "Professor", "Prof", "Mr", "Mrs", "Ms", "Miss", "Mx", "Sir", "Dame"})


def short_name(name: str) -> str:
    """Title and surname where there is a title: Dr Priya Nandakumar becomes Dr Nandakumar."""
    words = name.split()
    has_title = len(words) > 2 and words[0].rstrip(".") in TITLES
    return f"{words[0]} {words[-1]}" if has_title else name
