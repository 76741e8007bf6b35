"""Which side each duty of a turn is on: one list for the filters, the register and Your work."""

from collections.abc import Mapping

from secondments.secondment.pathways import STEPS, Side

APPLICANT, HOME, COMPANY, OFFICE, SIGNATURES = "applicant", "home", "company", "office", "sign"
SIDES: Mapping[str, str] = {
    APPLICANT: "Applicant",
    HOME: "Home side",
    COMPANY: "Company",
    OFFICE: "Contracts office",
    SIGNATURES: "Signatures",
}
DUTIES: Mapping[str, frozenset[str]] = {
    APPLICANT: frozenset({"write"}),
    HOME: frozenset(f"decide_{s.step}" for s in STEPS.values() if s.side is Side.HOME),
    COMPANY: frozenset(f"decide_{s.step}" for s in STEPS.values() if s.side is Side.COMPANY)
    | {"see_costs"},
    OFFICE: frozenset({"issue", "parked"}),
    SIGNATURES: frozenset({"sign"}),
}


def side_of(duty: str) -> str:
    """One of SIDES."""
    return next(side for side, duties in DUTIES.items() if duty in duties)


def is_before_the_company(duty: str) -> bool:
    """Whether a company is not told who has it: the applicant, or somebody who decides for home."""
    return side_of(duty) in {APPLICANT, HOME}
