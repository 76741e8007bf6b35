"""Who writes and reviews the clause texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments.policy.parts import is_system_administrator, works_on_clauses
from secondments.policy.rule import Rule

if TYPE_CHECKING:
    from secondments.agreements.clause_models import ClauseText
    from secondments.people.models import Person


def may_review(person: Person, text: ClauseText) -> bool:
    """Nobody who has saved any of it."""
    return is_system_administrator(person, None) and str(person.id) not in text.writers


WRITES_CLAUSES = Rule(
    is_system_administrator,
    "a system administrator",
    "Only a system administrator writes clause texts.",
)
REVIEWS_CLAUSES = Rule(
    may_review,
    "a system administrator who has written none of the text",
    "A clause text is reviewed by a system administrator who has written none of it.",
)
ON_CLAUSES: dict[str, Rule] = {
    "clauses.see": Rule(
        works_on_clauses,
        "a contracts office or a system administrator",
        "Only a contracts office or a system administrator looks at the clause texts here.",
    ),
    "clauses.write": WRITES_CLAUSES,
    "clauses.submit": WRITES_CLAUSES,
    "clauses.withdraw": WRITES_CLAUSES,
    "clauses.approve": REVIEWS_CLAUSES,
    "clauses.send_back": REVIEWS_CLAUSES,
}
