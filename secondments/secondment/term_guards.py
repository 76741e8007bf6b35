"""The reasons why not that rest on what is negotiated: open terms, conditions of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from secondments import words
from secondments.errors import Blocker

if TYPE_CHECKING:
    from secondments.catalogue.positions import Term
    from secondments.secondment.models import Secondment

NAMED = 3  # open terms that a sentence names
OPEN = "{open} of {all} terms are not agreed yet: {labels}."
OPEN_AGAIN = "These terms were opened again and are not agreed: {labels}."
UNSETTLED = "{which} not agreed by both sides yet."
UNCLEARED = "{which} not been cleared by legal yet."


def every_term_is_agreed(s: Secondment) -> Blocker | None:
    table = s.table
    if not table.open:
        return None
    values = {"open": len(table.open), "all": len(table.negotiated), "labels": _labels(table.open)}
    return Blocker("terms", OPEN, fix="terms", values=values)


def no_term_is_open_again(s: Secondment) -> Blocker | None:
    """For what the parties agreed before terms were settled one by one, silence is enough."""
    if not s.table.left:
        return None
    return Blocker("terms", OPEN_AGAIN, fix="terms", values={"labels": _labels(s.table.left)})


def _labels(terms: Sequence[Term]) -> str:
    labels = [f"“{term.parameter.label}”" for term in terms]
    more = len(labels) - NAMED
    named = labels if more <= 1 else [*labels[:NAMED], f"{more} more"]
    return words.listed(named)


def every_special_is_agreed(s: Secondment) -> Blocker | None:
    waiting = [each for each in s.special_conditions if not each.is_agreed]
    if not waiting:
        return None
    which = _which([each.number for each in waiting], "is", "are")
    return Blocker("specials", UNSETTLED, fix="terms/special", values={"which": which})


def every_special_is_cleared(s: Secondment) -> Blocker | None:
    waiting = [each for each in s.special_conditions if not each.cleared_at]
    if not waiting:
        return None
    which = _which([each.number for each in waiting], "has", "have")
    return Blocker(
        "specials_legal", UNCLEARED, who="legal", fix="terms/special", values={"which": which}
    )


def _which(numbers: list[int], one: str, several: str) -> str:
    said = words.listed(str(number) for number in numbers)
    if len(numbers) == 1:
        return f"Special condition {said} {one}"
    return f"Special conditions {said} {several}"
