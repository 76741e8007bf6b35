"""What a permission is, and those that several actions share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from secondments.policy.covering import cover_has_ended
from secondments.policy.looking_after import runs_roles_there
from secondments.policy.parts import (
    is_approver_now,
    is_oneself,
    is_system_administrator,
    is_the_calendar,
    may_confirm_company,
)
from secondments.policy.standing import is_applicant


@dataclass(frozen=True)
class Rule:
    """Who may do one thing; `who` in the words of the permission table, `otherwise` to others."""

    allows: Callable[[Any, Any], bool]
    who: str
    otherwise: str
    because: Callable[[Any, Any], str | None] = lambda _person, _record: None

    def sentence(self, person: Any, record: Any) -> str:
        """Why this person may not: their own case of it, where there is one."""
        return self.because(person, record) or self.otherwise


OPEN_DECISION = Rule(
    is_approver_now,
    "the approver of an open step, or who covers for them",
    "This is not yours to decide now. Nobody decides on their own proposal, and each step has"
    " its own approver.",
    cover_has_ended,
)
RUNS_ROLES = Rule(
    runs_roles_there,
    "the contracts office or company administrator of that organisation, or a system"
    " administrator; never for oneself",
    "Only the contracts office or company administrator of that organisation, or a system"
    " administrator, gives and ends roles there, and nobody their own.",
)
ONESELF = Rule(is_oneself, "the person", "Only you do this for yourself.")
KEEPS_RATES = Rule(
    is_system_administrator,
    "a system administrator",
    "Only a system administrator keeps the table of rates.",
)
WRITES = Rule(is_applicant, "the applicant", "Only the applicant writes the proposal.")
CONFIRMS = Rule(
    may_confirm_company,
    "the contracts office or a system administrator; never the applicant",
    "The contracts office confirms a company that was added, and nobody confirms their own.",
)
SERVICE_ITSELF = Rule(is_the_calendar, "the service", "Only the service itself does this.")
SERVICE_CHECKS = Rule(is_the_calendar, "the calendar", "Files are checked by themselves.")
