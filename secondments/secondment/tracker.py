"""The stages of a case as its page draws them: which are done, which is reached, since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from secondments import words
from secondments.secondment.lifecycle import STAGES, STOPPED, State

if TYPE_CHECKING:
    from secondments.audit import AuditEntry
    from secondments.secondment.heading import Facts
    from secondments.secondment.models import Secondment
    from secondments.secondment.reading import Reader


@dataclass(frozen=True)
class Stage:
    """One mark of the tracker; status is done, now, side or next."""

    name: str
    status: str
    when: str = ""


def stages(s: Secondment, deeds: Sequence[AuditEntry], facts: Facts, reader: Reader) -> list[Stage]:
    """Every stage in order. A side state stands in the place of the stage that comes next."""
    reached_at, reached = _reached_at(deeds), last_stage(s, deeds)
    here = reached if s.state in STAGES else reached + 1
    return [
        _passed(s, stage, reached_at, reader)
        if place < here
        else _reached(s, reader)
        if place == here and s.state is not State.DRAFT
        else Stage(stage.label, "next", "" if s.state in STOPPED else _ahead(stage, facts))
        for place, stage in enumerate(STAGES)
    ]


def last_stage(s: Secondment, deeds: Sequence[AuditEntry]) -> int:
    """The place of the stage that was reached last; -1 for a draft."""
    if s.state is State.DRAFT:
        return -1
    if s.state in STAGES:
        return STAGES.index(s.state)
    moves = (d for d in deeds if d.to_state != d.from_state)
    newest = next((d.to_state for d in moves if d.to_state in STAGES), None)
    return STAGES.index(State(newest)) if newest else -1


def _reached_at(deeds: Sequence[AuditEntry]) -> Mapping[str, datetime]:
    """When each state was entered last; deeds come newest first."""
    moves = [d for d in reversed(deeds) if d.to_state and d.to_state != d.from_state]
    return {str(d.to_state): d.effective_at for d in moves}


def _passed(
    s: Secondment, stage: State, reached_at: Mapping[str, datetime], reader: Reader
) -> Stage:
    at = reached_at.get(stage)
    # A company is not told when the others decided before it was asked.
    is_told = at and not (reader.is_company and s.company_told_at and at < s.company_told_at)
    return Stage(stage.label, "done", words.day(at) if at and is_told else "")


def _reached(s: Secondment, reader: Reader) -> Stage:
    status = "now" if s.state in STAGES else "side"
    last_day = (s.ended_on or s.proposal.ends_on) if s.state is State.COMPLETED else None
    return Stage(
        words.state_row(s.state, reader.side), status, words.day(last_day or s.state_since)
    )


def _ahead(stage: State, facts: Facts) -> str:
    if stage is State.ACTIVE and facts.starts_on:
        return f"Starts {words.day(facts.starts_on)}"
    if stage is State.COMPLETED and facts.ends_on:
        return words.day(facts.ends_on)
    return ""
