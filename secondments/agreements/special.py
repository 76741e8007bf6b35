"""Clauses that the parties worded themselves, numbered on after those of the library."""

import re
from collections.abc import Iterator

from secondments.agreements import typography
from secondments.agreements.terms import Special, Terms
from secondments.documents.contract import Clause, Paragraph, Text, plain

TITLE = "Special condition: {title}"
# A line that begins so is a point of the paragraph it stands in.
POINT = re.compile(r"^\s*[-–•*]\s+")


def clauses(terms: Terms, last: int) -> Iterator[Clause]:
    """`last` is the number of the last clause of the library. The texts are words, never read."""
    for nth, each in enumerate(terms.special, start=1):
        number = last + nth
        title = TITLE.format(title=each.title)
        yield Clause(number, f"SC{nth:02}", title, tuple(_paragraphs(each, number)))


def _paragraphs(condition: Special, number: int) -> Iterator[Paragraph]:
    parts = re.split(r"\n\s*\n", condition.text.replace("\r\n", "\n").strip())
    for nth, part in enumerate(parts, start=1):
        yield _paragraph(part.splitlines(), f"{number}.{nth}")


def _paragraph(lines: list[str], number: str) -> Paragraph:
    """Line breaks are spaces, but where a line begins a point."""
    said: list[str] = []
    points: list[str] = []
    for line in lines:
        if POINT.match(line):
            points.append(POINT.sub("", line))
        elif points:
            points[-1] += f" {line}"
        else:
            said.append(line)
    return Paragraph(number, _text(" ".join(said)), tuple(map(_text, points)))


def _text(words: str) -> Text:
    return plain(typography.isolated(" ".join(words.split())))
