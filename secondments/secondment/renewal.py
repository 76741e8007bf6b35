"""Taking cases from one version of a pathway to another, as pathways.toml declares it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import letters, pathways, queries, standing, votes
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Renewal, Step
from secondments.secondment.rounds import Vote
from secondments.use_case import use_case

NOT_DECLARED = "pathways.toml declares no move from {source} to {target}."


@dataclass(frozen=True)
class Plan:
    """What a renewal means for the cases of one state."""

    state: State
    cases: int
    kept: Counter[str]  # steps whose votes go on counting, and how many
    void: Counter[str]


def declared(source: tuple[str, int], target: tuple[str, int]) -> Renewal:
    """Raises NotFound for a move that nobody declared."""
    for renewal in pathways.RENEWALS:
        if (renewal.source, renewal.target) == (source, target):
            return renewal
    said = {"source": "{}:{}".format(*source), "target": "{}:{}".format(*target)}
    raise NotFound(NOT_DECLARED.format(**said))


def plans(renewal: Renewal) -> Iterator[Plan]:
    """What the renewal would do, state by state; nothing is changed."""
    cases = queries.in_hand_on(*renewal.source)
    for state in [state for state in State if any(s.state is state for s in cases)]:
        here = [s for s in cases if s.state is state]
        given = [vote.step for s in here for vote in s.standing_votes]
        kept = Counter(str(step) for step in given if step in renewal.steps)
        yield Plan(state, len(here), kept, Counter(map(str, given)) - kept)


@use_case("secondment.move_pathway")
def move_pathway(
    secondment: Secondment,
    *,
    by: Person,  # noqa: ARG001 - the use case asks policy and the trail about them
    renewal: Renewal,
) -> None:
    """Take a case to the new version: its votes go on counting where that is declared.

    Safe to repeat: a case that is not, or no longer, on the old version is left as it is.
    """
    if (secondment.pathway_code, secondment.pathway_version) != renewal.source:
        return
    secondment.pathway_code, secondment.pathway_version = renewal.target
    _count_anew(secondment, renewal)
    if secondment.state is State.PROPOSED:
        votes.approve_when_ready(secondment)
    elif LIFECYCLE.fire_when_ready(secondment, "agree"):
        letters.agreed(secondment)


def _count_anew(s: Secondment, renewal: Renewal) -> None:
    """A vote stands at its step, goes on counting at the step's new one, or ends."""
    moved = [v for v in s.standing_votes if renewal.steps.get(v.step) is not v.step]
    standing.void(s, {vote.step for vote in moved})
    # flush: of the votes at a step only one of a person may stand.
    db.session.flush()
    for old in moved:
        if (step := renewal.steps.get(old.step)) is not None:
            s.votes.append(_at(step, old, s))


def _at(step: Step, old: Vote, s: Secondment) -> Vote:
    """The same decision under the step's new name."""
    return Vote(
        step=step,
        round=s.round,
        slot=1 + sum(1 for v in s.standing_votes if v.step is step),
        revision=old.revision,
        person_id=old.person_id,
        person=old.person,
        decision=old.decision,
        reason=old.reason,
        message=old.message,
        evidence=old.evidence,
        evidence_on=old.evidence_on,
        at=old.at,
    )
