"""Who decides, in which order, and what they have decided, as each side may know it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import clock, words
from secondments.secondment import conditions_page, queries, schedule
from secondments.secondment.choices import (
    DECLINE_REASONS,
    RETURN_REASONS,
    Decision,
    reason_words,
)
from secondments.secondment.conditions_page import ShownCondition
from secondments.secondment.heading import Heading, heading
from secondments.secondment.lifecycle import STOPPED
from secondments.secondment.page import approvers
from secondments.secondment.pathways import STEPS, Side, Step, label_of
from secondments.secondment.reading import Reader

if TYPE_CHECKING:
    from secondments.people.models import Membership, Person
    from secondments.secondment.models import Secondment
    from secondments.secondment.rounds import Vote

DECIDED = {
    Decision.SUPPORT: ("Done", "green"),
    Decision.RETURN: ("Returned", "yellow"),
    Decision.DECLINE: ("Declined", "red"),
}
VERBS = {
    Decision.SUPPORT: "supports it",
    Decision.RETURN: "returned it for changes",
    Decision.DECLINE: "declined it",
}
SIDES = {Side.HOME: "The home side", Side.COMPANY: "The company"}


@dataclass(frozen=True)
class StepRow:
    """One step; for macros/case.html people()."""

    name: str
    about: str
    tag: str = ""
    colour: str = "white"


@dataclass(frozen=True)
class Past:
    """A decision that no longer counts, or the words of one that does."""

    what: str
    reason: str
    message: str


@dataclass(frozen=True)
class Approvals:
    heading: Heading
    sides: Sequence[tuple[str, Sequence[StepRow]]]
    said: Sequence[Past]
    earlier: Sequence[Past]
    conditions: Sequence[ShownCondition]
    appeal: Sequence[Past]


def approvals(s: Secondment, *, reader: Person) -> Approvals:
    top = heading(s, reader=reader, here="approvals")
    eyes, held = top.reader, queries.roles_around(s)
    return Approvals(
        heading=top,
        sides=[(SIDES[side], list(rows(s, side, eyes, held))) for side in sides_for(eyes)],
        said=[past_of(v, eyes) for v in votes_for(s, eyes) if v.stands and v.message],
        earlier=[past_of(v, eyes) for v in votes_for(s, eyes) if not v.stands],
        conditions=conditions_page.shown(s, eyes),
        appeal=appeal_of(s, eyes),
    )


def appeal_of(s: Secondment, reader: Reader) -> list[Past]:
    """The appeal and what became of it: the home side's business alone."""
    if s.appeal is None or reader.is_company:
        return []
    made, appeal = words.day(s.appeal.at), s.appeal
    said = [Past(f"{s.applicant.name} appealed on {made}", "", appeal.text)]
    if appeal.decided_at is None or appeal.decided_by is None:
        return said
    outcome = "allowed it" if appeal.is_allowed else "upheld the decision to decline"
    what = f"{appeal.decided_by.name} {outcome} on {words.day(appeal.decided_at)}"
    return [*said, Past(what, "", appeal.message or "")]


def refusal_of(s: Secondment, reader: Reader) -> list[Past]:
    """The decision that an appeal is about, and the appeal."""
    declined = [v for v in s.standing_votes if v.decision is Decision.DECLINE]
    return [*(past_of(vote, reader) for vote in declined), *appeal_of(s, reader)]


def sides_for(reader: Reader) -> list[Side]:
    return [Side.COMPANY] if reader.is_company else list(Side)


def votes_for(s: Secondment, reader: Reader) -> list[Vote]:
    shown = sides_for(reader)
    return [vote for vote in s.votes if STEPS[vote.step].side in shown]


def rows(
    s: Secondment, side: Side, reader: Reader, held: Sequence[Membership]
) -> Iterator[StepRow]:
    """The steps of one side in order, with what became of each."""
    done = s.done_steps
    against = {Decision.RETURN, Decision.DECLINE}
    given = {v.step: v for v in s.standing_votes if v.step in done or v.decision in against}
    for group in s.pathway.groups(side):
        for step in group:
            label = label_of(s, step)
            if len(group) > 1 and step is not group[0]:
                label += ", at the same time"
            yield _row(s, step, label, given.get(step), reader, held)


def _row(
    s: Secondment,
    step: Step,
    label: str,
    vote: Vote | None,
    reader: Reader,
    held: Sequence[Membership],
) -> StepRow:
    if vote is not None:
        about = f"{label} · {VERBS[vote.decision]}, {words.day_of_year(vote.at)}"
        if vote.evidence and vote.evidence_on:
            about += f" · {vote.evidence}, {words.day(vote.evidence_on)}"
        return StepRow(called_for(vote, reader), about, *DECIDED[vote.decision])
    found = approvers(s, s.pathway.rule(step), held)
    if step in s.open_steps:
        names = " or ".join(_deciding(s, step, person, reader) for person in found)
        about = f"{label} · {_with_them(s, step)}{_told_of(s, step)}"
        return StepRow(names or "Nobody yet", about, "Deciding", "yellow")
    names = " or ".join(_called(person, reader) for person in found) or "Nobody yet"
    return StepRow(names, f"{label} · {'not asked' if s.state in STOPPED else 'not yet'}")


def called_for(vote: Vote, reader: Reader) -> str:
    """Who decided, and for whom: Dr Tom Okafor for Professor Ruth Aldous."""
    absent = vote.on_behalf_of
    who = _called(vote.person, reader)
    return f"{who} for {absent.name}" if absent else who


def _deciding(s: Secondment, step: Step, person: Person, reader: Reader) -> str:
    """Professor Ruth Aldous (away: Dr Tom Okafor)."""
    ins = [t.person for t in s.turns if t.duty == f"decide_{step}" and t.on_behalf_of is person]
    name = _called(person, reader)
    if not ins:
        return name
    others = " or ".join("you" if one.id == reader.person.id else one.name for one in ins)
    return f"{name} (away: {others})"


def _told_of(s: Secondment, step: Step) -> str:
    """When its holders were reminded that it is late, and when those behind them were told."""
    told = schedule.told_of(s, step)
    said = ""
    if told is not None and told.reminded_at:
        said += f", reminded on {words.day_of_year(told.reminded_at)}"
    if told is not None and told.escalated_at:
        said += f", escalated on {words.day_of_year(told.escalated_at)}"
    return said


def _called(person: Person, reader: Reader) -> str:
    return "You" if person.id == reader.person.id else person.name


def _with_them(s: Secondment, step: Step) -> str:
    turns = [turn for turn in s.turns if turn.duty == f"decide_{step}"]
    if not turns:
        return "nobody holds this role now"
    turn = min(turns, key=lambda turn: turn.since)
    age = words.age((clock.now() - turn.since).days)
    return f"{age}, due {words.day_of_year(turn.due_on)}" if turn.due_on else age


def past_of(vote: Vote, reader: Reader) -> Past:
    label = words.in_a_sentence(reader.steps[vote.step].label)
    who = called_for(vote, reader)
    verb = {"supports it": "supported it"}.get(VERBS[vote.decision], VERBS[vote.decision])
    return Past(
        f"{who}, {label}, {verb} on {words.day(vote.at)}",
        reason_words(vote.reason, RETURN_REASONS, DECLINE_REASONS),
        (vote.message or "") if hears(vote, reader) else "",
    )


def hears(vote: Vote, reader: Reader) -> bool:
    """A note to the next approver stays on its side; a refusal by the company is said to both."""
    is_theirs = STEPS[vote.step].side is Side.COMPANY
    return is_theirs == reader.is_company or vote.decision is not Decision.SUPPORT
