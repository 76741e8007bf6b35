"""The agreement of a secondment as a document: as frozen, or as it would read now."""

from datetime import date
from zoneinfo import ZoneInfo

from secondments.agreements import assembly, drawing_up, library, service, terms
from secondments.agreements.assembly import Edition
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


def _assembled(what: Terms, *, version: int, issued_on: date | None) -> Contract:
    edition = Edition(
        version=version,
        owner=desk().owner,
        verify_at=desk().verify_at,
        issued_on=issued_on,
        seal_remark=desk().ring.notice,
    )
    return assembly.assemble(what, library.load(what.library), edition)
