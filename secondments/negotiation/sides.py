"""What the two sides are called on a page, and what each of them says of a term, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import words
from secondments.catalogue.positions import COMPANY, HOME, OTHER, Move, Term
from secondments.secondment.term_models import Firmness, TermMove

if TYPE_CHECKING:
    from secondments.catalogue.kinds import Value
    from secondments.secondment.models import Secondment

FIRMNESS = {
    Firmness.CANNOT: "They say they cannot move: the law, a funder or a policy does not let them.",
    Firmness.WILL_NOT: "They could move, and do not want to.",
}
FIRM_OURS = {
    Firmness.CANNOT: "You said that you cannot move: the law, a funder or a policy stands against.",
    Firmness.WILL_NOT: "You said that you could move, and do not want to.",
}
NTH = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")


@dataclass(frozen=True)
class Names:
    """How the sides are called for one reader, whose own is `mine`: home, company or nothing."""

    home: str
    company: str
    mine: str

    def of(self, side: str) -> str:
        return self.home if side == HOME else self.company

    def says(self, side: str) -> str:
        """The head of a column: We say, or Corvane says."""
        return "We say" if side == self.mine else f"{self.of(side)} says"

    @property
    def other(self) -> str:
        return self.of(OTHER[self.mine]) if self.mine else ""

    @property
    def columns(self) -> tuple[str, str]:
        """The reader’s own side first."""
        return (COMPANY, HOME) if self.mine == COMPANY else (HOME, COMPANY)


def names_for(s: Secondment, mine: str) -> Names:
    return Names(s.employer.name, s.company.name if s.company else "The company", mine)


@dataclass(frozen=True)
class Said:
    """One side’s position: its words, its reason, how firm it is, who said it and when."""

    head: str
    value: str
    before: str  # what the same side said before, where that was another thing
    reason: str
    firmness: str
    who: str
    is_ours: bool


def say(term: Term, value: Value) -> str:
    """As it stands in a sentence, with a capital; nothing said is said as such."""
    said = term.parameter.say(value)
    return f"{said[:1].upper()}{said[1:]}" or "None"


def position(term: Term, side: str, names: Names) -> Said:
    move, ours = term.last_of(side), side == names.mine
    head = names.says(side)
    if move is None:
        return Said(head, "Nothing yet", "", "", "", "", ours)
    return Said(
        head=head,
        value=say(term, term.meant(move)),
        before=_before(term, move),
        reason=_reason(move),
        firmness=_firmness(move, ours=ours),
        who=who(move),
        is_ours=ours,
    )


def _before(term: Term, move: Move) -> str:
    mine = [each for each in term.moves if each.side == move.side]
    former = [each for each in mine if each.number < move.number]
    if not former or term.meant(former[-1]) == term.meant(move):
        return ""
    return say(term, term.meant(former[-1]))


def _reason(move: Move) -> str:
    return move.reason or "" if isinstance(move, TermMove) else ""


def _firmness(move: Move, *, ours: bool) -> str:
    if not isinstance(move, TermMove) or move.firmness is None:
        return ""
    return (FIRM_OURS if ours else FIRMNESS)[move.firmness]


def who(move: Move | None) -> str:
    """Amara Osei, 15 April 2027; in the proposal where it was said there."""
    if not isinstance(move, TermMove):
        return ""
    said = f"{move.person.name}, {words.day(move.at)}"
    return f"{said}, in the proposal" if move.from_proposal else said


def turn(term: Term, names: Names) -> str:
    """Second round. Corvane moved last, 15 April 2027; whose word is awaited."""
    if term.last is None:
        return "Neither side has said anything yet."
    rounds = term.rounds
    nth = NTH[rounds] if rounds < len(NTH) else f"{rounds}th"
    last = names.of(term.last.side) if term.last.side != names.mine else "You"
    on = words.day(term.last.at) if isinstance(term.last, TermMove) else "just now"
    said = f"{nth} round. {last} moved last, {on}."
    waiting = [side for side in names.columns if term.waits_for(side)]
    if names.mine and waiting == [OTHER[names.mine]]:
        return f"{said} Nothing for you to do until {names.other} answers."
    return said
