"""The rounds of approval: whose turn it is, what was sent, what was decided; the tables."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base, Json
from secondments.people.models import Person
from secondments.secondment.choices import Decision
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Step

STANDING = "voided_at IS NULL AND decision <> 'return'"


class Vote(Audited, Base):
    """One decision at one step, of one revision, in one round.

    Nothing of it is ever changed; it stands until `voided_at`, by entry `voided_by_seq` of the
    trail: a change of what it approved, an appeal against it, or a move to another pathway.
    Where a step needs evidence, `evidence` is its reference and `evidence_on` its date.
    """

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), index=True)
    step: Mapped[Step]
    round: Mapped[int]
    slot: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    decision: Mapped[Decision]
    reason: Mapped[str | None] = mapped_column(String(60))
    message: Mapped[str | None] = mapped_column(String(4000))
    evidence: Mapped[str | None] = mapped_column(String(120))
    evidence_on: Mapped[date | None]
    at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_by_seq: Mapped[int | None]
    secondment: Mapped[Secondment] = relationship(back_populates="votes")
    person: Mapped[Person] = relationship()

    __table_args__ = (
        UniqueConstraint("secondment_id", "step", "round", "slot"),
        CheckConstraint("(voided_at IS NULL) = (voided_by_seq IS NULL)", name="voided_by_an_act"),
        CheckConstraint("(evidence IS NULL) = (evidence_on IS NULL)", name="evidence_has_a_date"),
        # Never two that stand at one place, nor two of one person, whichever attempts they were
        # given in.
        Index(
            "uq_vote_standing",
            *("secondment_id", "step", "slot"),
            unique=True,
            postgresql_where=text(STANDING),
        ),
        Index(
            "uq_vote_standing_person",
            *("secondment_id", "step", "person_id"),
            unique=True,
            postgresql_where=text(STANDING),
        ),
    )

    @property
    def stands(self) -> bool:
        return self.voided_at is None and self.decision is not Decision.RETURN


class Turn(Base):
    """Whose turn it is: derived from the state after every change, one row for each person."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    secondment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("secondment.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    duty: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime]
    due_on: Mapped[date | None]
    secondment: Mapped[Secondment] = relationship(back_populates="turns")
    person: Mapped[Person] = relationship()

    __table_args__ = (UniqueConstraint("secondment_id", "person_id", "duty"),)


class Sent(Base):
    """A proposal as it stood when it was sent: version 1, 2, 3 to those who read it."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), index=True)
    version: Mapped[int]
    revision: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    answers: Mapped[Json]

    __table_args__ = (UniqueConstraint("secondment_id", "version"),)
