"""Taking times side by side: the variants of one thing in turn, so that all share the weather."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Times:
    """How long one variant took, in milliseconds, turn by turn."""

    all: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.all)

    @property
    def least(self) -> float:
        return min(self.all)

    @contextmanager
    def taken(self) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.all.append((time.perf_counter() - begun) * 1000)


@dataclass(frozen=True)
class Ratio:
    """One variant over another: of the medians, and of the least times."""

    of_medians: float
    of_least: float

    def __str__(self) -> str:
        return f"{self.of_medians:.2f} × ({self.of_least:.2f} × of the least)"


def ratio(ours: Times, bare: Times) -> Ratio:
    return Ratio(ours.median / bare.median, ours.least / bare.least)


def side_by_side(turns: int, *variants: Callable[[int, Times], None]) -> list[Times]:
    """Run each `variant(turn, times)` once a turn, the first one to go changing with the turn.

    A variant takes the time of its own part, with `times.taken()`. Turn 0 warms up and is dropped.
    """
    found = [Times() for _ in variants]
    for turn in range(turns + 1):
        pairs = list(zip(variants, found, strict=True))
        for variant, times in pairs if turn % 2 else reversed(pairs):
            variant(turn, times)
    for times in found:
        del times.all[0]
    return found
