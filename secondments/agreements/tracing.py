"""Where a term stands in an agreement: the paragraphs that say it, or that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments.catalogue.parameters import PARAMETERS

if TYPE_CHECKING:
    from secondments.agreements.library import Library
    from secondments.agreements.passages import Passage
    from secondments.agreements.terms import Terms
    from secondments.documents.contract import Contract


@dataclass(frozen=True)
class Place:
    """One paragraph: its number, the title and the code of its clause, its words."""

    number: str
    title: str
    code: str
    text: str


def places_of(name: str, terms: Terms, library: Library, document: Contract) -> list[Place]:
    """Every paragraph of this document in which the term stands, in its order.

    A term that is not said in words, such as whether a thesis is allowed, stands where it decides.
    """
    found = list(_paragraphs(terms, library, document))
    said = [place for place, passage in found if name in passage.names]
    if said or name not in PARAMETERS:
        return said
    return [place for place, passage in found if name in passage.when.parameters]


def _paragraphs(
    terms: Terms, library: Library, document: Contract
) -> Iterator[tuple[Place, Passage]]:
    """The paragraphs of the document beside the texts that they were made of."""
    ours = library.clauses_of(library.template(terms.kind))
    applying = [clause for clause in ours if clause.when.holds(terms)]
    for clause, printed in zip(applying, document.clauses, strict=False):
        passages = [passage for passage in clause.passages if passage.when.holds(terms)]
        for passage, paragraph in zip(passages, printed.paragraphs, strict=True):
            yield Place(paragraph.number, printed.title, printed.code, str(paragraph)), passage
