"""A clause as administrators write it: markdown with placeholders, read into passages and written.

Paragraphs, **strong words** and, under a paragraph, points that begin with a hyphen. A line
`[[when …]]` before a paragraph is its condition. The only module that imports markdown-it-py.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token

from secondments.agreements import placeholders
from secondments.agreements.passages import Fact, Passage, Piece, Pieces, Reference, Words
from secondments.agreements.placeholders import Problem
from secondments.catalogue import conditions
from secondments.catalogue.conditions import ALWAYS, Condition
from secondments.catalogue.parameters import PARAMETERS

LONGEST = 20_000  # characters
MARK = re.compile(r"\[\[when (.+)\]\]")
# What markdown would take for more than words: as such, and where a line begins with it.
SPECIAL = re.compile(r"([\\`*_\[\]])")
AT_THE_FRONT = re.compile(r"^(\d*)([-+#=~.)])")
EMPTY = "Write at least one paragraph."
BAD_MARK = "A condition is a line of its own, such as [[when remote_ok]], before its paragraph."
MARK_FOR_NOTHING = "This condition stands before no paragraph. Points follow their paragraph’s."
TWO_MARKS = "A paragraph has one condition. Join two with “and”."
POINTS_OF_NOTHING = "Points stand under a paragraph, which says what they are."
LONG_POINT = "A point is one paragraph, without points of its own."
NOT_ALLOWED: Mapping[str, str] = {
    "heading_open": "Headings are not allowed: the title has a box of its own.",
    "blockquote_open": "Quotations are not allowed.",
    "code_block": "Take out the spaces or the tab at the front of the line.",
    "fence": "Program code is not allowed.",
    "code_inline": "Program code is not allowed: take out the backticks.",
    "hr": "Rules across the page are not allowed.",
    "ordered_list_open": "Begin each point with a hyphen: the agreement letters them itself.",
    "em_open": "Italics are not allowed. For strong words, put two asterisks on each side.",
    "link_open": "Links are not allowed. To refer to a clause, write {{clause:CL23}}.",
    "image": "Pictures are not allowed.",
    "html_block": placeholders.HTML,
    "html_inline": placeholders.HTML,
}

# `&lt;` stays as it was typed, and what looks like the address of a link is not swallowed.
MARKDOWN = MarkdownIt("commonmark").disable(["entity", "reference"])


@dataclass(frozen=True)
class Written:
    """A paragraph with the line on which it begins."""

    passage: Passage
    line: int


@dataclass
class _Reading:
    """What has been read so far. Of a spoilt line nothing more is said than what spoils it."""

    marks: dict[int, Condition] = field(default_factory=dict)
    written: list[Written] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    spoilt: set[int] = field(default_factory=set)

    def spoil(self, found: Sequence[Problem]) -> None:
        self.problems += found
        self.spoilt |= {problem.line for problem in found}

    def report(self, line: int, sentence: str) -> None:
        if line not in self.spoilt:
            self.problems.append(Problem(line, sentence))


def read(text: str, allowed: Collection[str]) -> tuple[list[Written], list[Problem]]:
    """The paragraphs of a text that says only `allowed`, and everything wrong with it, by line."""
    lines = text.split("\n")
    reading = _Reading()
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("[["):
            _read_mark(reading, number, line.strip(), allowed)
            lines[number - 1] = ""
        else:
            reading.spoil(placeholders.problems_in(line, number, allowed))
    _read_blocks(reading, MARKDOWN.parse("\n".join(lines)))
    for number in reading.marks:
        reading.report(number, MARK_FOR_NOTHING)
    if not (reading.written or reading.problems):
        reading.report(1, EMPTY)
    found = dict.fromkeys(reading.problems)
    return reading.written, sorted(found, key=lambda problem: problem.line)


def write(passages: Sequence[Passage]) -> str:
    """The text that `read` would read as these."""
    return "\n\n".join(map(_as_text, passages))


def _read_mark(reading: _Reading, number: int, line: str, allowed: Collection[str]) -> None:
    mark = MARK.fullmatch(line)
    if mark is None:
        reading.report(number, BAD_MARK)
        return
    wrong = conditions.problems(mark[1], PARAMETERS)
    for sentence in wrong:
        reading.problems.append(Problem(number, sentence))
    condition = ALWAYS if wrong else conditions.parse(mark[1], PARAMETERS)
    for name in sorted(condition.parameters - set(allowed)):
        reading.problems.append(Problem(number, placeholders.why_not(name)))
    reading.marks[number] = condition


def _read_blocks(reading: _Reading, tokens: Sequence[Token]) -> None:
    last = -1  # the paragraph that points may follow
    for at, token in enumerate(tokens):
        if token.level or token.nesting < 0:
            continue
        line = _line(token)
        if token.type == "paragraph_open":
            when = _condition_before(reading, line)
            pieces = tuple(_pieces(reading, tokens[at + 1]))
            reading.written.append(Written(Passage(pieces, when), line))
            last = at
        elif token.type == "bullet_list_open":
            _read_points(reading, tokens[at:], line, follows=last >= 0)
            last = -1
        elif token.type != "inline":
            reading.report(line, NOT_ALLOWED[token.type])
            last = -1


def _condition_before(reading: _Reading, line: int) -> Condition:
    """Of the marks since the paragraph before; one is enough."""
    found = [number for number in reading.marks if number < line]
    if len(found) > 1:
        reading.report(found[-1], TWO_MARKS)
    last = ALWAYS
    for number in found:
        last = reading.marks.pop(number)
    return last


def _read_points(reading: _Reading, tokens: Sequence[Token], line: int, *, follows: bool) -> None:
    """Give the points to the paragraph above them."""
    if not follows or any(number < line for number in reading.marks):
        reading.report(line, POINTS_OF_NOTHING)
        return
    inside = list(takewhile(lambda token: token.level > 0, tokens[1:]))
    for token in inside:
        if token.type == "bullet_list_open":
            reading.report(_line(token), LONG_POINT)
        elif token.type in NOT_ALLOWED:
            reading.report(_line(token), NOT_ALLOWED[token.type])
    texts = [token for token in inside if token.type == "inline"]
    if len(texts) != sum(token.type == "list_item_open" for token in inside):
        reading.report(line, LONG_POINT)
    points = tuple(tuple(_pieces(reading, token)) for token in texts)
    written = reading.written[-1]
    reading.written[-1] = replace(written, passage=replace(written.passage, points=points))


def _pieces(reading: _Reading, inline: Token) -> Iterator[Piece]:
    """Words, facts and references; line breaks are spaces."""
    line, is_strong = _line(inline), False
    segments: list[tuple[str, bool]] = []
    for token in inline.children or ():
        if token.type in NOT_ALLOWED:
            reading.report(line, NOT_ALLOWED[token.type])
        elif token.type in {"strong_open", "strong_close"}:
            is_strong = token.nesting > 0
        elif token.type in {"softbreak", "hardbreak"}:
            line += 1
            segments.append((" ", is_strong))
        else:
            segments.append((token.content, is_strong))
    for text, strong in _closed_up(segments):
        yield from _parsed(text, is_strong=strong)


def _closed_up(segments: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Neighbours of one weight as one, and no two spaces in a row."""
    made: list[tuple[str, bool]] = []
    for text, strong in segments:
        if made and made[-1][1] is strong:
            made[-1] = (made[-1][0] + text, strong)
        elif text:
            made.append((text, strong))
    return [(re.sub(r"\s+", " ", text), strong) for text, strong in made]


def _parsed(text: str, *, is_strong: bool) -> Iterator[Piece]:
    at = 0
    for match in placeholders.ANY.finditer(text):
        if text[at : match.start()]:
            yield Words(text[at : match.start()], is_strong)
        kind, _, code = match[1].partition(":")
        yield Reference(kind, code) if code else Fact(kind, is_strong)
        at = match.end()
    if text[at:]:
        yield Words(text[at:], is_strong)


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _as_text(passage: Passage) -> str:
    mark = [f"[[when {passage.when}]]"] if passage.when.tests else []
    points = [f"- {_as_words(point)}" for point in passage.points]
    said = _as_words(passage.pieces)
    return "\n".join([*mark, said, *([""] if points else []), *points])


def _as_words(pieces: Pieces) -> str:
    said = "".join(map(_as_typed, pieces)).replace("****", "")
    return AT_THE_FRONT.sub(r"\1\\\2", said)


def _as_typed(piece: Piece) -> str:
    if isinstance(piece, Reference):
        return f"{{{{{piece.kind}:{piece.code}}}}}"
    said = f"{{{{{piece.name}}}}}" if isinstance(piece, Fact) else SPECIAL.sub(r"\\\1", piece.text)
    return f"**{said}**" if piece.is_strong else said
