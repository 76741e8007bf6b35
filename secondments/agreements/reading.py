"""The agreement to read in the browser, each of its figures leading to where it was settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments.agreements import library, service, terms, tracing, wording
from secondments.agreements.page import why_no_document
from secondments.agreements.tracing import Place
from secondments.documents import contract
from secondments.errors import NotPossibleNow
from secondments.secondment.heading import Heading, heading, path

if TYPE_CHECKING:
    from markupsafe import Markup

    from secondments.agreements.terms import Terms
    from secondments.documents.contract import Contract
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

NOT_YET = "There is nothing to read before the home side has approved the proposal."


@dataclass(frozen=True)
class ReadPage:
    heading: Heading
    article: Markup
    about: str
    is_draft: bool
    back: str
    review: str


@dataclass(frozen=True)
class Text:
    """The document of a case as it is to be read now, with the terms that it was made of."""

    terms: Terms
    document: Contract
    is_draft: bool


def text_of(s: Secondment) -> Text:
    """As frozen where a contract is out or signed, else as it would read. Raises NotPossibleNow."""
    agreement = s.agreement
    if agreement is not None:
        frozen = terms.from_json(agreement.terms)
        return Text(frozen, wording.of(agreement), is_draft=False)
    if s.state not in service.ANSWERED:
        raise NotPossibleNow(NOT_YET)
    if not service.can_be_drawn_up(s):
        raise NotPossibleNow(*why_no_document(s))
    now, document = wording.as_it_stands(s)
    return Text(now, document, is_draft=True)


def places_of(s: Secondment, name: str) -> list[Place]:
    """Where a term or a fact stands in the text of a case; nowhere while there is none."""
    if not service.can_be_read(s):
        return []
    text = text_of(s)
    return tracing.places_of(name, text.terms, wording.library_of(text.terms), text.document)


def of(s: Secondment, *, reader: Person) -> ReadPage:
    """Raises NotPossibleNow while there is nothing to read."""
    text = text_of(s)
    mark: contract.Mark = "draft" if text.is_draft else ""
    about = f"Version {text.document.version}"
    return ReadPage(
        heading=heading(s, reader=reader, here="agreement"),
        article=contract.to_article(text.document, mark=mark, trace=path(s, "terms/")),
        about=f"{about}, as it would be issued now" if text.is_draft else f"{about}, as issued",
        is_draft=text.is_draft,
        back=path(s, "agreement"),
        review=library.REVIEW_NEEDED,
    )
