"""The agreement of a secondment as a document: as frozen, or as it would read now."""

from datetime import date
from zoneinfo import ZoneInfo

from secondments.agreements import (
    amending,
    assembly,
    clause_queries,
    drawing_up,
    service,
    terms,
)
from secondments.agreements.assembly import Edition
from secondments.agreements.library import Library
from secondments.agreements.models import Agreement
from secondments.agreements.terms import Terms
from secondments.documents.contract import Contract
from secondments.documents.desk import desk
from secondments.secondment.models import Secondment


def of(agreement: Agreement) -> Contract:
    """One version, word for word as it was issued."""
    frozen = terms.from_json(agreement.terms)
    day = agreement.issued_at.astimezone(ZoneInfo(agreement.secondment.zone)).date()
    return _assembled(frozen, version=agreement.version, issued_on=day)


def as_it_stands(s: Secondment) -> tuple[Terms, Contract]:
    """What would be issued now, before the employer's signatory is named."""
    now = drawing_up.terms_of(s, service.seats_so_far(s))
    return now, _assembled(now, version=len(s.agreements) + 1, issued_on=None)


def of_terms(what: Terms, *, version: int) -> Contract:
    """Any version of the terms as a document, for whoever compares or exchanges it."""
    return _assembled(what, version=version, issued_on=None)


def _assembled(what: Terms, *, version: int, issued_on: date | None) -> Contract:
    edition = Edition(
        version=version,
        owner=desk().owner,
        verify_at=desk().verify_at,
        issued_on=issued_on,
        seal_remark=desk().ring.notice,
    )
    return assembly.assemble(what, library_of(what), edition)


def library_of(what: Terms) -> Library:
    """The clauses with which these terms are read: the very texts that they name."""
    return amending.load(what.library, clause_queries.named(what.library, what.amendments))
