"""Settling terms: one side offers or accepts, and what follows from it for the case."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondments import clock, policy
from secondments.catalogue.kinds import Value
from secondments.catalogue.positions import OTHER, Table, Term
from secondments.errors import InvalidInput, NotAllowed, NotFound, Stale
from secondments.extensions import db
from secondments.negotiation import limits, queries, reopening
from secondments.negotiation.models import Glance
from secondments.people.models import Person
from secondments.secondment import letters, standing
from secondments.secondment.bargain import as_json, unrecorded
from secondments.secondment.lifecycle import (
    LIFECYCLE,
    State,
    every_company_step_is_done,
    every_home_step_is_done,
)
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Side
from secondments.secondment.term_guards import every_special_is_agreed, no_term_is_open_again
from secondments.secondment.term_models import Firmness, TermMove
from secondments.terms import costs
from secondments.terms.charges import CostSheet
from secondments.use_case import finishing, use_case

NOT_THERE = "This is no term of this agreement."
MOVED_MEANWHILE = "“{label}” was moved by {who} while you were reading. Look at it, then answer."
TABLE_MOVED = "Somebody moved a term while you were reading. Look at the table, then accept."
SAME = "That is what your side says already."
NO_REASON = "Say why, so that the other side can answer to it"
FOR_LEGAL = (
    "You cannot agree to this yourself: “{value}” is outside your side’s policy. Your legal adviser"
    " can."
)
NOTHING_LEFT = "There is nothing left that could be accepted in this way."
COST_MOVED = "The two sides have moved a term on which the cost rests."
# What holds of a case that the company has agreed; what does not takes it back to the table.
STILL_AGREED = (
    every_home_step_is_done,
    every_company_step_is_done,
    no_term_is_open_again,
    every_special_is_agreed,
)
AT_THE_TABLE = {State.SUPERVISOR_APPROVED, State.COMPANY_AGREED}
RECORDED_IN = {State.PROPOSED, *AT_THE_TABLE}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a side says of a term. `seen` is the number of the last move on it that was shown."""

    parameter: str
    value: Value
    seen: int
    firmness: Firmness | None = None
    reason: str | None = None


@use_case("terms.move")
def move(
    secondment: Secondment, *, by: Person, offer: Offer, once: uuid.UUID | None = None
) -> None:
    """Offer a value for one term, or accept the other side’s by offering the same.

    Raises NotPossibleNow, Stale when the term moved meanwhile, InvalidInput, NotAllowed for what
    only legal may agree to.
    """
    LIFECYCLE.require(secondment, "move_term")
    before = _Before.of(secondment)
    side, term = policy.side_at_the_table(by, secondment), _term(before.table, offer.parameter)
    _refuse_what_moved(term, offer.seen)
    _refuse_nonsense(term, offer, side)
    _require_legal(secondment, by, term, offer.value, side)
    _record(secondment, by, side, offer)
    _follow(secondment, before)


@use_case("terms.accept_many")
def accept_many(
    secondment: Secondment,
    *,
    by: Person,
    values: Mapping[str, Value],
    seen: int,
    once: uuid.UUID | None = None,
) -> int:
    """Say for this side that these values do, wherever nothing else is on the table.

    `seen` is the number of the last move of the case that was shown. What would need legal, and
    what the other side wants otherwise, is left alone. Returns how many were said.
    """
    LIFECYCLE.require(secondment, "move_term")
    before, side = _Before.of(secondment), policy.side_at_the_table(by, secondment)
    if seen != len(secondment.term_moves):
        raise Stale(TABLE_MOVED, seen=secondment.revision, newest=secondment.revision)
    own = queries.limits_for(secondment, side)
    chosen = acceptable(before.table, side, values, own)
    if not chosen:
        raise InvalidInput(NOTHING_LEFT)
    for term in chosen:
        offer = Offer(parameter=term.name, value=values[term.name], seen=term.seen)
        _record(secondment, by, side, offer)
    _follow(secondment, before)
    return len(chosen)


def acceptable(
    table: Table, side: str, values: Mapping[str, Value], own: limits.Limits
) -> Sequence[Term]:
    """The open terms on which this side has not spoken and nobody wants anything but `values`."""
    return [
        term
        for term in table.open
        if term.name in values
        and term.position(side) is None
        and term.position(OTHER[side]) in {None, values[term.name]}
        and not limits.needs_legal(term.parameter, values[term.name], own, side)
    ]


