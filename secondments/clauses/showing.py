"""A clause as its readers see it: filled with invented terms, each paragraph with its condition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondments.agreements import example, facts
from secondments.agreements.library import Clause, Library
from secondments.agreements.passages import Numbers
from secondments.clauses import said
from secondments.documents.contract import Text, lettered


@dataclass(frozen=True)
class Shown:
    """One paragraph; `points` come with their letters."""

    when: str
    text: Text
    points: Sequence[tuple[str, Text]]


def paragraphs(library: Library, clause: Clause) -> list[Shown]:
    """All of them, also those of which an agreement has one or the other."""
    template = next(each for each in library.templates if clause.code in each.clauses)
    known, numbers = facts.of(example.of_kind(template.kind)), _numbers(library)
    return [
        Shown(
            when=said.condition(passage.when),
            text=passage.filled(known, numbers),
            points=[
                (lettered(nth), text)
                for nth, text in enumerate(passage.filled_points(known, numbers), start=1)
            ],
        )
        for passage in clause.passages
    ]


def _numbers(library: Library) -> Numbers:
    """Of every clause and schedule, as in the first kind of agreement that has it."""
    found: dict[tuple[str, str], int] = {}
    for kind, code, number in _places(library):
        found.setdefault((kind, code), number)
    return found


def _places(library: Library) -> Iterator[tuple[str, str, int]]:
    for template in library.templates:
        for number, code in enumerate(template.clauses, start=1):
            yield "clause", code, number
        for number, code in enumerate(template.schedules, start=1):
            yield "schedule", code, number
