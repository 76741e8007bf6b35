"""What people ask for besides a decision: points of a return, conditions, an appeal; the tables."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base
from secondments.people.models import Person
from secondments.secondment.choices import Owner
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import STEPS, Side, Step, StepRule
from secondments.secondment.rounds import Vote

MOST_CONDITIONS = 5  # that one approver may set with one decision


class ReturnPoint(Audited, Base):
    """One answer that a return points at, in the version that was returned.

    It is open until the answer is changed or the applicant says why it was left.
    """

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), index=True)
    version: Mapped[int]
    question: Mapped[str] = mapped_column(String(40))
    step: Mapped[Step | None]  # none: the contracts office, which has no step
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    comment: Mapped[str | None] = mapped_column(String(500))
    at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(String(500))
    answered_at: Mapped[datetime | None]
    secondment: Mapped[Secondment] = relationship(back_populates="points")
    person: Mapped[Person] = relationship()

    __table_args__ = (
        UniqueConstraint("secondment_id", "version", "question"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_when_said"),
    )

    @property
    def side(self) -> Side:
        return STEPS[self.step].side if self.step else Side.HOME


class Condition(Audited, Base):
    """What has to be met before the contract is issued; it falls with the vote that set it."""

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), index=True)
    vote_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vote.id"), index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]
    owner: Mapped[Owner]
    met_at: Mapped[datetime | None]
    met_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    met_note: Mapped[str | None] = mapped_column(String(500))
    secondment: Mapped[Secondment] = relationship(back_populates="conditions")
    vote: Mapped[Vote] = relationship()
    met_by: Mapped[Person | None] = relationship(foreign_keys=met_by_id)

    __table_args__ = (
        UniqueConstraint("secondment_id", "number"),
        CheckConstraint("(met_at IS NULL) = (met_by_id IS NULL)", name="met_by_somebody"),
    )

    @property
    def rule(self) -> StepRule:
        """The step at which it was set."""
        return STEPS[self.vote.step]

    @property
    def side(self) -> Side:
        """The side that set it."""
        return self.rule.side

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.vote.stands


class Appeal(Audited, Base):
    """The one appeal that an applicant has against a decision to decline."""

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), unique=True)
    text: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    is_allowed: Mapped[bool | None]
    message: Mapped[str | None] = mapped_column(String(2000))
    secondment: Mapped[Secondment] = relationship(back_populates="appeal")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)

    __table_args__ = (
        CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)"
            " AND (decided_at IS NULL) = (is_allowed IS NULL)",
            name="decided_by_somebody",
        ),
    )
