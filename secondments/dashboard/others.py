"""What waits for others: whose turn it is now, since when, and what the reader did with it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from secondments import clock, words
from secondments.dashboard.mine import Item
from secondments.dashboard.queries import TheirTurn
from secondments.people.models import Person
from secondments.secondment.choices import Decision
from secondments.secondment.duties import is_before_the_company, of_the_case
from secondments.secondment.models import Secondment
from secondments.secondment.reading import Reader, reader_of
from secondments.secondment.rounds import Turn
from secondments.secondment.waiting import role_words

WITH_THE_OTHERS = "the applicant’s side"
TO_DO = {
    "write": "to send it",
    "issue": "to issue the contract",
    "parked": "to look at it",
    "sign": "to sign",
    "see_costs": "to confirm the cost",
    "appeal": "to decide on the appeal",
    "gates": "before it can start",
    "gates_company": "before it can start",
    "terms": "to settle the terms",
    "terms_company": "to settle the terms",
    "legal": "to clear special conditions",
}
DECIDED = {
    Decision.SUPPORT: "You supported it on {day}.",
    Decision.RETURN: "You returned it on {day}.",
    Decision.DECLINE: "You declined it on {day}.",
}


def item(theirs: TheirTurn, person: Person) -> Item:
    s = theirs.secondment
    reader = reader_of(person, s)
    turns = sorted(of_the_case(s.turns), key=lambda turn: (turn.duty, turn.person.name))
    is_home = not turns or any(is_before_the_company(turn.duty) for turn in turns)
    is_masked = reader.is_company and is_home
    who = WITH_THE_OTHERS if is_masked else _who(s, turns)
    tag, colour = ("", "white") if is_masked else _due(s)
    return Item(
        title=whose(s),
        href=f"/secondments/{s.ref}",
        about=f"{state(s, reader)} · {s.ref}",
        what=f"Waiting for {who}.{_did(theirs.decision, theirs.decided_at)}",
        tag=tag,
        colour=colour,
        side=_with_them(turns),
    )


def whose(s: Secondment) -> str:
    """Dr Leila Haddad, Orrin Devices."""
    return f"{s.applicant.name}, {s.company.name}" if s.company else s.applicant.name


def state(s: Secondment, reader: Reader) -> str:
    """The state in a row, in the words of the reader's side."""
    if not reader.is_company:
        return words.state_row(s.state)
    return words.state_for(s.state, reader.side) or f"With {WITH_THE_OTHERS}"


def _who(s: Secondment, turns: Sequence[Turn]) -> str:
    groups = groupby(turns, key=lambda turn: turn.duty)
    return " and ".join(_holders(s, duty, list(group)) for duty, group in groups)


def _holders(s: Secondment, duty: str, turns: Sequence[Turn]) -> str:
    names = [turn.name for turn in turns]
    if duty == "sign":
        return f"{words.listed(names)} to sign"
    # Any one of those who hold a role may act.
    role = words.in_a_sentence(role_words(s, duty))
    return f"{' or '.join(names)} ({role}) {TO_DO.get(duty, 'to decide')}"


def _did(decision: str | None, at: datetime | None) -> str:
    if decision is None or at is None:
        return ""
    return " " + DECIDED[Decision(decision)].format(day=words.day_of_year(at))


def _due(s: Secondment) -> tuple[str, str]:
    due_on = min((turn.due_on for turn in of_the_case(s.turns) if turn.due_on), default=None)
    if due_on is None:
        return "", "white"
    late = (clock.today(s.zone) - due_on).days
    return (f"Late by {words.counted(late, 'day')}", "red") if late > 0 else ("On time", "white")


def _with_them(turns: Sequence[Turn]) -> str:
    since = min((turn.since for turn in turns), default=None)
    if since is None:
        return ""
    days = (clock.now() - since).days
    return f"with them for {words.counted(days, 'day')}" if days else "with them since today"
