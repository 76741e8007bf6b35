"""Word files for a lawyer outside the service: the text of a version, or what changed to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments.agreements import downloads, terms, wording
from secondments.agreements.downloads import Copy
from secondments.documents import exchange
from secondments.errors import NotPossibleNow
from secondments.negotiation import queries

if TYPE_CHECKING:
    from secondments.documents.contract import Contract
    from secondments.negotiation.models import TermsVersion
    from secondments.secondment.models import Secondment

NOTHING_YET = "There is no text to exchange before the proposal has come to the company."


def clean(s: Secondment) -> tuple[Copy, bytes]:
    """The newest version. Raises NotPossibleNow while there is none."""
    newest = queries.newest_version(s)
    if newest is None:
        raise NotPossibleNow(NOTHING_YET)
    content = exchange.clean(_document(newest))
    return downloads.exchange_of(s, content, f"{s.ref}-v{newest.number}-for-review.docx"), content


def marked_up(s: Secondment, first: int, second: int) -> tuple[Copy, bytes]:
    """What changed from one version to another, whichever is named first. Raises NotFound."""
    older, newer = (queries.version(s, number) for number in sorted((first, second)))
    content = exchange.marked_up(_document(older), _document(newer))
    name = f"{s.ref}-v{older.number}-to-v{newer.number}-for-review.docx"
    return downloads.exchange_of(s, content, name), content


def _document(version: TermsVersion) -> Contract:
    return wording.of_terms(terms.from_json(version.terms), version=version.number)
