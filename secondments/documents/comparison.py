"""Two versions of the terms side by side, on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondments.differences import Piece
from secondments.documents.contract import environment


@dataclass(frozen=True)
class Line:
    """One thing that differs; `pieces` are those of a long text, word by word."""

    label: str
    before: str
    after: str
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True)
class Comparison:
    """What is printed. `before` and `after` say which version, since when and why."""

    reference: str
    owner: str
    whose: str
    before: str
    after: str
    parts: Sequence[tuple[str, Sequence[Line]]]


def to_print(comparison: Comparison) -> str:
    """The HTML of the PDF."""
    template = environment(in_print=True).get_template("comparison.html")
    return template.render(document=comparison)
