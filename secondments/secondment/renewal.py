"""Taking cases from one version of a pathway to another, as pathways.toml declares it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from secondments.errors import NotFound
from secondments.people.models import Person
from secondments.secondment import letters, pathways, queries, standing, votes
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Renewal
from secondments.use_case import use_case

NOT_DECLARED = "pathways.toml declares no move from {source} to {target}."


@dataclass(frozen=True)
class Plan:
    """What a renewal means for the cases of one state."""

    state: State
    cases: int
    kept: Counter[str]  # steps whose votes go on standing, and how many
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
        kept = Counter(str(step) for step in given if step in renewal.keeps)
        yield Plan(state, len(here), kept, Counter(map(str, given)) - kept)


@use_case("secondment.move_pathway")
def move_pathway(
    secondment: Secondment,
    *,
    by: Person,  # noqa: ARG001 - the use case asks policy and the trail about them
    renewal: Renewal,
) -> None:
    """Take a case to the new version: its votes go on standing where that is declared.

    Safe to repeat: a case that is not, or no longer, on the old version is left as it is.
    """
    if (secondment.pathway_code, secondment.pathway_version) != renewal.source:
        return
    fallen = {vote.step for vote in secondment.standing_votes} - renewal.keeps
    standing.void(secondment, fallen)
    secondment.pathway_code, secondment.pathway_version = renewal.target
    if secondment.state is State.PROPOSED:
        votes.approve_when_ready(secondment)
    elif LIFECYCLE.fire_when_ready(secondment, "agree"):
        letters.agreed(secondment)
