"""Taking cases from one version of a pathway to another, as pathways.toml declares it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from secondments import words
from secondments.errors import NotFound
from secondments.people.models import Person
from secondments.secondment import letters, pathways, queries, standing, votes
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Renewal, Side
from secondments.use_case import use_case

STAYING = "{cases} left: the new version asks a step that they are past"
BOTH = tuple(Side)
BEHIND: Mapping[State, tuple[Side, ...]] = {
    State.SUPERVISOR_APPROVED: (Side.HOME,),
    State.COMPANY_AGREED: BOTH,
    State.CONTRACT_ISSUED: BOTH,
    State.ACTIVE: BOTH,
}
NOT_DECLARED = "pathways.toml declares no move from {source} to {target}."


@dataclass(frozen=True)
class Plan:
    """What a renewal means for the cases of one state."""

    state: State
    cases: int
    staying: int
    kept: Counter[str]  # steps whose votes go on standing, and how many
    void: Counter[str]

    @property
    def stays(self) -> str:
        """How many are left as they are, and why; nothing where none is."""
        return STAYING.format(cases=words.counted(self.staying, "case")) if self.staying else ""


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
        every = [s for s in cases if s.state is state]
        here = [s for s in every if fits(s, renewal)]
        given = [vote.step for s in here for vote in s.standing_votes]
        kept = Counter(str(step) for step in given if step in renewal.keeps)
        void = Counter(map(str, given)) - kept
        yield Plan(state, len(here), len(every) - len(here), kept, void)


def fits(s: Secondment, renewal: Renewal) -> bool:
    """Whether the new version asks no step of a side that the case has left behind."""
    target = pathways.having(s, pathways.get(*renewal.target))
    behind = BEHIND.get(s.declined_from or s.state, ())
    kept = s.done_steps & renewal.keeps
    return all(kept.issuperset(target.steps(side)) for side in behind)


@use_case("secondment.move_pathway")
def move_pathway(
    secondment: Secondment,
    *,
    by: Person,  # noqa: ARG001 - the use case asks policy and the trail about them
    renewal: Renewal,
) -> None:
    """Take a case to the new version: its votes go on standing where that is declared.

    Safe to repeat: a case that is not, or no longer, on the old version is left as it is. So is
    one that has passed a step of the new version unasked: nobody could take that any more.
    """
    here = (secondment.pathway_code, secondment.pathway_version)
    if here != renewal.source or not fits(secondment, renewal):
        return
    fallen = {vote.step for vote in secondment.standing_votes} - renewal.keeps
    standing.void(secondment, fallen)
    secondment.pathway_code, secondment.pathway_version = renewal.target
    if secondment.state is State.PROPOSED:
        votes.approve_when_ready(secondment)
    elif LIFECYCLE.fire_when_ready(secondment, "agree"):
        letters.agreed(secondment)
