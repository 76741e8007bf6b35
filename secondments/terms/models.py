"""The table of rates: each with the day from which it holds and where it is written."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base
from secondments.people.models import Person
from secondments.terms.rates import RateKind


class Rate(Audited, Base):
    """A rate from a day on, until the next of its kind. Never changed: taken out, and added anew.

    Per cent, but pounds a year for the threshold.
    """

    kind: Mapped[RateKind]
    valid_from: Mapped[date]
    value: Mapped[Decimal] = mapped_column(Numeric(9, 4))
    source: Mapped[str] = mapped_column(String(300))
    added_at: Mapped[datetime]
    added_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_why: Mapped[str | None] = mapped_column(String(300))

    added_by: Mapped[Person] = relationship(foreign_keys=added_by_id)
    ended_by: Mapped[Person | None] = relationship(foreign_keys=ended_by_id)

    __table_args__ = (
        CheckConstraint("value >= 0", name="no_negative_rate"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        Index(
            "uq_rate_standing",
            "kind",
            "valid_from",
            unique=True,
            postgresql_where="ended_at IS NULL",
        ),
    )

    @property
    def is_standing(self) -> bool:
        return self.ended_at is None
