"""The reasons why not that rest on money: the cost as it was seen, and what is paid for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments.errors import Blocker
from secondments.secondment.choices import Arrangement

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


def it_is_a_secondment(s: Secondment) -> Blocker | None:
    """The clauses are those of a secondment: an appointment for a fee is another agreement."""
    if s.proposal.arrangement is not Arrangement.ADVISORY:
        return None
    return Blocker(
        "advisory",
        "An advisory appointment is no secondment: it needs an agreement of its own kind, which"
        " is drawn up outside this service.",
        who="contracts office",
    )
