"""Who may do what, and who may see which rows. Deny by default: an unknown action is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secondments.errors import NotAllowed
from secondments.policy.audiences import belongs, can_read, may_call, visible_files, visible_notes
from secondments.policy.covering import (
    COVER_ENDED,
    can_take,
    cover_used,
    is_on_the_company_side,
    is_on_the_home_side,
    stands_in_for,
)
from secondments.policy.gates import is_the_dean, sees_the_visa
from secondments.policy.parts import (
    is_legal_for,
    sees_the_salary,
    sees_the_training_record,
    side_at_the_table,
)
from secondments.policy.rule import Rule
from secondments.policy.rules import ASKED_ONLY, RULES
from secondments.policy.sight import VISIBLE, can_see, secondments_seen, visible
from secondments.policy.standing import (
    belongs_to_the_company,
    belongs_to_the_home_side,
    holds,
    is_applicant,
    works_at,
)
from secondments.policy.strength import (
    LINK_ONLY,
    ONE_FACTOR,
    TWO_FACTORS,
    needed_for,
    needs_two_factors,
    require_strength,
)

if TYPE_CHECKING:
    from secondments.people.models import Person

VISIBLE |= {"case_file": visible_files, "note": visible_notes}

__all__ = [
    "ASKED_ONLY",
    "COVER_ENDED",
    "LINK_ONLY",
    "ONE_FACTOR",
    "RULES",
    "TWO_FACTORS",
    "VISIBLE",
    "Rule",
    "belongs",
    "belongs_to_the_company",
    "belongs_to_the_home_side",
    "can_read",
    "can_see",
    "can_take",
    "cover_used",
    "holds",
    "is_applicant",
    "is_legal_for",
    "is_on_the_company_side",
    "is_on_the_home_side",
    "is_the_dean",
    "may_call",
    "needed_for",
    "needs_two_factors",
    "require",
    "require_strength",
    "secondments_seen",
    "sees_the_salary",
    "sees_the_training_record",
    "sees_the_visa",
    "side_at_the_table",
    "stands_in_for",
    "table",
    "visible",
    "why_not",
    "works_at",
]


def why_not(person: Person, action: str, record: Any) -> str | None:
    """The reason `person` may not do `action`, or None when they may. Unknown is an error."""
    rule = RULES[action]
    return None if rule.allows(person, record) else rule.sentence(person, record)


def require(person: Person, action: str, record: Any) -> None:
    """Raises NotAllowed."""
    if reason := why_not(person, action, record):
        raise NotAllowed(reason)


def table() -> str:
    """Who may do what, as the README shows it."""
    rows = [f"| `{action}` | {rule.who} |" for action, rule in sorted(RULES.items())]
    return "\n".join(["| action | who |", "|---|---|", *rows])
