"""Who has a case, since when, what happens next and what is in the way, as each side is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from secondments import clock, policy, words
from secondments.errors import Blocker
from secondments.secondment import gate_page, pathways, standing
from secondments.secondment.duties import is_before_the_company, is_condition, of_the_case
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.pathways import Side, Step
from secondments.secondment.reading import APPLICANT, COMPANY, HOME

if TYPE_CHECKING:
    from secondments.secondment.heading import Facts
    from secondments.secondment.models import Secondment
    from secondments.secondment.reading import Reader
    from secondments.secondment.rounds import Turn


class Pair(NamedTuple):
    """What is said in bold, and the line under it."""

    bold: str
    under: str = ""


@dataclass(frozen=True)
class Banner:
    """Whose turn it is, for macros/case.html waiting()."""

    who: Pair
    since: Pair
    next: Pair


DUTIES = {
    "write": "Applicant",
    "appeal": "Contracts office",
    "issue": "Contracts office",
    "parked": "Contracts office",
    "sign": "Asked to sign",
    "see_costs": "Company",
    "gates": "Settles what is missing before the start",
    "gates_company": "Settles what is missing before the start",
    "terms": "Settles the terms",
    "terms_company": "Settles the terms",
    "legal": "Legal adviser",
}
NEXT_MOVE: Mapping[State, str] = {
    State.DRAFT: "send",
    State.RETURNED: "resend",
    State.PROPOSED: "approve",
    State.SUPERVISOR_APPROVED: "agree",
    State.COMPANY_AGREED: "issue",
    State.CONTRACT_ISSUED: "start",
}
# The banner says these already, or the next act itself puts them right.
# Conditions and points have lists of their own.
SAID_ELSEWHERE = {"declared", "steps", "start_ahead", "unsigned", "signatories", "conditions"}
FIXES = {
    "proposal": "secondment.save",
    "proposal/points": "secondment.save",
    "company": "secondment.answer",
    "costs": "secondment.see_costs",
}
OVER = "Nothing more: it is over."


def banner(s: Secondment, facts: Facts, reader: Reader) -> Banner:
    return Banner(_who(s, reader), _since(s), _next(s, facts, reader))


def _who(s: Secondment, reader: Reader) -> Pair:
    if reader.is_company and _is_with_the_applicants_side(s):
        return Pair("The applicant’s side")
    found = of_the_case(s.turns)
    if not found:
        return _nobody(s)
    mine = {turn.duty for turn in found if turn.person_id == reader.person.id}
    turns = sorted(found, key=lambda turn: (turn.duty not in mine, turn.duty, turn.person.name))
    duties = {d: list(group) for d, group in groupby(turns, key=lambda turn: turn.duty)}
    # Any one holder of a role may act; everyone asked to sign has to.
    names = [
        words.listed(_names(group, reader))
        if duty == "sign"
        else " or ".join(_names(group, reader))
        for duty, group in duties.items()
    ]
    return Pair(words.listed(names), words.listed(role_words(s, duty) for duty in duties))


def _is_with_the_applicants_side(s: Secondment) -> bool:
    """Whether those who have it, or should have it, decide before the company is asked again."""
    vacant = any(rule.side is Side.HOME for rule in s.open_rules)
    return vacant or any(is_before_the_company(turn.duty) for turn in of_the_case(s.turns))


def _nobody(s: Secondment) -> Pair:
    if not s.open_rules:
        return Pair("Nobody")
    vacant = words.listed(f"“{rule.label}”" for rule in s.open_rules)
    return Pair("Nobody yet", f"Nobody holds the role {vacant}. Tell the contracts office.")


def _names(turns: Sequence[Turn], reader: Reader) -> list[str]:
    """You first."""
    mine = ["You" for turn in turns if turn.person_id == reader.person.id]
    return mine + [turn.name for turn in turns if turn.person_id != reader.person.id]


def role_words(s: Secondment, duty: str) -> str:
    """What a person is here, from the duty of their turn."""
    if is_condition(duty):
        return "Meets a condition"
    return DUTIES.get(duty) or pathways.label_of(s, Step(duty.removeprefix("decide_")))


def _since(s: Secondment) -> Pair:
    turns = of_the_case(s.turns)
    if s.state in {*LIFECYCLE.final, State.DECLINED} and not turns:
        return Pair(words.day(s.state_since))
    since = min((turn.since for turn in turns), default=s.state_since)
    today = clock.today(s.zone)
    age = words.age((clock.now() - since).days)
    due_on = min((turn.due_on for turn in turns if turn.due_on), default=None)
    if due_on is None:
        return Pair(words.day(since), f"{age[:1].upper()}{age[1:]}")
    late = (today - due_on).days
    due = f"{words.counted(late, 'day')} late" if late > 0 else f"due {words.day_of_year(due_on)}"
    return Pair(words.day(since), f"{age[:1].upper()}{age[1:]}, {due}")


def _next(s: Secondment, facts: Facts, reader: Reader) -> Pair:
    return NEXT[s.state](s, facts, reader)


def _when_written(s: Secondment, _facts: Facts, reader: Reader) -> Pair:
    if reader.side == COMPANY:
        return Pair("It is changed, approved again where that is needed, and comes back to you.")
    first = _named(s, standing.asked_next(s)) or "contracts office"
    whose = "You send" if reader.is_applicant else "The applicant sends"
    return Pair(f"{whose} it to the {first}.")


def _named(s: Secondment, steps: Sequence[Step]) -> str:
    return words.listed(words.in_a_sentence(pathways.label_of(s, step)) for step in steps)


def _when_deciding(side: Side, then: str, then_to_company: str) -> Callable[..., Pair]:
    def words_of(s: Secondment, facts: Facts, reader: Reader) -> Pair:
        if reader.side == COMPANY and side is Side.HOME:
            return Pair("When it is approved again, it comes back to you.")
        groups, begun = s.pathway.groups(side), s.done_steps | set(s.open_steps)
        if after := [group for group in groups if not set(group) & begun]:
            return Pair(f"It goes to the {_named(s, after[0])}.")
        sentence = then_to_company if reader.side == COMPANY else then
        return Pair(sentence.format(company=facts.company or "The company"))

    return words_of


def _when_agreed(s: Secondment, _facts: Facts, _reader: Reader) -> Pair:
    number = words.counted(len(s.pathway.signs), "person", "people")
    return Pair(f"The contract is issued to {number} to sign.")


def _when_issued(s: Secondment, facts: Facts, _reader: Reader) -> Pair:
    day = words.day(facts.starts_on) if facts.starts_on else "its first day"
    signed = s.agreement is not None and s.agreement.is_fully_signed
    if signed and s.held_at:
        return Pair("It starts once nothing is missing.", f"It was to start on {day}.")
    if signed:
        return Pair(f"It starts on {day}.", "Everyone has signed.")
    return Pair("Everyone named in the contract signs it.", f"Unsigned on {day}, it lapses.")


def _when_active(_s: Secondment, facts: Facts, _reader: Reader) -> Pair:
    day = words.day(facts.ends_on) if facts.ends_on else "its last day"
    return Pair(f"It ends on {day}.")


def _when_declined(s: Secondment, _facts: Facts, reader: Reader) -> Pair:
    if reader.is_company or s.appeal is None or s.appeal.decided_at:
        return Pair(OVER)
    return Pair("The contracts office decides on the appeal.", "Until then it stays declined.")


def _when_over(_s: Secondment, _facts: Facts, _reader: Reader) -> Pair:
    return Pair(OVER)


def _when_lapsed(_s: Secondment, _facts: Facts, reader: Reader) -> Pair:
    return Pair("The contracts office can reopen it." if reader.side in {APPLICANT, HOME} else OVER)


NEXT: Mapping[State, Callable[..., Pair]] = {
    State.DRAFT: _when_written,
    State.RETURNED: _when_written,
    State.PROPOSED: _when_deciding(Side.HOME, "{company} is asked.", ""),
    State.SUPERVISOR_APPROVED: _when_deciding(
        Side.COMPANY, "The contract is prepared.", "The contract is prepared for you to sign."
    ),
    State.COMPANY_AGREED: _when_agreed,
    State.CONTRACT_ISSUED: _when_issued,
    State.ACTIVE: _when_active,
    State.LAPSED: _when_lapsed,
    State.COMPLETED: _when_over,
    State.DECLINED: _when_declined,
    State.WITHDRAWN: _when_over,
    State.ENDED_EARLY: _when_over,
}


def blockers(s: Secondment, reader: Reader) -> list[Blocker]:
    """What keeps the case from its next stage; the way out only for those who can take it."""
    move = NEXT_MOVE.get(s.state)
    found = LIFECYCLE.why_not(s, move) if move else []
    found = gate_page.blockers(s, reader, found)
    shown = [_for(reader, s, b) for b in found if b.code not in SAID_ELSEWHERE]
    if s.parked and not reader.is_company:
        shown.append(
            Blocker("parked", s.parked.replace("{", "(").replace("}", ")"), "contracts office")
        )
    return shown


def _for(reader: Reader, s: Secondment, blocker: Blocker) -> Blocker:
    action = FIXES.get(blocker.fix)
    if action is None or policy.why_not(reader.person, action, s) is None:
        return blocker
    return replace(blocker, fix="")
