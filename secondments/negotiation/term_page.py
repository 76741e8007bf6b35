"""One term: what it means, where each side stands, every move on it, where the text says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import policy, words
from secondments.agreements import reading
from secondments.agreements.tracing import Place
from secondments.catalogue import dependence
from secondments.catalogue.parameters import PARAMETERS
from secondments.catalogue.positions import OTHER, Term
from secondments.errors import NotFound
from secondments.negotiation import forms, limits, page, queries, reopening, service, sides
from secondments.negotiation.forms import AcceptForm, OfferForm
from secondments.negotiation.sides import Names
from secondments.secondment.bargain import RATES
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.term_models import Firmness, TermMove

if TYPE_CHECKING:
    from secondments.catalogue.kinds import Value
    from secondments.negotiation.page import Card
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

FIRM = {
    Firmness.CANNOT: "cannot move",
    Firmness.WILL_NOT: "does not want to move",
}
NOT_ASKED = "This term means nothing here as the other terms stand now. Its history is kept."


@dataclass(frozen=True)
class Past:
    """One move in the history of a term."""

    number: int
    when: str
    who: str
    side: str
    before: str
    value: str
    firmness: str
    reason: str
    settled: bool


@dataclass(frozen=True)
class TermPage:
    heading: Heading
    card: Card
    compromise: str
    pushed_by: str
    depends: Sequence[tuple[str, str]]  # label and address of the terms it hangs together with
    history: Sequence[Past]
    agreed: str
    usual: str
    is_asked: bool
    accept_form: AcceptForm | None
    accept: str
    accept_note: str
    offer_form: OfferForm | None
    unit: str
    prefix: str
    kind: str
    names: Names
    href: str
    back: str
    agreement: str
    places: Sequence[Place]


def term_of(s: Secondment, name: str) -> Term:
    """Raises NotFound for what is no term that anyone could have settled here."""
    kept_back = RATES if s.hides_rates else frozenset()
    if name not in PARAMETERS or not PARAMETERS[name].negotiable or name in kept_back:
        raise NotFound(service.NOT_THERE)
    return s.table.terms[name]


def of(s: Secondment, name: str, *, reader: Person, form: OfferForm | None = None) -> TermPage:
    """`form` is one that was sent and could not be taken."""
    term, side = term_of(s, name), policy.side_at_the_table(reader, s)
    names, table = sides.names_for(s, side), s.table
    own = queries.limits_for(s, side) if side else {}
    view = page.View(s, reader, table, names, own, queries.glance(s, reader))
    asked = term in table.negotiated
    can_move = asked and bool(side) and LIFECYCLE.can(s, "move_term")
    card = view.card(term, can_move=can_move)
    offered = view.offered(term) if can_move else None
    if offered is None and can_move and not term.moves:
        offered = term.usual
    is_legal = not side or policy.is_legal_for(reader, s) == side
    return TermPage(
        heading=heading(s, reader=reader, here="terms"),
        card=card,
        compromise=term.parameter.compromise,
        pushed_by=term.parameter.pushed_by,
        depends=[(PARAMETERS[x].label, path(s, f"terms/{x}")) for x in _together(name)],
        history=list(reversed(list(_history(term, names)))),
        agreed=sides.say(term, term.value) if term.is_agreed else "",
        usual=sides.say(term, term.usual),
        is_asked=asked,
        accept_form=_accept_form(
            term, offered, may=is_legal or not _outside(term, offered, own, side)
        ),
        accept=sides.say(term, offered) if offered is not None else "",
        accept_note=_again(s, term, offered, side),
        offer_form=(form or offer_form(term, side)) if can_move else None,
        unit=_unit(term),
        prefix="£" if getattr(term.parameter, "unit", "") == "£" else "",
        kind=type(term.parameter).__name__.lower(),
        names=names,
        href=path(s, f"terms/{name}"),
        back=path(s, "terms"),
        agreement=path(s, "agreement/read"),
        places=reading.places_of(s, name),
    )


def offer_form(term: Term, side: str) -> OfferForm:
    """With what this side says now, or what the other one does, or what is usual."""
    now = term.position(side)
    if now is None:
        now = term.position(OTHER[side])
    shown = forms.shown(term.parameter, term.usual if now is None else now)
    return forms.for_term(term, seen=term.seen, value=shown, firmness=forms.OPEN)


def to_offer(s: Secondment, name: str, *, reader: Person) -> OfferForm:
    """Raises NotFound, NotAllowed, NotPossibleNow."""
    term = _to_move(s, name, reader)
    return offer_form(term, policy.side_at_the_table(reader, s))


def to_accept(s: Secondment, name: str, *, reader: Person) -> Value:
    """What is taken by accepting: the other side’s word, or else the usual position."""
    term = _to_move(s, name, reader)
    said = term.position(OTHER[policy.side_at_the_table(reader, s)])
    return term.usual if said is None else said


def _to_move(s: Secondment, name: str, reader: Person) -> Term:
    term = term_of(s, name)
    policy.require(reader, "terms.move", s)
    LIFECYCLE.require(s, "move_term")
    return term


def in_words(name: str, value: Value) -> str:
    parameter = PARAMETERS[name]
    return f"{parameter.label}, {parameter.say(value)}"


def _accept_form(term: Term, offered: Value | None, *, may: bool) -> AcceptForm | None:
    if offered is None or not may:
        return None
    return AcceptForm(formdata=None, seen=term.seen)


def _outside(term: Term, value: Value | None, own: limits.Limits, side: str) -> bool:
    return value is not None and limits.needs_legal(term.parameter, value, own, side)


def _again(s: Secondment, term: Term, value: Value | None, side: str) -> str:
    if value is None or term.position(OTHER[side]) != value:
        return ""
    return words.listed(reopening.who_again(s, s.table, term, value, side))


def _together(name: str) -> list[str]:
    """The terms on which this one hangs, and those that hang on it."""
    asks = dependence.WHEN[name].parameters
    hang = [other for other, when in dependence.WHEN.items() if name in when.parameters]
    return [x for x in dict.fromkeys([*asks, *hang]) if PARAMETERS[x].negotiable and x != name]


def _history(term: Term, names: Names) -> Iterator[Past]:
    said: dict[str, str] = {}
    for move in term.moves:
        if not isinstance(move, TermMove):
            continue
        value = sides.say(term, term.meant(move))
        said_by_other = said.get(OTHER[move.side])
        yield Past(
            number=move.number,
            when=words.moment(move.at),
            who=f"{move.person.name}{', in the proposal' if move.from_proposal else ''}",
            side=names.of(move.side),
            before=said.get(move.side, "") if said.get(move.side) != value else "",
            value=value,
            firmness=FIRM[move.firmness] if move.firmness else "",
            reason=move.reason or "",
            settled=said_by_other == value,
        )
        said[move.side] = value


def _unit(term: Term) -> str:
    unit = getattr(term.parameter, "unit", "")
    return unit if unit in {"%", "£", ""} else f"{unit}s"
