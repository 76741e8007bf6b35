"""A step that was not taken in time: when its holders were reminded and when others were told."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from secondments.extensions import Base
from secondments.secondment.pathways import Step


class Overdue(Base):
    """Once for each step and round; naming somebody else lets them be reminded afresh."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    secondment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("secondment.id", ondelete="CASCADE"), index=True
    )
    step: Mapped[Step]
    round: Mapped[int]
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("secondment_id", "step", "round"),)
