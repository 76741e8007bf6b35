"""Who may do what, and who may see which rows. Deny by default: an unknown action is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secondments.errors import NotAllowed
from secondments.policy.audiences import belongs, can_read, may_call, visible_files, visible_notes
from secondments.policy.parts import (
    can_take,
    is_applicant,
    is_on_the_company_side,
    is_on_the_home_side,
    sees_the_salary,
    sees_the_training_record,
    sees_the_visa,
)
from secondments.policy.rules import ASKED_ONLY, RULES, Rule
from secondments.policy.sight import VISIBLE, can_see, secondments_seen, visible

if TYPE_CHECKING:
    from secondments.people.models import Person

VISIBLE |= {"case_file": visible_files, "note": visible_notes}

__all__ = [
    "ASKED_ONLY",
    "RULES",
    "VISIBLE",
    "Rule",
    "belongs",
    "can_read",
    "can_see",
    "can_take",
    "is_applicant",
    "is_on_the_company_side",
    "is_on_the_home_side",
    "may_call",
    "require",
    "secondments_seen",
    "sees_the_salary",
    "sees_the_training_record",
    "sees_the_visa",
    "table",
    "visible",
    "why_not",
]


def why_not(person: Person, action: str, record: Any) -> str | None:
    """The reason `person` may not do `action`, or None when they may. Unknown is an error."""
    rule = RULES[action]
    return None if rule.allows(person, record) else rule.otherwise


def require(person: Person, action: str, record: Any) -> None:
    """Raises NotAllowed."""
    if reason := why_not(person, action, record):
        raise NotAllowed(reason)


def table() -> str:
    """Who may do what, as the README shows it."""
    rows = [f"| `{action}` | {rule.who} |" for action, rule in sorted(RULES.items())]
    return "\n".join(["| action | who |", "|---|---|", *rows])
