"""What a draft began with: answers carried over from an earlier proposal, or a whole copy."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment


@dataclass(frozen=True)
class Carried:
    """Answers for a draft to begin with, and where they are from."""

    answers: Mapping[str, Any]
    source: Secondment | None
    said_on: date
    is_copy: bool = False

    @property
    def is_worth_saying(self) -> bool:
        return bool(self.answers) or self.is_copy


class Beginning(Audited, Base):
    """Which answers were there before anything was typed, and where they came from.

    `source` is an earlier case of the same person, none for what is recorded of them here;
    `said_on` the day on which that was sent or last changed; `carried` the names of the answers.
    Shown to the applicant and to nobody else.
    """

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), unique=True)
    source_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("secondment.id"))
    said_on: Mapped[date]
    is_copy: Mapped[bool] = mapped_column(default=False)
    carried: Mapped[list[str]]
    secondment: Mapped[Secondment] = relationship(
        back_populates="beginning", foreign_keys=secondment_id
    )
    source: Mapped[Secondment | None] = relationship(foreign_keys=source_id)

    __table_args__ = (
        CheckConstraint("NOT is_copy OR source_id IS NOT NULL", name="copied_from_something"),
    )


class WithBeginning:
    """What a secondment keeps of how its draft began."""

    @declared_attr
    def beginning(cls) -> Mapped[Beginning | None]:  # noqa: N805
        return relationship(
            Beginning, back_populates="secondment", foreign_keys="Beginning.secondment_id"
        )
