"""Which side each duty of a turn is on: one list for the filters, the register and Your work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from secondments.secondment.pathways import STEPS, Side

if TYPE_CHECKING:
    from secondments.secondment.rounds import Turn

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
    HOME: frozenset(f"decide_{s.step}" for s in STEPS.values() if s.side is Side.HOME) | {"gates"},
    COMPANY: frozenset(f"decide_{s.step}" for s in STEPS.values() if s.side is Side.COMPANY)
    | {"see_costs", "gates_company", "terms_company"},
    OFFICE: frozenset({"issue", "parked", "appeal", "terms", "legal"}),
    SIGNATURES: frozenset({"sign"}),
}


# Tasks beside the course of a case: told to whoever has them, and counted on no side.
CONDITION = "condition_"
GATES = frozenset({"gates", "gates_company"})
TERMS = frozenset({"terms", "terms_company", "legal"})


def is_condition(duty: str) -> bool:
    return duty.startswith(CONDITION)


def of_the_case(turns: Iterable[Turn]) -> list[Turn]:
    """The turns that move the case on, without the tasks beside it.

    What is missing before the start is beside it only while somebody has to sign, and the terms
    while somebody has to decide.
    """
    found = [turn for turn in turns if not is_condition(turn.duty)]
    return [turn for turn in found if turn.duty not in GATES | TERMS] or found


def side_of(duty: str) -> str:
    """One of SIDES."""
    return next(side for side, duties in DUTIES.items() if duty in duties)


def is_before_the_company(duty: str) -> bool:
    """Whether a company is not told who has it: the applicant, or somebody who decides for home."""
    return side_of(duty) in {APPLICANT, HOME}
