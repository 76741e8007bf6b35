"""The tables of negotiation: every move of a side on a term, and clauses of the parties' own."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base
from secondments.people.models import Person
from secondments.secondment import bargain
from secondments.secondment.choices import Labelled
from secondments.secondment.pathways import Side

if TYPE_CHECKING:
    from secondments.catalogue.positions import Table
    from secondments.secondment.models import Secondment


class Firmness(Labelled):
    """Whether a side could move further: what it cannot do, or does not want to."""

    CANNOT = "cannot", "We cannot: the law, a funder or a policy does not let us"
    WILL_NOT = "will_not", "We could, and do not want to"


class TermMove(Audited, Base):
    """One side says what it wants of one term. Never changed; `number` counts those of a case.

    `value` is in the JSON form of the parameter; `from_proposal`: the applicant said it there.
    """

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"))
    number: Mapped[int]
    parameter: Mapped[str] = mapped_column(String(60))
    side: Mapped[Side]
    value: Mapped[Any] = mapped_column(JSONB)
    firmness: Mapped[Firmness | None]
    reason: Mapped[str | None] = mapped_column(String(1000))
    from_proposal: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    secondment: Mapped[Secondment] = relationship(back_populates="term_moves")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        UniqueConstraint("secondment_id", "number"),
        CheckConstraint("firmness IS NULL OR reason IS NOT NULL", name="firm_for_a_reason"),
    )


class Special(Audited, Base):
    """A clause in the parties' own words. Its wording is that of its newest text.

    `number` counts those of a case. Until both have agreed to a wording either side takes it
    out; after that one words it anew and the other takes it out.
    """

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"))
    number: Mapped[int]
    dropped_at: Mapped[datetime | None]
    dropped_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    cleared_at: Mapped[datetime | None]
    cleared_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    secondment: Mapped[Secondment] = relationship(back_populates="specials")
    cleared_by: Mapped[Person | None] = relationship(foreign_keys=cleared_by_id)
    texts: Mapped[list[SpecialText]] = relationship(
        back_populates="special", order_by="SpecialText.number", lazy="joined"
    )

    __table_args__ = (
        UniqueConstraint("secondment_id", "number"),
        CheckConstraint(
            "(dropped_at IS NULL) = (dropped_by_id IS NULL)", name="dropped_by_somebody"
        ),
        CheckConstraint(
            "(cleared_at IS NULL) = (cleared_by_id IS NULL)", name="cleared_by_somebody"
        ),
    )

    @property
    def now(self) -> SpecialText:
        return self.texts[-1]

    @property
    def stands(self) -> bool:
        return self.dropped_at is None

    @property
    def is_agreed(self) -> bool:
        return self.stands and self.now.agreed_at is not None

    @property
    def was_agreed(self) -> bool:
        """Whether both sides have agreed to any wording of it, now or before."""
        return any(text.agreed_at is not None for text in self.texts)

    @property
    def is_settled(self) -> bool:
        """Agreed and cleared by legal, or dropped: nothing is left to do about it."""
        return not self.stands or (self.is_agreed and self.cleared_at is not None)


class SpecialText(Audited, Base):
    """One wording of a special condition, by one side; the other agrees to it or words another."""

    special_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("special.id"))
    number: Mapped[int]
    side: Mapped[Side]
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(String(20_000))
    reason: Mapped[str | None] = mapped_column(String(1000))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    agreed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    special: Mapped[Special] = relationship(back_populates="texts")
    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="joined", innerjoin=True)
    agreed_by: Mapped[Person | None] = relationship(foreign_keys=agreed_by_id, lazy="joined")

    __table_args__ = (
        UniqueConstraint("special_id", "number"),
        CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name="agreed_by_somebody"),
    )

    @property
    def secondment_id(self) -> uuid.UUID:
        return self.special.secondment_id


class Negotiated:
    """What a secondment keeps of its negotiation."""

    @declared_attr
    def term_moves(cls) -> Mapped[list[TermMove]]:  # noqa: N805
        return relationship(TermMove, back_populates="secondment", order_by=TermMove.number)

    @declared_attr
    def specials(cls) -> Mapped[list[Special]]:  # noqa: N805
        return relationship(Special, back_populates="secondment", order_by=Special.number)

    @property
    def table(self) -> Table:
        """Where every term stands now."""
        return bargain.table_of(self)  # type: ignore[arg-type]

    @property
    def special_conditions(self) -> list[Special]:
        """Those that are not dropped."""
        return [special for special in self.specials if special.stands]
