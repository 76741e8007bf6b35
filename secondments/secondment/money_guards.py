"""The reason why not that rests on money: the cost as it was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments.errors import Blocker

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment


def the_cost_was_seen(s: Secondment) -> Blocker | None:
    if s.company_answers and s.company_answers.cost_seen_at:
        return None
    return Blocker(
        "cost",
        "The company has not confirmed that it has seen the cost as it is now.",
        who="company",
        fix="costs",
    )
