"""The table of terms as one reader sees it: what is open, what is new, what is agreed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from secondments import policy, words
from secondments.agreements.library import CLAUSE_TITLES
from secondments.catalogue.positions import OTHER, Table, Term
from secondments.negotiation import limits, queries, reopening, sides, starting
from secondments.negotiation.forms import AcceptForm, LookedForm, StartForm
from secondments.negotiation.sides import Names, Said
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.term_models import TermMove

if TYPE_CHECKING:
    from secondments.catalogue.kinds import Parameter, Value
    from secondments.negotiation.limits import Limits
    from secondments.negotiation.models import Glance
    from secondments.negotiation.starting import Starts
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment
    from secondments.secondment.term_models import Special

INSIDE, OUTSIDE = "Inside policy", "Outside policy: needs legal"
ONLY_LEGAL = (
    "You cannot accept this yourself: it is outside your side’s policy. A legal adviser can."
)
NOT_YET = "The terms come to the table when the home side has approved the proposal."
SETTLED = "The terms are fixed in the contract that is out for signature."


@dataclass(frozen=True)
class Card:
    """An open term with everything one needs to answer."""

    name: str
    title: str
    clause: str
    help: str
    usual: str
    bounds: str
    says: Sequence[Said]
    flag: str
    is_outside: bool
    turn: str
    href: str
    accept: str  # what the button says; empty where there is nothing to accept
    accept_href: str
    accept_form: AcceptForm | None
    why_not: str
    again: str  # whose approval ends when it is accepted
    is_new: bool
    is_mine: bool  # whether the reader’s side has to speak


@dataclass(frozen=True)
class Line:
    """A term in one row: agreed, or not spoken of yet."""

    name: str
    title: str
    usual: str
    value: str
    settled: str
    href: str
    is_new: bool


@dataclass(frozen=True)
class News:
    """What one move changed, for the list of what is new."""

    title: str
    who: str
    before: str
    after: str
    href: str


@dataclass(frozen=True)
class TablePage:
    heading: Heading
    agreed: int
    all: int
    cards: Sequence[Card]
    for_me: int
    unspoken: Sequence[tuple[str, Sequence[Line]]]  # by clause
    settled: Sequence[tuple[str, Sequence[Line]]]
    news: Sequence[News]
    looked_at: datetime | None
    starts: Starts | None
    start_form: StartForm | None
    why_closed: str
    side: str
    names: Names
    href: str
    special_href: str
    versions_href: str
    limits_href: str  # of the reader’s own organisation; empty for who may not set them
    specials: Sequence[tuple[str, str]]
    looked_href: str
    looked_form: LookedForm | None  # only where there is more than the reader has seen


def of(s: Secondment, *, reader: Person, form: StartForm | None = None) -> TablePage:
    """`form` is one that was sent and could not be taken."""
    top = heading(s, reader=reader, here="terms")
    side = policy.side_at_the_table(reader, s)
    names, table = sides.names_for(s, side), s.table
    seen = queries.glance(s, reader)
    own = queries.limits_for(s, side) if side else {}
    view = View(s, reader, table, names, own, seen)
    can_move = bool(side) and LIFECYCLE.can(s, "move_term")
    cards = [view.card(term, can_move=can_move) for term in table.open if term.is_contested]
    untouched = [term for term in table.open if not term.is_contested]
    starts = starting.of(s, side, table, own) if can_move and table.open else None
    return TablePage(
        heading=top,
        agreed=len(table.agreed),
        all=len(table.negotiated),
        cards=sorted(cards, key=lambda card: (not card.is_mine, not card.is_new)),
        for_me=sum(card.is_mine for card in cards),
        unspoken=view.lines(untouched),
        settled=view.lines(table.agreed),
        news=view.news(),
        looked_at=seen.at if seen else None,
        starts=starts,
        start_form=(form or starts.form(len(s.term_moves))) if starts and starts.options else None,
        why_closed=_why_closed(s, side),
        side=side,
        names=names,
        href=path(s, "terms"),
        special_href=path(s, "terms/special"),
        versions_href=path(s, "terms/versions"),
        limits_href=_limits_of(s, reader, side),
        specials=[(f"{x.number}. {x.now.title}", special_state(x)) for x in s.special_conditions],
        looked_href=path(s, "terms/looked"),
        looked_form=_looked(len(s.term_moves), seen),
    )


def _looked(newest: int, seen: Glance | None) -> LookedForm | None:
    is_news = seen is None or seen.number != newest
    return LookedForm(formdata=None, seen=newest) if is_news else None


def _limits_of(s: Secondment, reader: Person, side: str) -> str:
    places = (s.company,) if side == "company" else (s.university, s.employer)
    mine = [at for at in places if at and policy.why_not(reader, "limits.change", at) is None]
    return f"/settings/limits/{mine[0].id}" if side and mine else ""


def special_state(special: Special) -> str:
    if not special.is_agreed:
        return "Not agreed"
    return "Agreed, cleared by legal" if special.cleared_at else "Agreed, waiting for legal"


def _why_closed(s: Secondment, side: str) -> str:
    if not side or LIFECYCLE.can(s, "move_term"):
        return ""
    return NOT_YET if s.company_told_at is None else SETTLED


@dataclass(frozen=True)
class View:
    """One reader’s eyes on the table of one case."""

    s: Secondment
    reader: Person
    table: Table
    names: Names
    own: Limits
    seen: Glance | None

    def card(self, term: Term, *, can_move: bool) -> Card:
        mine, offered = self.names.mine, self.offered(term)
        outside = self.is_outside(term)
        takes = can_move and offered is not None
        legal = outside and policy.is_legal_for(self.reader, self.s) != mine
        again = self.again(term, offered) if takes and offered is not None else ""
        plain = takes and not legal and not again
        return Card(
            name=term.name,
            title=term.parameter.label,
            clause=clause_of(term.parameter),
            help=term.parameter.help,
            usual=sides.say(term, term.usual),
            bounds=bounds(term.parameter, self.own),
            says=[sides.position(term, side, self.names) for side in self.names.columns],
            flag=(OUTSIDE if outside else INSIDE) if mine else "",
            is_outside=outside,
            turn=sides.turn(term, self.names),
            href=self.href(term),
            accept=sides.say(term, offered) if takes and offered is not None else "",
            accept_href=f"{self.href(term)}/accept" if plain else f"{self.href(term)}#accept",
            accept_form=AcceptForm(formdata=None, seen=term.seen) if plain else None,
            why_not=ONLY_LEGAL if takes and legal else "",
            again=again,
            is_new=self.is_new(term),
            is_mine=can_move and term.waits_for(mine),
        )

    def offered(self, term: Term) -> Value | None:
        """What this side could accept: the other’s word, where it is not ours already."""
        if not self.names.mine:
            return None
        value = term.position(OTHER[self.names.mine])
        return None if value == term.position(self.names.mine) else value

    def is_outside(self, term: Term) -> bool:
        mine = self.names.mine
        if not mine:
            return False
        value = self.offered(term)
        said = term.position(mine) if value is None else value
        return said is not None and limits.needs_legal(term.parameter, said, self.own, mine)

    def again(self, term: Term, value: Value) -> str:
        """Who has approved what this changes, and would decide again."""
        return words.listed(reopening.who_again(self.s, self.table, term, value, self.names.mine))

    def is_new(self, term: Term) -> bool:
        """Whether the other side moved it since this reader looked."""
        after = self.seen.number if self.seen else len(self.s.term_moves)
        return any(m.number > after and m.side != self.names.mine for m in term.moves)

    def lines(self, terms: Sequence[Term]) -> list[tuple[str, Sequence[Line]]]:
        found = groupby(terms, key=lambda term: term.parameter.clause)
        return [(CLAUSE_TITLES[code], [self.line(x) for x in group]) for code, group in found]

    def line(self, term: Term) -> Line:
        return Line(
            name=term.name,
            title=term.parameter.label,
            usual=sides.say(term, term.usual),
            value=sides.say(term, term.value),
            settled=settled_words(term, self.names) or said_yes(term, self.names),
            href=self.href(term),
            is_new=self.is_new(term),
        )

    def news(self) -> list[News]:
        return list(self._news()) if self.seen else []

    def _news(self) -> Iterator[News]:
        assert self.seen is not None
        for term in self.table.negotiated:
            fresh = [m for m in term.moves if m.number > self.seen.number]
            other = [m for m in fresh if m.side != self.names.mine or not self.names.mine]
            if not other or not isinstance(other[-1], TermMove):
                continue
            said = sides.position(term, other[-1].side, self.names)
            known = _known(term, other[-1].side, self.seen.number)
            yield News(term.parameter.label, said.who, known, said.value, self.href(term))

    def href(self, term: Term) -> str:
        return path(self.s, f"terms/{term.name}")


def _known(term: Term, side: str, number: int) -> str:
    """What that side said when the reader looked last."""
    before = [m for m in term.moves if m.side == side and m.number <= number]
    return sides.say(term, term.meant(before[-1])) if before else ""


def clause_of(parameter: Parameter) -> str:
    return CLAUSE_TITLES[parameter.clause]


def bounds(parameter: Parameter, own: Limits) -> str:
    """What may be entered, and what this side’s own policy says."""
    said = f"{parameter.reach} allowed" if parameter.reach else ""
    ours = limits.in_words(parameter, own.get(parameter.name))
    return f"{said}; your policy: {ours}" if ours and said else said


def said_yes(term: Term, names: Names) -> str:
    """Who has said yes to the usual position."""
    said = [names.of(side) for side in names.columns if term.last_of(side)]
    return said[0] if said else "Nobody"


def settled_words(term: Term, names: Names) -> str:
    """Who brought what is agreed, and when it was settled."""
    brought, settled = term.brought_by(), term.settled_by
    if not isinstance(settled, TermMove) or brought is None:
        return ""
    if term.value == term.usual:
        return f"Usual position, {words.day(settled.at)}"
    return f"{names.of(brought.side)} asked for it, settled {words.day(settled.at)}"
