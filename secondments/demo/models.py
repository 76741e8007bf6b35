"""The clock of the demonstration."""

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from secondments.extensions import Base


class DemoClock(Base):
    """How far the business clock of the demonstration is ahead of the wall; one row at most.

    Behind it, in seconds below zero, once the wall has passed the demonstration's days.
    """

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    seconds_ahead: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
