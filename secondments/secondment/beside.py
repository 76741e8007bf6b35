"""Beside a decision: who else may take the step, who deals with it, for whom the reader decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import clock

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment
    from secondments.secondment.pathways import Step
    from secondments.secondment.reading import Reader

OFFICE = "the contracts office"
COMPANY_OFFICE = "your legal and compliance colleagues"


@dataclass(frozen=True)
class Beside:
    """Who else may take this step, who deals with it, and for whom the reader decides."""

    others: str
    dealer: str
    absent: str
    office: str
    is_step: bool


def beside(s: Secondment, reader: Reader, mine: Step | None) -> Beside:
    turns = [turn for turn in s.turns if turn.duty == f"decide_{mine}"]
    own = next((turn for turn in turns if turn.person_id == reader.person.id), None)
    today = clock.today(s.zone)
    taken = [t.person.name for t in turns if t.taken_at and not (t.due_on and t.due_on < today)]
    return Beside(
        others=" or ".join(turn.person.name for turn in turns if turn is not own),
        dealer="You" if taken and own and own.taken_at else "".join(taken),
        absent=own.on_behalf_of.name if own and own.on_behalf_of else "",
        office=COMPANY_OFFICE if reader.is_company else OFFICE,
        is_step=mine is not None,
    )
