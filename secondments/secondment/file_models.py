"""Files on a case: what was sent, what became of it, and who took a copy."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base
from secondments.people.models import Person
from secondments.secondment.audiences import FileKind, Readers
from secondments.secondment.models import Secondment


class FileState(StrEnum):
    """Where a file is. Only one that is ready can be opened."""

    RECEIVED = "received"
    CHECKING = "checking"
    READY = "ready"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


class CaseFile(Audited, Base):
    """One file. Its audience never changes; `name` is what a copy is saved as.

    `received_sha256` is of what was sent, which is not kept; `sha256` of what was made from it.
    """

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), index=True)
    kind: Mapped[FileKind]
    readers: Mapped[Readers]
    name: Mapped[str] = mapped_column(String(120))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    state: Mapped[FileState] = mapped_column(default=FileState.RECEIVED)
    received_sha256: Mapped[str] = mapped_column(String(64))
    received_bytes: Mapped[int]
    sha256: Mapped[str | None] = mapped_column(String(64))
    mimetype: Mapped[str | None] = mapped_column(String(40))
    size: Mapped[int | None]
    pages: Mapped[int | None]
    problem: Mapped[str | None] = mapped_column(String(400))
    removed_at: Mapped[datetime | None]
    secondment: Mapped[Secondment] = relationship()
    by: Mapped[Person] = relationship()

    __table_args__ = (
        CheckConstraint("(state = 'ready') = (sha256 IS NOT NULL)", name="ready_has_content"),
        CheckConstraint(
            "(state IN ('refused', 'quarantined')) = (problem IS NOT NULL)", name="says_why_not"
        ),
    )

    @property
    def is_waiting(self) -> bool:
        return self.state in {FileState.RECEIVED, FileState.CHECKING}


class FileCopy(Audited, Base):
    """One copy of a file, taken by one person."""

    case_file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
