"""Evidence that someone signed."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.agreements.models import Signatory
from secondments.audit import Audited
from secondments.extensions import Base


class Act(Audited, Base):
    """One person's signature: what was shown, what was said, who it was and when.

    `at` is the business clock, `wall_at` the real one; they differ in demo and tests only.
    """

    signatory_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("signatory.id"), unique=True)
    document_sha256: Mapped[str] = mapped_column(String(64))
    terms_sha256: Mapped[str] = mapped_column(String(64))
    typed_name: Mapped[str] = mapped_column(String(120))
    intent: Mapped[str] = mapped_column(String(400))
    authority: Mapped[str] = mapped_column(String(400))
    method: Mapped[str] = mapped_column(String(40))
    grant_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    at: Mapped[datetime]
    wall_at: Mapped[datetime]
    ip: Mapped[str] = mapped_column(String(60))
    user_agent: Mapped[str] = mapped_column(String(400))
    signatory: Mapped[Signatory] = relationship(back_populates="act")
