"""The list of versions of the terms, and any two of them side by side: on a page and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from secondments import differences, words
from secondments.differences import Piece
from secondments.documents.comparison import Comparison, Line
from secondments.errors import InvalidInput
from secondments.negotiation import queries, versions
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.trail_words import SOMETHING, TO_THE_COMPANY, WORDS

if TYPE_CHECKING:
    from secondments.negotiation.models import TermsVersion
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

ONE_AND_THE_SAME = "Choose two different versions to compare."
APPROVED = "{who} approved it"
SHORT = 60  # what is longer is compared word by word


@dataclass(frozen=True)
class Kept:
    """One version in the list."""

    number: int
    when: str
    why: str
    digest: str
    contract: str


@dataclass(frozen=True)
class VersionsPage:
    heading: Heading
    versions: Sequence[Kept]
    newest: int
    href: str
    back: str
    docx: str


@dataclass(frozen=True)
class Row:
    label: str
    before: str
    after: str
    pieces: Sequence[Piece]  # of long texts, word by word; empty for short ones
    href: str


@dataclass(frozen=True)
class ComparePage:
    heading: Heading
    before: Kept
    after: Kept
    parts: Sequence[tuple[str, Sequence[Row]]]
    number: int
    back: str
    pdf: str
    docx: str


def of(s: Secondment, *, reader: Person) -> VersionsPage:
    found, top = queries.versions(s), heading(s, reader=reader, here="terms")
    return VersionsPage(
        heading=top,
        versions=[_kept(s, each, is_company=top.reader.is_company) for each in reversed(found)],
        newest=found[-1].number if found else 0,
        href=path(s, "terms/compare"),
        back=path(s, "terms"),
        docx=path(s, "terms/exchange.docx"),
    )


def compare(s: Secondment, first: int, second: int, *, reader: Person) -> ComparePage:
    """Raises NotFound, InvalidInput for one version with itself."""
    if first == second:
        raise InvalidInput(ONE_AND_THE_SAME)
    older, newer = sorted((first, second))
    before, after = queries.version(s, older), queries.version(s, newer)
    changes = versions.compare(before, after)
    parts = groupby(changes, key=lambda change: change.part)
    top = heading(s, reader=reader, here="terms")
    return ComparePage(
        heading=top,
        before=_kept(s, before, is_company=top.reader.is_company),
        after=_kept(s, after, is_company=top.reader.is_company),
        parts=[(part, [_row(s, each) for each in rows]) for part, rows in parts],
        number=len(changes),
        back=path(s, "terms/versions"),
        pdf=path(s, f"terms/compare.pdf?from={older}&to={newer}"),
        docx=path(s, f"terms/exchange.docx?from={older}&to={newer}"),
    )


def _row(s: Secondment, change: versions.Changed) -> Row:
    is_long = max(len(change.before), len(change.after)) > SHORT
    pieces = differences.between(change.before, change.after) if is_long else ()
    href = path(s, f"terms/{change.parameter}") if change.part == "Terms" else ""
    return Row(change.label, change.before, change.after, pieces, href)


def _kept(s: Secondment, version: TermsVersion, *, is_company: bool) -> Kept:
    contracts = versions.issued_as(list(s.agreements))
    contract = contracts.get(version.sha256)
    return Kept(
        number=version.number,
        when=words.moment(version.at),
        why=_why(version, is_company=is_company),
        digest=version.sha256,
        contract=f"Version {contract} of the contract" if contract else "",
    )


def _why(version: TermsVersion, *, is_company: bool) -> str:
    """By which act; a company is not told who did what on the other side."""
    if is_company and version.action in TO_THE_COMPANY:
        return TO_THE_COMPANY[version.action]
    wording = APPROVED if version.action == "secondment.support" else WORDS.get(version.action)
    return (wording or SOMETHING).format(who=version.by.name, step="", gate="")


def number(typed: str | None) -> int:
    """The number of a version from an address; 0, which none has, for anything else."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 8 else 0


def on_paper(page: ComparePage, *, owner: str) -> Comparison:
    return Comparison(
        reference=page.heading.ref,
        owner=owner,
        whose=page.heading.whose,
        before=_named(page.before),
        after=_named(page.after),
        parts=[(part, [_line(row) for row in rows]) for part, rows in page.parts],
    )


def _line(row: Row) -> Line:
    return Line(row.label, row.before, row.after, row.pieces)


def _named(kept: Kept) -> str:
    return f"version {kept.number}, {kept.when}: {kept.why}"
