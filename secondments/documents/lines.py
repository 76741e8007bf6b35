"""The agreement line by line, and what changed between two versions, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from secondments.differences import WORD, Fate, Piece, between
from secondments.documents.contract import (
    Block,
    Clause,
    Contract,
    Facts,
    Listing,
    Prose,
    Schedule,
    Table,
    Text,
    lettered,
)

Style = Literal[
    "title", "heading", "caption", "numbered", "point", "plain", "remark", "head", "row", "total"
]
T = TypeVar("T")
ALIKE = 0.5  # lines less alike than this are one taken out and another put in


@dataclass(frozen=True)
class Line:
    """A paragraph, its number apart from its words, or a row of the table of this name."""

    style: Style
    cells: tuple[str, ...]
    table: str = ""
    widths: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        return " ".join(self.cells)


@dataclass(frozen=True)
class Part:
    """The cover, a clause, a schedule or the signatures, by its code."""

    code: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Marked:
    """A line with the pieces of each cell; `fate` is the whole line's."""

    fate: Fate
    line: Line
    cells: tuple[tuple[Piece, ...], ...]


def parts(contract: Contract) -> list[Part]:
    """The whole agreement, in order."""
    return [
        Part("cover", tuple(_cover(contract))),
        *(Part(clause.code, tuple(_clause(clause))) for clause in contract.clauses),
        *(Part(schedule.code, tuple(_schedule(schedule))) for schedule in contract.schedules),
        Part("signatures", tuple(_signatures(contract))),
    ]


def unmarked(contract: Contract) -> list[Marked]:
    """Every line as it is."""
    return [_whole(Fate.KEPT, line) for part in parts(contract) for line in part.lines]


def compared(before: Contract, after: Contract) -> list[Marked]:
    """Every line of both, each beside what it became."""
    old, new = parts(before), parts(after)
    found: list[Marked] = []
    for was, becomes in _paired(old, new, [p.code for p in old], [p.code for p in new]):
        lines = (was.lines if was else (), becomes.lines if becomes else ())
        found += _lines(*lines)
    return found


def _cover(contract: Contract) -> Iterator[Line]:
    yield Line("title", (contract.title,))
    yield Line("plain", (f"{contract.reference}, version {contract.version}",))
    yield Line("plain", (contract.owner,))
    for party in contract.parties:
        yield Line("plain", (f"{party.name}, {party.word}",))
    yield from _block(Facts("Key terms", contract.key_terms))


def _clause(clause: Clause) -> Iterator[Line]:
    yield Line("heading", (str(clause.number), clause.title))
    for paragraph in clause.paragraphs:
        yield Line("numbered", (paragraph.number, _said(paragraph.text)))
        for nth, point in enumerate(paragraph.points, start=1):
            yield Line("point", (lettered(nth), _said(point)))


def _schedule(schedule: Schedule) -> Iterator[Line]:
    yield Line("heading", (f"Schedule {schedule.number}", schedule.title))
    for block in schedule.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[Line]:
    match block:
        case Facts():
            yield Line("caption", (block.caption,))
            rows = ((row.label, _said(row.text)) for row in block.rows)
            yield from (Line("row", row, block.caption, (28, 72)) for row in rows)
        case Table():
            widths = tuple(column.width for column in block.columns)
            yield Line("caption", (block.caption,))
            heads = tuple(column.heading for column in block.columns)
            name = ", ".join(heads)  # not the caption, which may hold a number that changes
            yield Line("head", heads, name, widths)
            yield from (Line("row", row, name, widths) for row in block.rows)
            if block.total:
                yield Line("total", block.total, name, widths)
        case Listing():
            yield Line("caption", (block.heading,))
            for nth, point in enumerate(block.points, start=1):
                yield Line("point", (f"{nth}.", point))
        case Prose():
            yield Line("remark" if block.is_remark else "plain", (_said(block.text),))


def _signatures(contract: Contract) -> Iterator[Line]:
    yield Line("heading", ("", "Signatures"))
    yield from (Line("plain", (sentence,)) for sentence in contract.statement)
    yield Line("caption", ("Who signs the agreement in the service",))
    for each in contract.signatures:
        row = (each.heading, ", ".join(filter(None, (each.name, each.title))))
        yield Line("row", row, "signatures", (50, 50))


def _said(text: Text) -> str:
    return "".join(run.text for run in text)


def _lines(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Marked]:
    keys = [[(line.style, line.table, line.cells[-1]) for line in side] for side in (old, new)]
    for was, becomes in _paired(old, new, *keys):
        if was and becomes and _are_alike(was, becomes):
            yield _changed(was, becomes)
            continue
        if was:
            yield _whole(Fate.OUT, was)
        if becomes:
            yield _whole(Fate.IN, becomes)


def _paired(
    old: Sequence[T], new: Sequence[T], old_keys: Sequence[object], new_keys: Sequence[object]
) -> Iterator[tuple[T | None, T | None]]:
    """Each with what it became; where several in a row changed, in their order."""
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    for _, a, until_a, b, until_b in matcher.get_opcodes():
        for step in range(max(until_a - a, until_b - b)):
            yield (
                old[a + step] if a + step < until_a else None,
                new[b + step] if b + step < until_b else None,
            )


def _are_alike(was: Line, becomes: Line) -> bool:
    if (was.style, was.table, len(was.cells)) != (becomes.style, becomes.table, len(becomes.cells)):
        return False
    if was.cells[0] == becomes.cells[0] and was.table:
        return True
    old, new = WORD.findall(was.words), WORD.findall(becomes.words)
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE


def _changed(was: Line, becomes: Line) -> Marked:
    cells = zip(was.cells, becomes.cells, strict=True)
    return Marked(Fate.KEPT, becomes, tuple(tuple(between(old, new)) for old, new in cells))


def _whole(fate: Fate, line: Line) -> Marked:
    return Marked(fate, line, tuple((Piece(fate, cell),) for cell in line.cells))
