"""What is kept beside the moves: limits of an organisation, versions of the terms, who looked."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base
from secondments.people.models import Organisation, Person


class PolicyLimit(Audited, Base):
    """What an organisation’s policy allows of one parameter. Never changed: ended, and set anew.

    `least` and `most` are those of a number; `allowed` are the choices, or yes and no.
    """

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    parameter: Mapped[str] = mapped_column(String(60))
    least: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    most: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    allowed: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    set_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()
    set_by: Mapped[Person] = relationship()

    __table_args__ = (
        CheckConstraint("least <= most", name="least_before_most"),
        Index(
            "uq_policy_limit_standing",
            "organisation_id",
            "parameter",
            unique=True,
            postgresql_where="ended_at IS NULL",
        ),
    )


class TermsVersion(Base):
    """The terms as they stood after an act that changed them: 1, 2, 3 of a case. Never changed."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(60))
    terms: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (UniqueConstraint("secondment_id", "number"),)


class Glance(Base):
    """Until which move somebody has seen the table of a case, and when they looked last."""

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), primary_key=True)
    number: Mapped[int]
    at: Mapped[datetime]
