"""Audit entries: one for each use case, appended, never changed, chained by hash."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Identity, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from secondments.extensions import Base, Json


class Audited:
    """Mixin: changes to this table may be made only inside a use case, and are recorded."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4, sort_order=-2)


class AuditEntry(Base):
    """What one use case did. `seq` counts the entries of one secondment (or of none) from 1.

    `hash` = SHA-256 over `prev_hash` and the canonical JSON of the entry, in which `changes` and
    `message` stand as a salted commitment: they can be erased without breaking the chain.
    """

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    chain: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    secondment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("secondment.id"), index=True)
    at: Mapped[datetime]
    effective_at: Mapped[datetime]
    wall_at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(60))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(200))
    on_behalf_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    on_behalf_of_name: Mapped[str | None] = mapped_column(String(200))
    request_id: Mapped[str] = mapped_column(String(40))
    revision: Mapped[int | None]
    from_state: Mapped[str | None] = mapped_column(String(40))
    to_state: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(60))
    message: Mapped[str | None] = mapped_column(String(4000))
    changes: Mapped[Json | None]
    salt: Mapped[str | None] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("chain", "seq"),)
