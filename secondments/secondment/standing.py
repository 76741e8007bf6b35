"""What a change does to the approvals given: which stand, which fall, who decides next (R1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from secondments import clock
from secondments.secondment import material, questions
from secondments.secondment.pathways import Side, Step

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment
    from secondments.secondment.rounds import Vote


def void(s: Secondment, steps: Collection[Step]) -> None:
    """End the votes that stand at these steps, by the act that is now being recorded.

    The company sees the cost again before it agrees, when its own steps are among them.
    """
    end(s, steps)
    if material.COMPANY & set(steps):
        s.cost_unseen()


def end(s: Secondment, steps: Collection[Step]) -> None:
    """The same for what leaves the cost as it was seen.

    Who decides again has all the days again: that it was late before is forgotten, and said anew.
    """
    fallen = {vote.step for vote in s.standing_votes if vote.step in steps}
    for vote in s.standing_votes:
        if vote.step in fallen:
            vote.voided_at, vote.voided_by_seq = clock.now(), s.seq
    for told in s.overdue:
        if told.step in fallen:
            told.reminded_at = told.escalated_at = None


def changed_since_sent(s: Secondment) -> set[str]:
    """The answers that differ from the version sent last; none before the first."""
    return material.changed(s.sent[-1].answers, questions.answers_of(s)) if s.sent else set()


def reopened(s: Secondment) -> frozenset[Step]:
    """The steps whose approval does not outlive the changes made since it was sent."""
    return material.reopened_by(changed_since_sent(s))


def falling(s: Secondment) -> list[Vote]:
    """The approvals that would have to be given again if it were sent as it stands now."""
    steps = reopened(s)
    return [vote for vote in s.standing_votes if vote.step in steps]


def asked_next(s: Secondment) -> Sequence[Step]:
    """The steps that would be asked first if it were sent as it stands now.

    None when every approval stands: then it goes straight back to the contracts office.
    """
    done = s.done_steps - reopened(s)
    home = s.pathway.open_steps(Side.HOME, done)
    return home or s.pathway.open_steps(Side.COMPANY, done)
