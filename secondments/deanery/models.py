"""The forms that have been filled in, and the copies that people took of them."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.audit import Audited
from secondments.deanery.assembly import PaperKind
from secondments.extensions import Base
from secondments.secondment.models import Secondment


class DeaneryPaper(Base):
    """One form as the record filled it in, by the fingerprint of what is printed but the day.

    `seq` is that of the secondment when this was last found to be what its record says, and
    `edition` that of the forms: the greatest `seq` of a kind is the one to read.
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), index=True)
    kind: Mapped[PaperKind]
    version: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    pages: Mapped[int]
    size_bytes: Mapped[int]
    made_at: Mapped[datetime]
    seq: Mapped[int]
    edition: Mapped[str] = mapped_column(String(16))
    secondment: Mapped[Secondment] = relationship()

    __table_args__ = (UniqueConstraint("secondment_id", "kind", "fingerprint"),)

    @property
    def file_name(self) -> str:
        return f"{self.secondment.ref}-{self.kind}-v{self.version}.pdf"


class DeaneryProblem(Base):
    """Why a form of this case could not be printed when it was last tried, at that `seq`."""

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), primary_key=True)
    said: Mapped[str] = mapped_column(String(400))
    seq: Mapped[int]
    edition: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class DeaneryCopy(Audited, Base):
    """One copy, taken by one person. `sha256` is of the bytes they were given."""

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), index=True)
    paper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("deanery_paper.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
