"""Paragraphs of the clause library: parsed from their text once, filled for each agreement.

A text holds `{{name}}` from a fixed list, `{{clause:CL23}}` and `{{schedule:money}}`. It is never
a template of a template language, and what fills it is not read again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from secondments.agreements.facts import PLACEHOLDERS
from secondments.catalogue.conditions import Condition
from secondments.documents.contract import Run, Text
from secondments.errors import ProgrammingError

SCHEDULES = (
    *("particulars", "varied", "work", "money", "insurance", "training", "results", "data"),
    *("dates", "changes"),
)
PLACEHOLDER = re.compile(r"\{\{([a-z_]+)(?::([A-Za-z0-9]+))?\}\}")
# What belongs to a template language or to HTML, or is left of a broken placeholder.
FORBIDDEN = re.compile(r"[{}<>]")

# The number of a clause (by its code) or of a schedule in one agreement.
Numbers = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Words:
    """Plain words."""

    text: str
    is_strong: bool = False

    def filled(self, _facts: Mapping[str, str], _numbers: Numbers) -> Run:
        return Run(self.text, is_strong=self.is_strong)


@dataclass(frozen=True)
class Fact:
    """A fact or a parameter of the case."""

    name: str
    is_strong: bool = False

    def filled(self, facts: Mapping[str, str], _numbers: Numbers) -> Run:
        return Run(facts[self.name], fact=self.name, is_strong=self.is_strong)


@dataclass(frozen=True)
class Reference:
    """A clause or a schedule, by the number that it has in the agreement."""

    kind: str
    code: str

    def filled(self, _facts: Mapping[str, str], numbers: Numbers) -> Run:
        number = numbers.get((self.kind, self.code))
        if number is None:
            raise ProgrammingError(f"A text refers to {self.kind} {self.code}, which is left out.")
        word = "Schedule" if self.kind == "schedule" else "clause"
        return Run(f"{word} {number}", to=self.code)


Piece = Words | Fact | Reference


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Passage:
    """A paragraph of a clause or the text of a definition, its points, and when it applies."""

    pieces: Pieces
    when: Condition
    points: tuple[Pieces, ...] = ()

    @property
    def every_piece(self) -> Iterator[Piece]:
        """Those of its points as well."""
        return chain(self.pieces, *self.points)

    @property
    def references(self) -> Iterator[Reference]:
        return (piece for piece in self.every_piece if isinstance(piece, Reference))

    @property
    def names(self) -> frozenset[str]:
        """The facts and parameters that it says."""
        return frozenset(piece.name for piece in self.every_piece if isinstance(piece, Fact))

    def filled(self, facts: Mapping[str, str], numbers: Numbers) -> Text:
        """The words of one agreement, piece by piece, without its points."""
        return _filled(self.pieces, facts, numbers)

    def filled_points(self, facts: Mapping[str, str], numbers: Numbers) -> tuple[Text, ...]:
        return tuple(_filled(point, facts, numbers) for point in self.points)


def _filled(pieces: Pieces, facts: Mapping[str, str], numbers: Numbers) -> Text:
    return tuple(piece.filled(facts, numbers) for piece in pieces)


def parse(text: str, when: Condition) -> Passage:
    """Line breaks are spaces. Raises ProgrammingError for what is no placeholder of the list."""
    return Passage(pieces=tuple(_pieces(" ".join(text.split()))), when=when)


def _pieces(text: str) -> Iterator[Piece]:
    at = 0
    for match in PLACEHOLDER.finditer(text):
        yield from _plain(text[at : match.start()], text)
        yield _placeholder(match[1], match[2], text)
        at = match.end()
    yield from _plain(text[at:], text)


def _plain(part: str, text: str) -> Iterator[Words]:
    if FORBIDDEN.search(part):
        raise ProgrammingError(
            f"This is no placeholder, and nothing else may look like one: {text}"
        )
    if part:
        yield Words(part)


def _placeholder(name: str, code: str | None, text: str) -> Piece:
    if code is None and name in PLACEHOLDERS:
        return Fact(name)
    if code is not None and (name == "clause" or (name == "schedule" and code in SCHEDULES)):
        return Reference(name, code)
    raise ProgrammingError(f"There is no placeholder {name}{f':{code}' if code else ''}: {text}")
