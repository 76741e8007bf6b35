"""The agreement as a document: what stands in it, as print HTML and as an accessible article."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from secondments import words

TEMPLATES = Path(__file__).parents[2] / "templates" / "contracts"
LANGUAGE = "en-GB"
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
TOGETHER = re.compile(
    rf"\b\d+ (?:(?:{MONTHS})[a-z]*|(?:hour|day|week|month|year)s?)\b|\b(?:Dr|Mr|Mrs|Ms|Mx) \w+"
)
NO_BREAK = "\u00a0"
SHORT_LINE = 60  # letters: a text as short as this is one line anyway


@dataclass(frozen=True)
class Run:
    """Words, or a reference to another place in the document by its anchor.

    `fact` is the placeholder that the words stand for, so that a page can say where they are from.
    """

    text: str
    to: str = ""
    fact: str = ""
    is_strong: bool = False


Text = tuple[Run, ...]
# What a copy that is not to be signed says of itself, across every page and at its foot.
Mark = Literal["", "draft", "superseded", "void"]
LABELS: Mapping[Mark, str] = {
    "draft": "DRAFT – NOT SIGNED",
    "superseded": "SUPERSEDED",
    "void": "NOT IN FORCE",
}


@dataclass(frozen=True)
class Row:
    """A line of a table of facts."""

    label: str
    text: Text


@dataclass(frozen=True)
class Column:
    """A column; `width` is per cent of the table, in print."""

    heading: str
    width: int
    align: Literal["start", "end"] = "start"


@dataclass(frozen=True)
class Facts:
    """A table of two columns without a head: what, and what it is."""

    kind: ClassVar[str] = "facts"
    caption: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """A table whose first column names the row; `total` is its foot, empty without one."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listing:
    """Numbered points under a line that says what they are."""

    kind: ClassVar[str] = "listing"
    heading: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Prose:
    """A paragraph; a remark is set more quietly."""

    kind: ClassVar[str] = "prose"
    text: Text
    is_remark: bool = False


Block = Facts | Table | Listing | Prose


@dataclass(frozen=True)
class Paragraph:
    """`points` are set below it, as (a), (b), (c)."""

    number: str
    text: Text
    points: tuple[Text, ...] = ()

    def __str__(self) -> str:
        return "".join(run.text for run in self.text)


@dataclass(frozen=True)
class Clause:
    """`code` is that of the library, and the anchor."""

    number: int
    code: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Schedule:
    number: int
    code: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Party:
    name: str
    word: str


@dataclass(frozen=True)
class Signature:
    """A place to sign. `field` is the signature field of the PDF, `purpose` its accessible name."""

    field: str
    heading: str
    name: str
    title: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class Contract:
    """Everything that is printed. `fingerprint` is that of the terms: 64 hexadecimal digits.

    `issued` is the sentence of its issue, empty before; `seal_remark` is empty for a real seal.
    """

    title: str
    reference: str
    version: int
    owner: str
    parties: tuple[Party, ...]
    key_terms: tuple[Row, ...]
    clauses: tuple[Clause, ...]
    schedules: tuple[Schedule, ...]
    statement: tuple[str, ...]
    signatures: tuple[Signature, ...]
    fingerprint: str
    issued: str
    verify_at: str
    seal_remark: str = ""


def to_print(contract: Contract, *, mark: Mark = "") -> str:
    """The HTML of the PDF: its own style, no address but `data:` pictures of ours.

    Before the last signature every copy but the one to sign is a draft: marked on every page. So is
    a copy of a version that was taken back, or given up with its case.
    """
    template = environment(in_print=True).get_template("print.html")
    return template.render(document=contract, mark=mark, label=LABELS.get(mark), trace="")


def to_article(contract: Contract, *, mark: Mark = "", trace: str = "") -> Markup:
    """The same words in the same order, as accessible HTML to stand in a page of the service.

    With `trace`, the words of a fact lead to that address with the fact's name after it.
    """
    template = environment(in_print=False).get_template("article.html")
    rendered = template.render(document=contract, mark=mark, label=LABELS.get(mark), trace=trace)
    return Markup(rendered)  # noqa: S704 - autoescaped


def plain(text: str) -> Text:
    """Words without a reference."""
    return (Run(text),)


def _kept(text: str) -> str:
    """The text, with no number parted from its unit and no title from its name at a line end."""
    return TOGETHER.sub(lambda found: found[0].replace(" ", NO_BREAK), text)


def _closed(text: str) -> str:
    """The text as above, their last two on one line, so that no line is a single word."""
    head, _, last = _kept(text).rpartition(" ")
    return f"{head}{NO_BREAK}{last}" if len(head) > SHORT_LINE else _kept(text)


def _linked(text: Text) -> Text:
    """Neighbouring words in one, and the space before a reference or strong words inside them.

    A reference does not break either: see print.css on `a`.
    """
    runs: list[Run] = []
    for run in text:
        before = runs[-1] if runs else None
        if before and not (before.to or run.to) and before.is_strong is run.is_strong:
            runs[-1] = replace(before, text=before.text + run.text)
            continue
        said = run.text.replace(" ", NO_BREAK) if run.to else run.text
        if before and (run.to or run.is_strong) and before.text.endswith(" "):
            runs[-1], said = replace(before, text=before.text[:-1]), f" {said}"
        runs.append(replace(run, text=said))
    return tuple(runs)


def lettered(nth: int) -> str:
    """(a), (b) … (z), (aa): the number of a sub-point."""
    letters = chr(ord("a") + (nth - 1) % 26)
    return f"({letters * ((nth - 1) // 26 + 1)})"


@cache
def environment(*, in_print: bool) -> Environment:
    """Its own, so that the words of an agreement never depend on the pages of the service.

    Only paper needs help with its line ends.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"in_print": in_print, "language": LANGUAGE}
    help_for_paper = {"kept": _kept, "closed": _closed, "linked": _linked}
    no_help = dict.fromkeys(help_for_paper, lambda text: text)
    always = {"short": words.hash_short, "letter": lettered}
    environment.filters |= always | (help_for_paper if in_print else no_help)
    return environment
