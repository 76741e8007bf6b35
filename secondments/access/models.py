"""What signing in keeps: credentials, sessions, one-time secrets and throttles.

But for recoveries none is a business record, so none is audited. Moments are of the wall clock,
and of a token only its hash is kept.
"""

import uuid
from datetime import datetime

from sqlalchemy import ARRAY, DateTime, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base, Json
from secondments.people.models import Person


class Credential(Base):
    """A person's password; someone who was never given one has no row."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]


class AuthSession(Base):
    """One browser in which a person is signed in. Signing out deletes the row.

    `amr` says how they proved who they are, `aal` how strongly, `strong_at` when they last did.
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime]
    strong_at: Mapped[datetime | None]
    amr: Mapped[list[str]]
    aal: Mapped[int]
    ip: Mapped[str] = mapped_column(String(45))
    user_agent: Mapped[str] = mapped_column(String(200))
    person: Mapped[Person] = relationship()


class OneTime(Base):
    """A secret or a grant that works once, before it expires, for one purpose and one person.

    Only the challenge of a sign-in with a passkey is for nobody: its answer says who it is.
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    purpose: Mapped[str] = mapped_column(String(60))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    data: Mapped[Json]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    person: Mapped[Person | None] = relationship()

    __table_args__ = (Index("ix_one_time_person_purpose", "person_id", "purpose"),)


class AccountRecovery(Audited, Base):
    """Somebody who has lost every factor sets up new ones, after a day in which they can stop it.

    `confirmed_by` is a second administrator, without whom that of an administrator does not go on.
    """

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(400))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)

    __table_args__ = (
        Index(
            "uq_account_recovery_open",
            "person_id",
            unique=True,
            postgresql_where="done_at IS NULL AND stopped_at IS NULL",
        ),
    )

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.stopped_at is None


class Device(Base):
    """A browser that a person has signed in with, so that a new one is told to them in a letter.

    `mark` is a hash of the person, the kind of browser and the network.
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    mark: Mapped[str] = mapped_column(String(64), unique=True)
    seen_at: Mapped[datetime]


class Bucket(Base):
    """The recent tries that count against one limit, for every host alike.

    The key is a hash: the table does not list who tried to sign in.
    """

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[list[datetime]] = mapped_column(ARRAY(DateTime(timezone=True)))
    until: Mapped[datetime] = mapped_column(index=True)
