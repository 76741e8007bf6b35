"""What a signatory reads before, while and after signing, in plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from secondments import words
from secondments.agreements import terms, wording
from secondments.agreements.models import Signatory, Status
from secondments.documents import contract
from secondments.errors import Gone, NotPossibleNow
from secondments.signing import service

TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame"}


@dataclass(frozen=True)
class Seat:
    """Who has signed and who has not."""

    name: str
    under: str
    signed: str
    is_me: bool


@dataclass(frozen=True)
class Page:
    """The agreement as the signatory is shown it."""

    article: Markup
    version: int
    pages: int
    digest: str
    issued_at: datetime
    total: str
    invoices: int
    intent: str
    authority: str
    name: str
    signs_as: str
    organisation: str
    seats: Sequence[Seat]

    @property
    def signed(self) -> int:
        return sum(1 for seat in self.seats if seat.signed)


def of(signatory: Signatory) -> Page:
    """Raises Gone when this version is no longer out, NotPossibleNow before it is ready."""
    agreement = signatory.agreement
    if agreement.status in {Status.SUPERSEDED, Status.VOID}:
        raise Gone("This version of the agreement is no longer used. Nothing can be signed here.")
    if agreement.issued_sha256 is None:
        raise NotPossibleNow("The document is still being made. Come back in a minute.")
    charge = terms.from_json(agreement.terms).charge
    return Page(
        article=contract.to_article(wording.of(agreement)),
        version=agreement.version,
        pages=agreement.pages or 0,
        digest=agreement.issued_sha256,
        issued_at=agreement.issued_at,
        total=words.money(charge.total) if charge else "",
        invoices=len(charge.instalments) if charge else 0,
        intent=service.intent_of(agreement),
        authority=service.authority_of(signatory),
        name=signatory.name,
        signs_as=signatory.capacity,
        organisation=signatory.organisation.name if signatory.organisation else "",
        seats=[_seat(x, signatory) for x in agreement.signatories],
    )


def _seat(x: Signatory, mine: Signatory) -> Seat:
    return Seat(
        name=x.name,
        under=x.organisation.name if x.organisation else "for themself",
        signed=words.moment(x.act.at) if x.act else "",
        is_me=x is mine,
    )


def is_the_name(typed: str, name: str) -> bool:
    """Whether what was typed is this name, with or without titles, in any case."""
    return _words(typed) == _words(name)


def _words(name: str) -> list[str]:
    said = [word.strip(".,").casefold() for word in name.split()]
    return [word for word in said if word not in TITLES]