@dataclass(frozen=True)
class _Before:
    """The table and the cost before an act, to see what it changed."""

    table: Table
    cost: CostSheet | None

    @classmethod
    def of(cls, s: Secondment) -> "_Before":
        record_the_proposal(s)
        return cls(s.table, costs.of(s))


def _term(table: Table, parameter: str) -> Term:
    found = next((term for term in table.negotiated if term.name == parameter), None)
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def _refuse_what_moved(term: Term, seen: int) -> None:
    if term.seen != seen and isinstance(term.last, TermMove):
        who, label = term.last.person.name, term.parameter.label
        raise Stale(MOVED_MEANWHILE.format(label=label, who=who), seen=0, newest=term.seen)


def _refuse_nonsense(term: Term, offer: Offer, side: str) -> None:
    if sentence := term.parameter.check(offer.value):
        raise InvalidInput(sentence, fields={"value": sentence})
    if offer.firmness and not offer.reason:
        raise InvalidInput(NO_REASON, fields={"reason": NO_REASON})
    mine = term.last_of(side)
    said = (mine.firmness, mine.reason) if isinstance(mine, TermMove) else (None, None)
    if term.position(side) == offer.value and said == (offer.firmness, offer.reason):
        raise InvalidInput(SAME, fields={"value": SAME})


def _require_legal(s: Secondment, by: Person, term: Term, value: Value, side: str) -> None:
    own = queries.limits_for(s, side)
    if not limits.needs_legal(term.parameter, value, own, side):
        return
    if policy.is_legal_for(by, s) != side:
        raise NotAllowed(FOR_LEGAL.format(value=term.parameter.say(value)))


def _record(s: Secondment, by: Person, side: str, offer: Offer) -> None:
    s.term_moves.append(
        TermMove(
            number=len(s.term_moves) + 1,
            parameter=offer.parameter,
            side=Side(side),
            value=as_json(offer.value),
            firmness=offer.firmness,
            reason=offer.reason or None,
            from_proposal=False,
            person_id=by.id,
            person=by,
            at=clock.now(),
        )
    )


def _follow(s: Secondment, before: _Before) -> None:
    """Approvals that rested on something else fall, and the case goes where it belongs now."""
    after = s.table
    names = reopening.changed(before.table, after)
    if costs.of(s) != before.cost and s.cost_unseen():
        letters.cost_changed(s, COST_MOVED)
    if names:
        s.revision += 1
        standing.end(s, reopening.steps(names))
    settle(s)


def settle(s: Secondment) -> None:
    """For use inside a use case, after something on the table moved: facts are there, fire."""
    LIFECYCLE.fire(s, "move_term")
    if s.state is State.COMPANY_AGREED and any(guard(s) for guard in STILL_AGREED):
        LIFECYCLE.fire(s, "open_again")
    if not LIFECYCLE.fire_when_ready(s, "approve_again") and LIFECYCLE.fire_when_ready(s, "agree"):
        letters.agreed(s)


@finishing
def _the_proposal_speaks(s: Secondment) -> None:
    if s.state in RECORDED_IN:
        record_the_proposal(s)


def record_the_proposal(s: Secondment) -> None:
    """Keep as moves of the applicant what the proposal says of terms."""
    at = s.sent_at or clock.now()
    for each in unrecorded(s):
        s.term_moves.append(
            TermMove(
                number=each.number,
                parameter=each.parameter,
                side=Side.HOME,
                value=each.value,
                from_proposal=True,
                person_id=s.applicant_id,
                person=s.applicant,
                at=at,
            )
        )


@dataclass(frozen=True)
class Look:
    """Somebody looks at the table of a case: what is new from now on is what comes later."""

    person_id: uuid.UUID
    secondment_id: uuid.UUID
    number: int


@use_case("terms.look")
def look(record: Look, *, by: Person) -> None:
    """Remember until which move they have seen it. Leaves no trace in the case."""
    known = db.session.get(Glance, (record.person_id, record.secondment_id))
    if known is None:
        known = Glance(person_id=record.person_id, secondment_id=record.secondment_id)
        db.session.add(known)
    # Never back: a page that was open for longer may say so last.
    known.number, known.at = max(known.number or 0, record.number), clock.now()
