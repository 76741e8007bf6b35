"""Which roles there are at which kind of organisation, and what they and the kinds are called.

A role comes only from a dated membership (rule R12). The applicant names a supervisor and a company
lead, but only among people who hold a role at the employer or the company already.
"""

from collections.abc import Mapping

from secondments.people.models import Kind, Role

AT_HOME = (Role.TRAINEE, Role.SUPERVISOR, Role.RELEASE, Role.CONTRACTS_OFFICE, Role.SIGNATORY)
ROLES_AT: Mapping[Kind | None, tuple[Role, ...]] = {
    Kind.EMPLOYER: AT_HOME,
    Kind.UNIVERSITY: AT_HOME,
    Kind.TRAINING_BODY: (
        Role.TRAINEE,
        Role.PROGRAMME_DIRECTOR,
        Role.DEAN,
        Role.CONTRACTS_OFFICE,  # sets its rules; of cases it sees nothing by this
    ),
    Kind.COMPANY: (Role.HOST_MANAGER, Role.COMPLIANCE, Role.LEGAL, Role.SIGNATORY),
    None: (Role.SYSTEM_ADMINISTRATOR,),
}
ROLE_WORDS: Mapping[Role, str] = {
    Role.TRAINEE: "Trainee",
    Role.SUPERVISOR: "Educational supervisor",
    Role.PROGRAMME_DIRECTOR: "Training programme director",
    Role.DEAN: "Postgraduate dean",
    Role.RELEASE: "Releases staff for the employer",
    Role.CONTRACTS_OFFICE: "Contracts office",
    Role.SIGNATORY: "Signs agreements",
    Role.HOST_MANAGER: "Host manager",
    Role.COMPLIANCE: "Company compliance",
    Role.LEGAL: "Company legal",
    Role.SYSTEM_ADMINISTRATOR: "System administrator",
}
KIND_WORDS: Mapping[Kind, str] = {
    Kind.EMPLOYER: "NHS employer",
    Kind.UNIVERSITY: "University",
    Kind.TRAINING_BODY: "Training body",
    Kind.COMPANY: "Company",
}
WITH_AUTHORITY = frozenset({Role.SIGNATORY})  # up to a largest total, in pounds
THE_SERVICE = "This service"
TITLES = frozenset({"Dr", "Professor", "Prof", "Mr", "Mrs", "Ms", "Miss", "Mx", "Sir", "Dame"})


def short_name(name: str) -> str:
    """Title and surname where there is a title: Dr Priya Nandakumar becomes Dr Nandakumar."""
    words = name.split()
    has_title = len(words) > 2 and words[0].rstrip(".") in TITLES
    return f"{words[0]} {words[-1]}" if has_title else name
