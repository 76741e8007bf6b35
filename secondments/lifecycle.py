"""The engine under the state machine; the only module that imports `transitions`.

A Machine here holds no records: it is a table that moves whatever record it is handed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from transitions import EventData, Machine

from secondments.errors import Blocker, NotPossibleNow, ProgrammingError

Guard = Callable[[Any], Blocker | None]


@dataclass(frozen=True)
class Move:
    """One arrow of the diagram: `name` takes a record from any of `sources` to `to`."""

    name: str
    sources: tuple[StrEnum, ...]
    to: StrEnum | None  # None: it stays where it is
    owner: str  # who makes this move, in the words of the office
    guards: tuple[Guard, ...] = ()


class Lifecycle:
    """The states of one kind of record, and the only way to move between them.

    Checks its own table when made: raises ProgrammingError for a state that cannot be reached,
    one that cannot be left although it is not final, or one without a label.
    """

    def __init__(
        self,
        states: type[StrEnum],
        *moves: Move,
        initial: StrEnum,
        final: frozenset[Any],
        labels: Mapping[Any, str],
    ) -> None:
        self.states, self.moves, self.initial, self.final = states, moves, initial, final
        self.labels = labels
        self._moves = {move.name: move for move in moves}
        self._check()
        self._machine = Machine(
            model=None,
            states=states,
            initial=None,
            auto_transitions=False,
            send_event=True,
            queued=False,
        )
        for move in moves:
            self._machine.add_transition(
                move.name,
                list(move.sources),
                move.to or "=",
                conditions=[_passes(g) for g in move.guards],
            )

    def why_not(self, record: Any, name: str) -> list[Blocker]:
        """Every reason `name` cannot happen now; an empty list when it can."""
        move = self._moves[name]
        if record.state not in move.sources:
            return [
                Blocker(
                    "state",
                    "This is not possible any more, or not yet: it is now “{now}”.",
                    values={"now": self.labels[record.state].lower()},
                )
            ]
        return [blocker for guard in move.guards if (blocker := guard(record))]

    def is_from(self, record: Any, name: str) -> bool:
        """Whether `name` starts from the record's state, whatever its guards say."""
        return record.state in self._moves[name].sources

    def can(self, record: Any, name: str) -> bool:
        return not self.why_not(record, name)

    def require(self, record: Any, name: str) -> None:
        """Raises NotPossibleNow with every reason why `name` cannot happen now."""
        if blockers := self.why_not(record, name):
            raise NotPossibleNow(*blockers)

    def fire(self, record: Any, name: str) -> None:
        """Move `record`. Raises NotPossibleNow with every reason."""
        self.require(record, name)
        if not self._machine.events[name].trigger(record):
            raise ProgrammingError(f"{name} was refused without a reason")

    def fire_when_ready(self, record: Any, name: str) -> bool:
        """Move `record` when every guard of `name` passes; says whether it moved."""
        if self.why_not(record, name):
            return False
        self.fire(record, name)
        return True

    def diagram(self) -> str:
        """The states and moves as a Mermaid state diagram."""
        arrows = [f"    [*] --> {self.initial}"]
        for move in self.moves:
            arrows += [f"    {s} --> {move.to}: {move.name}" for s in move.sources if move.to]
        arrows += [f"    {state} --> [*]" for state in self.states if state in self.final]
        return "\n".join(["stateDiagram-v2", *arrows])

    def _check(self) -> None:
        problems = [
            *self._name_problems(),
            *self._reach_problems(),
            *(f"{s} has no label" for s in self.states if s not in self.labels),
        ]
        if problems:
            raise ProgrammingError("; ".join(problems))

    def _name_problems(self) -> Sequence[str]:
        twice = len(self._moves) != len(self.moves)
        return ["two moves share a name"] if twice else []

    def _reach_problems(self) -> Sequence[str]:
        reached: set[StrEnum] = {self.initial}
        for _ in self.states:
            reached |= {m.to for m in self.moves if m.to and reached & set(m.sources)}
        left = {source for move in self.moves if move.to for source in move.sources}
        return [
            *(f"{s} cannot be reached" for s in self.states if s not in reached),
            *(f"{s} cannot be left" for s in self.states if s not in left | self.final),
            *(f"{s} is final but can be left" for s in self.final if s in left),
        ]


def _passes(guard: Guard) -> Callable[[EventData], bool]:
    return lambda event: guard(event.model) is None
