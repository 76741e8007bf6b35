"""The identities at providers that people sign in with. Not audited, as other factors are not."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.extensions import Base
from secondments.people.models import Person


class LinkedIdentity(Base):
    """Somebody at a provider, who is this person here. `subject` is the provider's own name."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    provider: Mapped[str] = mapped_column(String(30))
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    tid: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime]
    person: Mapped[Person] = relationship()

    __table_args__ = (UniqueConstraint("issuer", "subject"),)
