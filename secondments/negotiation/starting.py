"""Starting points for many terms at once: usual positions, one’s own limits, the last agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import policy, words
from secondments.catalogue.positions import COMPANY, HOME, Table
from secondments.errors import InvalidInput
from secondments.negotiation import limits, queries, service
from secondments.negotiation.forms import StartForm
from secondments.negotiation.reopening import who_again
from secondments.secondment.lifecycle import LIFECYCLE

if TYPE_CHECKING:
    from secondments.agreements.models import Agreement
    from secondments.catalogue.kinds import Value
    from secondments.negotiation.limits import Limits
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

USUAL, TABLE, OURS, LAST = "usual", "table", "limits", "last"
LABELS = {
    USUAL: "The usual positions, where {other} wants nothing else",
    TABLE: "What {other} says, and the usual positions where it says nothing",
    OURS: "The usual positions as far as your organisation’s own limits allow",
    LAST: "What was agreed last between the same employer and company, issued {day}",
}
GONE = "That starting point is not offered any more. Choose again."


@dataclass(frozen=True)
class Starts:
    """What is offered to one side now, each with the number of terms that it would say."""

    options: Sequence[tuple[str, str, str]]

    def form(self, seen: int) -> StartForm:
        form = StartForm(seen=seen)
        form.start.options = self.options
        return form


def of(s: Secondment, side: str, table: Table, own: Limits) -> Starts:
    last = queries.last_agreement(s)
    found = []
    for code, values in _values(side, table, own, last).items():
        terms = service.acceptable(table, side, values, own)
        day = words.day(last.issued_at) if last else ""
        if terms:
            label = LABELS[code].format(other=_other(s, side), day=day)
            found.append(
                (code, label, _hint(s, side, table, {t.name: values[t.name] for t in terms}))
            )
    return Starts(found)


def _hint(s: Secondment, side: str, table: Table, values: Mapping[str, Value]) -> str:
    """How many terms, and whose approval ends where some are settled otherwise than approved."""
    said = words.counted(len(values), "term")
    other = COMPANY if side == HOME else HOME
    settled = {n: v for n, v in values.items() if table.terms[n].position(other) == v}
    again = [who_again(s, table, table.terms[n], v, side) for n, v in settled.items()]
    names = words.listed(dict.fromkeys(name for each in again for name in each))
    return f"{said}. These decide again: {names}" if names else said


def form_of(s: Secondment, *, by: Person) -> StartForm:
    """Raises NotAllowed, NotPossibleNow."""
    policy.require(by, "terms.accept_many", s)
    LIFECYCLE.require(s, "move_term")
    side = policy.side_at_the_table(by, s)
    return of(s, side, s.table, queries.limits_for(s, side)).form(len(s.term_moves))


def values_of(s: Secondment, code: str, *, by: Person) -> Mapping[str, Value]:
    """The values of one starting point. Raises InvalidInput for one that is not offered."""
    side = policy.side_at_the_table(by, s)
    own = queries.limits_for(s, side)
    offered = _values(side, s.table, own, queries.last_agreement(s))
    if code not in offered:
        raise InvalidInput(GONE, fields={"start": GONE})
    return offered[code]


def _values(
    side: str, table: Table, own: Limits, last: Agreement | None
) -> dict[str, Mapping[str, Value]]:
    usual = {name: term.usual for name, term in table.terms.items()}
    found: dict[str, Mapping[str, Value]] = {USUAL: usual}
    said = _said_by_the_other(table, side)
    if said:
        found[TABLE] = usual | said
    if own:
        near = {
            name: limits.nearest(own[name], table.terms[name].parameter, value)
            for name, value in usual.items()
            if name in own
        }
        found[OURS] = usual | {name: value for name, value in near.items() if value is not None}
    if last is not None:
        found[LAST] = queries.values_in(last)
    return found


def _said_by_the_other(table: Table, side: str) -> dict[str, Value]:
    other = COMPANY if side == HOME else HOME
    said = {term.name: term.position(other) for term in table.open}
    return {name: value for name, value in said.items() if value is not None}


def _other(s: Secondment, side: str) -> str:
    company = s.company.name if s.company else "the company"
    return company if side == HOME else s.employer.name
