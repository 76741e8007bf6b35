"""What two sides say about each term, worked out from their moves: plain values, no database."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from secondments.catalogue import dependence, parameters
from secondments.catalogue.kinds import Parameter, Value
from secondments.catalogue.parameters import OF_KIND, PARAMETERS

HOME, COMPANY = "home", "company"
OTHER: Mapping[str, str] = {HOME: COMPANY, COMPANY: HOME}


class Move(Protocol):
    """One side says what it wants of one term. `value` is in its JSON form.

    `from_proposal`: the applicant said so in the proposal, before the table was laid.
    """

    @property
    def number(self) -> int: ...
    @property
    def parameter(self) -> str: ...
    @property
    def side(self) -> str: ...
    @property
    def value(self) -> Any: ...
    @property
    def from_proposal(self) -> bool: ...


@dataclass(frozen=True)
class Term:
    """One term of a case: its usual position here, and every move on it, oldest first."""

    parameter: Parameter
    usual: Value
    moves: Sequence[Move] = ()

    @property
    def name(self) -> str:
        return self.parameter.name

    @property
    def last(self) -> Move | None:
        return self.moves[-1] if self.moves else None

    @property
    def seen(self) -> int:
        """The number of its last move, by which a form says what it has seen."""
        return self.last.number if self.last else 0

    def last_of(self, side: str) -> Move | None:
        return next((move for move in reversed(self.moves) if move.side == side), None)

    def position(self, side: str) -> Value | None:
        """What a side says now; None while it has not spoken."""
        move = self.last_of(side)
        return self.meant(move) if move else None

    def meant(self, move: Move) -> Value:
        return parameters.read(self.name, move.value)

    @property
    def is_agreed(self) -> bool:
        """Both sides have said the same: the usual position is not agreed by silence."""
        home = self.position(HOME)
        return home is not None and home == self.position(COMPANY)

    @property
    def value(self) -> Value:
        """As agreed; before that what the home side says, or else the usual position."""
        said = self.position(HOME)
        return self.usual if said is None else said

    @cached_property
    def settled_by(self) -> Move | None:
        """The move that made it agreed, where it is."""
        return self._settlements()[-1][0] if self.is_agreed else None

    @cached_property
    def relied_on(self) -> Value:
        """What approvals rest on: as agreed last, else as proposed, else as usual."""
        settled = self._settlements()
        if settled:
            return settled[-1][1]
        opening = next((move for move in reversed(self.moves) if move.from_proposal), None)
        return self.meant(opening) if opening else self.usual

    def brought_by(self) -> Move | None:
        """The move that first named the value which is agreed now."""
        if not self.is_agreed:
            return None
        return next(move for move in self.moves if self.meant(move) == self.value)

    @property
    def is_contested(self) -> bool:
        """Whether somebody wants anything but the usual position, or did."""
        return any(self.meant(move) != self.usual for move in self.moves)

    @property
    def rounds(self) -> int:
        """How often the word has changed sides, the first one counted."""
        sides = [move.side for move in self.moves]
        return sum(1 for at, side in enumerate(sides) if at == 0 or side != sides[at - 1])

    def waits_for(self, side: str) -> bool:
        """Whether this side has to speak: it has not, or the other one moved last."""
        if self.is_agreed:
            return False
        return self.last is None or self.last.side != side or self.position(side) is None

    def _settlements(self) -> list[tuple[Move, Value]]:
        """Every move that made it agreed, with the value."""
        said: dict[str, Value] = {}
        found: list[tuple[Move, Value]] = []
        for move in self.moves:
            was = said.get(HOME) == said.get(COMPANY) and HOME in said
            said[move.side] = self.meant(move)
            now = said.get(HOME) == said.get(COMPANY)
            if now and not (was and found and found[-1][1] == said[HOME]):
                found.append((move, said[HOME]))
        return found


@dataclass(frozen=True)
class Table:
    """Every parameter of a case and where it stands.

    `circumstances` are those of conditions.py; `facts` say parameters that are not negotiated.
    """

    terms: Mapping[str, Term]
    facts: Mapping[str, Value]
    circumstances: Set[str]
    fixed: Set[str] = field(default_factory=frozenset)  # kept off the table, whatever they are

    @cached_property
    def parameters(self) -> Mapping[str, Value]:
        """The value of each as it stands: with `circumstances` a Situation."""
        return {name: self.facts.get(name, term.value) for name, term in self.terms.items()}

    @cached_property
    def negotiated(self) -> Sequence[Term]:
        """What the sides settle here, in the order of the catalogue."""
        here = [OF_KIND[kind] for kind in OF_KIND if kind in self.circumstances]
        return [
            term
            for name, term in self.terms.items()
            if term.parameter.negotiable
            and all(name in said for said in here)
            and name not in self.fixed
            and not term.parameter.retired
            and dependence.applies(name, self)
        ]

    @cached_property
    def open(self) -> Sequence[Term]:
        return [term for term in self.negotiated if not term.is_agreed]

    @cached_property
    def agreed(self) -> Sequence[Term]:
        return [term for term in self.negotiated if term.is_agreed]

    @property
    def left(self) -> Sequence[Term]:
        """Open terms on which somebody has spoken."""
        return [term for term in self.open if term.moves]


def lay(
    moves: Iterable[Move],
    *,
    usual: Mapping[str, Value],
    facts: Mapping[str, Value],
    circumstances: Set[str],
    fixed: Set[str] = frozenset(),
) -> Table:
    """The table of a case. A move on a parameter unknown here is the start-up check’s to find."""
    found: dict[str, list[Move]] = {}
    for move in moves:
        found.setdefault(move.parameter, []).append(move)
    terms = {
        name: Term(parameter, usual[name], found.get(name, ()))
        for name, parameter in PARAMETERS.items()
    }
    return Table(terms, facts, circumstances, fixed)
