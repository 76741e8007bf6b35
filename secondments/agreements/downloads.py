"""Copies that leave the house: which document a reader gets, and the record that they took it."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from secondments import clock, policy
from secondments.agreements import queries
from secondments.agreements.models import Agreement, Signatory
from secondments.audit import Audited
from secondments.errors import Gone, NotFound, NotPossibleNow
from secondments.extensions import Base, db
from secondments.people.models import Person
from secondments.secondment.models import Secondment
from secondments.use_case import use_case

TAKEN_BACK = (
    "Version {version} was taken back before everyone had signed it. Only the contracts office and"
    " the people who were asked to sign keep a copy."
)

MARKING = (
    "This version is no longer in force; a copy that says so on every page is being made. Come back"
    " in a minute."
)


class CopyKind(StrEnum):
    """What a copy is worth."""

    SIGNED = "signed"  # every signature is in it, and it is sealed
    UNFINISHED = "unfinished"  # out for signature: not every signature is in it
    MARKED = "marked"  # says on every page that it is no longer in force
    DRAFT = "draft"  # marked DRAFT – NOT SIGNED on every page
    EXCHANGE = "exchange"  # a Word file for a lawyer outside, marked NOT FOR SIGNATURE


class Download(Audited, Base):
    """One copy, taken by one person. `sha256` is of the bytes they were given."""

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), index=True)
    agreement_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agreement.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[CopyKind]
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


@dataclass(frozen=True)
class Copy:
    """A document for one reader, under the name it is saved as. A draft has no agreement yet."""

    secondment: Secondment
    agreement: Agreement | None
    kind: CopyKind
    sha256: str
    file_name: str

    def signatory_for(self, person: Person) -> Signatory | None:
        return self.agreement.signatory_for(person) if self.agreement else None


def copy_of(agreement: Agreement, *, reader: Person) -> Copy:
    """The copy of this version that `reader` gets: unsigned, it is the draft for most (rule R7).

    Raises NotPossibleNow while the document is being made, Gone when the version was taken back.
    """
    if agreement.sealed_sha256 is not None:
        return _of(agreement, CopyKind.SIGNED, agreement.sealed_sha256, "")
    if policy.why_not(reader, "agreement.read_unfinished", agreement) is None:
        if not agreement.revisions:
            raise NotPossibleNow("The document is still being made. Come back in a minute.")
        if agreement.marked_sha256 is not None:
            ending = f"-{agreement.status}"
            return _of(agreement, CopyKind.MARKED, agreement.marked_sha256, ending)
        if not agreement.is_standing:
            raise NotPossibleNow(MARKING)
        return _of(agreement, CopyKind.UNFINISHED, agreement.revisions[-1].sha256, "-not-complete")
    if not agreement.is_standing:
        raise Gone(TAKEN_BACK.format(version=agreement.version))
    return draft_of(agreement.secondment)


def to_sign(agreement: Agreement) -> Copy:
    """The very document that is out for signature, for the people named in it."""
    if agreement.issued_sha256 is None:
        raise NotPossibleNow("The document is still being made. Come back in a minute.")
    return _of(agreement, CopyKind.UNFINISHED, agreement.issued_sha256, "-to-sign")


def draft_of(s: Secondment) -> Copy:
    """The newest watermarked copy. Raises NotFound while there is none."""
    made = queries.draft(s)
    if made is None:
        raise NotFound("There is no draft to read yet.")
    return Copy(s, None, CopyKind.DRAFT, made.pdf_sha256, f"{s.ref}-draft.pdf")


def exchange_of(s: Secondment, content: bytes, name: str) -> Copy:
    """A Word file that was just written for one reader; it is kept nowhere."""
    return Copy(s, None, CopyKind.EXCHANGE, hashlib.sha256(content).hexdigest(), name)


def _of(agreement: Agreement, kind: CopyKind, sha256: str, ending: str) -> Copy:
    s = agreement.secondment
    name = f"{s.ref}-agreement-v{agreement.version}{ending}.pdf"
    return Copy(s, agreement, kind, sha256, name)


@use_case("agreement.download")
def take(copy: Copy, *, by: Person) -> None:
    """Record that `by` takes this copy. Read its bytes first: an altered one is not taken."""
    db.session.add(
        Download(
            secondment_id=copy.secondment.id,
            agreement_id=copy.agreement.id if copy.agreement else None,
            person_id=by.id,
            kind=copy.kind,
            sha256=copy.sha256,
            at=clock.now(),
        )
    )
