"""People who made an account themselves and wait for their organisation to say that it is they."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base
from secondments.people.models import Organisation, Person, Role


class JoinRequest(Audited, Base):
    """A role that somebody says they hold. It becomes one when the organisation confirms it.

    `said` is by what the organisation knows them, such as a registration number.
    """

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[Role]
    said: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(String(400))
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        Index(
            "uq_join_request_open", "person_id", unique=True, postgresql_where="decided_at IS NULL"
        ),
    )
