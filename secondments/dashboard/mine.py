"""What waits for the reader, said as the act it asks for, with what is new to them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondments import clock, words
from secondments.dashboard import queries
from secondments.dashboard.queries import HandedBack, MyTurn
from secondments.people.models import Person
from secondments.secondment import questions, trail
from secondments.secondment.choices import RETURN_REASONS, Decision, reason_words
from secondments.secondment.company_models import AddedCompany
from secondments.secondment.duties import GATES, is_condition
from secondments.secondment.lifecycle import State
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import STEPS, Step
from secondments.secondment.reading import reader_of
from secondments.secondment.rounds import Sent, Turn, Vote
from secondments.secondment.trail import Difference

# What to do, in the agenda; and whose, in the list.
ACTS = {
    "write": ("Finish your proposal", "Finish your proposal and send it"),
    "rewrite": ("Change your proposal", "Change your proposal and send it again"),
    "decide": ("Decide on a proposal", "Decide on {whose} proposal"),
    "decide_again": ("Decide on a proposal", "Decide on {whose} changed proposal"),
    "issue": ("Issue a contract", "Issue the contract for {name}"),
    "parked": ("Look at a secondment", "Look at {whose} secondment: it could not go on by itself"),
    "sign": ("Sign an agreement", "Sign {whose} agreement"),
    "see_costs": ("Look at a cost that changed", "Look at the new cost of {whose} secondment"),
    "appeal": ("Decide on an appeal", "Decide on {whose} appeal"),
    "condition": ("Meet a condition", "Meet a condition of {whose} approval"),
    "condition_own": ("Meet a condition", "Meet a condition of your approval"),
    "gates": (
        "Settle what is missing before a start",
        "Settle what is missing before {whose} secondment starts",
    ),
    "gates_own": (
        "Settle what is missing before your start",
        "Settle what is missing before your secondment starts",
    ),
    "terms": ("Settle terms", "Settle the terms of {whose} secondment"),
    "legal": (
        "Clear special conditions",
        "Look at the special conditions of {whose} secondment",
    ),
    "sign_own": ("Sign your agreement", "Sign your agreement"),
}
ADDRESSES = {
    "write": "/secondments/{ref}/proposal",
    "decide": "/secondments/{ref}/approve",
    "issue": "/secondments/{ref}/issue",
    "parked": "/secondments/{ref}",
    "appeal": "/secondments/{ref}/decide-appeal",
    "condition": "/secondments/{ref}/approvals",
    "sign": "/secondments/{ref}/agreement",
    "gates": "/secondments/{ref}/gates",
    "see_costs": "/secondments/{ref}/costs",
    "terms": "/secondments/{ref}/terms",
    "legal": "/secondments/{ref}/terms/special",
}
SEAT = "/sign/{seat}"
MOST_NAMED = 3
WITH_DAYS = {questions.PROPOSAL[name].label for name in ("starts_on", "ends_on")}


@dataclass(frozen=True)
class Item:
    """One thing in a list; for macros/case.html work()."""

    title: str
    href: str
    about: str = ""
    lead: str = ""
    what: str = ""
    tag: str = ""
    colour: str = "white"
    side: str = ""


def items(turns: Sequence[MyTurn], reader: Person) -> list[Item]:
    """In their order, each with one line of what is new."""
    back = [t.turn.secondment_id for t in turns if t.turn.secondment.state is State.RETURNED]
    again = [t.turn.secondment_id for t in turns if _seen_before(t.turn, reader)]
    handed_back, sent = queries.handed_back(back), queries.sent_versions(again)
    return [_item(turn, reader, handed_back, sent) for turn in turns]


def company(added: AddedCompany) -> Item:
    """A company that an applicant added: nothing of their proposal, which is a draft."""
    days = (clock.now() - added.at).days
    return Item(
        title=f"Confirm a company: {added.name}",
        href=f"/companies/{added.id}",
        about=added.address,
        what=f"Added by {added.secondment.applicant.name}, whose proposal waits for it.",
        side=f"with you for {words.counted(days, 'day')}" if days else "with you since today",
    )


def act(duty: str) -> str:
    """What a duty asks for, without saying whose case it is."""
    return ACTS[_kind(duty)][0]


def address(duty: str, ref: str, seat: uuid.UUID | None = None) -> str:
    """Where it is done."""
    return SEAT.format(seat=seat) if seat else ADDRESSES[_kind(duty)].format(ref=ref)


def _item(
    mine: MyTurn,
    reader: Person,
    handed_back: Mapping[uuid.UUID, HandedBack],
    sent: Mapping[uuid.UUID, Sequence[Sent]],
) -> Item:
    turn, s = mine.turn, mine.turn.secondment
    lead, what = _news(turn, reader, handed_back.get(s.id), sent.get(s.id, ()))
    tag, colour = _due(turn)
    return Item(
        title=_title(turn, reader),
        href=address(turn.duty, s.ref, mine.seat if turn.duty == "sign" else None),
        about=_about(turn, s),
        lead=lead,
        what=what,
        tag=tag,
        colour=colour,
        side=f"{mine.dealer} deals with it" if mine.of_office and mine.dealer else _with_you(turn),
    )


def _about(turn: Turn, s: Secondment) -> str:
    company = s.company.name if s.company else "No company yet"
    absent = turn.on_behalf_of
    return " · ".join([company, s.ref, *([f"for {absent.name}, who is away"] if absent else [])])


def _kind(duty: str) -> str:
    if is_condition(duty):
        return "condition"
    if duty in GATES:
        return "gates"
    if duty == "terms_company":
        return "terms"
    return "decide" if duty.startswith("decide_") else duty


def _title(turn: Turn, reader: Person) -> str:
    s, kind = turn.secondment, _kind(turn.duty)
    if kind == "write" and s.state is State.RETURNED:
        kind = "rewrite"
    if kind == "decide" and _seen_before(turn, reader):
        kind = "decide_again"
    if kind == "condition" and s.applicant_id == reader.id:
        kind = "condition_own"
    if kind in {"sign", "gates"} and s.applicant_id == reader.id:
        kind = f"{kind}_own"
    return ACTS[kind][1].format(name=s.applicant.name, whose=f"{s.applicant.name}’s")


def _due(turn: Turn) -> tuple[str, str]:
    """The tag and its colour; nothing for what has no due date."""
    if turn.due_on is None:
        return "", "white"
    days = (turn.due_on - clock.today(turn.secondment.zone)).days
    if days < 0:
        return f"Late by {words.counted(-days, 'day')}", "red"
    if days == 0:
        return "Due today", "yellow"
    return f"Due {words.day_of_year(turn.due_on)}", "white"


def _with_you(turn: Turn) -> str:
    days = (clock.now() - turn.since).days
    return f"with you for {words.counted(days, 'day')}" if days else "with you since today"


def _news(
    turn: Turn, reader: Person, back: HandedBack | None, sent: Sequence[Sent]
) -> tuple[str, str]:
    """What is new, in bold, and what about it."""
    s, kind = turn.secondment, _kind(turn.duty)
    if kind == "decide":
        before = _seen_before(turn, reader)
        return _changed(before, s, reader, sent) if before else ("New to you.", _first_look(turn))
    if kind == "write" and back is not None:
        return _came_back(back)
    return "", {
        "write": f"Last changed on {words.day(s.updated_at)}.",
        "issue": f"Both sides have agreed. {_starts(s)}",
        "sign": f"Issued on {words.day(s.state_since)}. {_lapses(s)}",
        "parked": s.parked or "",
        "see_costs": "The contract waits until your company has confirmed it.",
        "terms": "The contract waits until both sides have agreed to every term.",
        "legal": "Both sides have agreed to a clause in their own words.",
        "appeal": f"Declined on {words.day(s.state_since)}.",
        "condition": "The contract is issued when every condition is met.",
        "gates": f"It starts only when nothing is missing. {_starts(s)}",
    }[kind]


def _first_look(turn: Turn) -> str:
    s, p = turn.secondment, turn.secondment.proposal
    dates = words.day_range(p.starts_on, p.ends_on) if p.starts_on and p.ends_on else ""
    about = ", ".join(filter(None, (p.role_title, dates)))
    side = STEPS[Step(turn.duty.removeprefix("decide_"))].side
    names = [
        vote.by_name
        for vote in s.votes
        if vote.stands and vote.decision is Decision.SUPPORT and STEPS[vote.step].side is side
    ]
    return f"{about}.{f' Supported by {words.listed(names)}.' if names else ''}"


def _seen_before(turn: Turn, reader: Person) -> Vote | None:
    """What the reader decided last, if that was in an earlier round."""
    if _kind(turn.duty) != "decide":
        return None
    s = turn.secondment
    earlier = [v for v in s.votes if v.person_id == reader.id and v.round < s.round]
    return max(earlier, key=lambda vote: vote.at, default=None)


def _changed(before: Vote, s: Secondment, reader: Person, sent: Sequence[Sent]) -> tuple[str, str]:
    lead = f"Changed since you decided on {words.day(before.at)}:"
    seen = [version for version in sent if version.revision <= before.revision]
    if not seen:
        return "Sent again.", "Look at what changed, then decide."
    differ = trail.between(seen[-1].answers, sent[-1].answers, {}, reader_of(reader, s))
    if not differ:
        return "Sent again.", "Nothing that you read has changed."
    return lead, _named(differ)


def _named(differ: Sequence[Difference]) -> str:
    said = [_said(difference) for difference in differ[:MOST_NAMED]]
    if len(differ) > MOST_NAMED:
        said.append(words.counted(len(differ) - MOST_NAMED, "more answer"))
    return f"{words.listed(said)}."


def _said(difference: Difference) -> str:
    label = difference.label[:1].lower() + difference.label[1:]
    if difference.label in WITH_DAYS:
        return f"{label} moved from {difference.before} to {difference.after}"
    return label


def _came_back(back: HandedBack) -> tuple[str, str]:
    done = "Reopened" if back.action.endswith("reopen") else "Returned"
    why = reason_words(back.reason, RETURN_REASONS)
    lead = f"{done} by {back.by_name} on {words.day(back.at)}{':' if why else '.'}"
    return lead, f"{why[:1].lower()}{why[1:]}." if why else ""


def _starts(s: Secondment) -> str:
    first = s.proposal.starts_on
    return f"The first day is {words.day(first)}." if first else ""


def _lapses(s: Secondment) -> str:
    first = s.proposal.starts_on
    return f"It lapses unless everyone has signed before {words.day(first)}." if first else ""
