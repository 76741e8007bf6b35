"""What changed from one text to another, word by word, for pages and documents that show it."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

WORD = re.compile(r"\S+\s*|\s+")
MOST_WORDS = 4000  # of both texts together; beyond it a part counts as replaced as a whole


class Fate(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


class Piece(NamedTuple):
    fate: Fate
    text: str


def between(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in reading order: what is kept, taken out, put in.

    Lines are compared first, then the words of lines that changed. Kept and put in make `after`;
    kept and taken out make `before`.
    """
    return list(
        _joined(_by_lines(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    )


def _by_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            yield Piece(Fate.KEPT, gone)
        else:
            yield from _by_words(gone, come)


def _by_words(gone: str, come: str) -> Iterator[Piece]:
    old, new = WORD.findall(gone), WORD.findall(come)
    if len(old) + len(new) > MOST_WORDS:
        yield Piece(Fate.OUT, gone)
        yield Piece(Fate.IN, come)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Fate.KEPT, "".join(old[a:b]))
        else:
            yield Piece(Fate.OUT, "".join(old[a:b]))
            yield Piece(Fate.IN, "".join(new[c:d]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one fate as one, and nothing empty."""
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last is not None and last.fate == piece.fate:
            last = Piece(last.fate, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
