"""Agreements: frozen terms, the document made from them, and the people named to sign it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.agreements.terms import Capacity
from secondments.audit import Audited
from secondments.extensions import Base, Json
from secondments.people.models import Organisation, Person

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment
    from secondments.signing.models import Act


class Status(StrEnum):
    """What became of one version of the agreement."""

    PREPARING = "preparing"  # issued, the document is being made
    OPEN = "open"  # out for signature
    SEALING = "sealing"  # every act is there, the last signatures are being put in
    EXECUTED = "executed"
    SUPERSEDED = "superseded"
    VOID = "void"


class Agreement(Audited, Base):
    """One version of the agreement. Its terms are frozen when it is issued.

    `terms` is the canonical JSON and `terms_sha256` its digest; `rates` are those set by law that
    the figures rest on, which the terms leave out where the employer keeps them back.
    `issued_sha256` is the document as it was sent out, `sealed_sha256` the one that carries every
    signature, `marked_sha256` a copy of one no longer in force that says so on every page.
    """

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), index=True)
    version: Mapped[int]
    revision: Mapped[int]
    status: Mapped[Status] = mapped_column(default=Status.PREPARING)
    library: Mapped[str] = mapped_column(String(20))
    terms: Mapped[str] = mapped_column(Text)
    terms_sha256: Mapped[str] = mapped_column(String(64))
    rates: Mapped[Json | None]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    issued_sha256: Mapped[str | None] = mapped_column(String(64))
    sealed_sha256: Mapped[str | None] = mapped_column(String(64))
    marked_sha256: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]
    problem: Mapped[str | None] = mapped_column(String(400))
    ended_reason: Mapped[str | None] = mapped_column(String(60))
    ended_message: Mapped[str | None] = mapped_column(String(4000))

    secondment: Mapped["Secondment"] = relationship(back_populates="agreements")
    issued_by: Mapped[Person] = relationship()
    signatories: Mapped[list["Signatory"]] = relationship(
        back_populates="agreement", order_by="Signatory.position"
    )
    revisions: Mapped[list["Revision"]] = relationship(
        back_populates="agreement", order_by="Revision.seq"
    )

    __table_args__ = (
        UniqueConstraint("secondment_id", "version"),
        CheckConstraint(
            "status NOT IN ('open', 'sealing', 'executed') OR issued_sha256 IS NOT NULL",
            name="open_has_a_document",
        ),
        CheckConstraint(
            "marked_sha256 IS NULL OR status IN ('superseded', 'void')",
            name="marked_is_not_in_force",
        ),
        CheckConstraint(
            "(status = 'executed') = (sealed_sha256 IS NOT NULL)", name="executed_is_sealed"
        ),
        Index(
            "uq_agreement_standing",
            "secondment_id",
            unique=True,
            postgresql_where="status IN ('preparing', 'open', 'sealing', 'executed')",
        ),
    )

    @property
    def is_standing(self) -> bool:
        return self.status not in {Status.SUPERSEDED, Status.VOID}

    @property
    def lacks_mark(self) -> bool:
        """Whether it went out, is no longer in force, and no copy says so yet."""
        return not self.is_standing and bool(self.issued_sha256) and not self.marked_sha256

    @property
    def is_fully_signed(self) -> bool:
        return bool(self.signatories) and all(s.act is not None for s in self.signatories)

    def void(self, reason: str | None, message: str | None) -> None:
        """Take this version out of force; its acts stay in the record."""
        self.status, self.ended_reason, self.ended_message = Status.VOID, reason, message

    def supersede(self, reason: str | None, message: str | None) -> None:
        """A newer version takes its place; every signature on this one is void."""
        self.status, self.ended_reason, self.ended_message = Status.SUPERSEDED, reason, message

    def signatory_for(self, person: Person) -> "Signatory | None":
        return next((s for s in self.signatories if s.person_id == person.id), None)


class Signatory(Audited, Base):
    """Someone named to sign one version, for one party. The name and capacity are frozen."""

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    party: Mapped[Capacity]
    position: Mapped[int]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(120))
    capacity: Mapped[str] = mapped_column(String(120))
    agreement: Mapped[Agreement] = relationship(back_populates="signatories")
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    act: Mapped["Act | None"] = relationship(back_populates="signatory")

    __table_args__ = (
        UniqueConstraint("agreement_id", "party"),
        UniqueConstraint("agreement_id", "person_id"),
    )

    @property
    def field(self) -> str:
        """The name of the signature field in the document."""
        return f"sig_{self.party}"

    @property
    def secondment_id(self) -> uuid.UUID:
        return self.agreement.secondment_id


class RevisionKind(StrEnum):
    """Which step made a revision of the document."""

    ISSUED = "issued"
    SIGNED = "signed"
    COMPLETED = "completed"


class Revision(Audited, Base):
    """The document after one signature; each holds the bytes of the one before it."""

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    seq: Mapped[int]
    kind: Mapped[RevisionKind]
    act_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("act.id"), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    prev_sha256: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]
    agreement: Mapped[Agreement] = relationship(back_populates="revisions")

    __table_args__ = (UniqueConstraint("agreement_id", "seq"),)


class Draft(Base):
    """A watermarked copy to read before issue, by the digest of the terms it shows."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), index=True)
    terms_sha256: Mapped[str] = mapped_column(String(64))
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("secondment_id", "terms_sha256"),)
