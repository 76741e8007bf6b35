"""What signing in keeps: credentials, sessions, one-time secrets and throttles.

None is a business record, so none is audited. Moments are of the wall clock, and of a token only
its hash is kept.
"""

import uuid
from datetime import datetime

from sqlalchemy import ARRAY, DateTime, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
