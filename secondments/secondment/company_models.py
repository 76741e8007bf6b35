"""A company that an applicant added: theirs alone until a contracts office has confirmed it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base
from secondments.people.models import Organisation, Person, Sector

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

LEFT_TO_THE_OFFICE = frozenset({"company_id", "company_lead_id"})


class AddedCompany(Audited, Base):
    """What an applicant says of a company that is not listed. No organisation yet, nor a person.

    It waits until it is settled: confirmed as new or recognised (`organisation`), or dropped by
    the applicant, who chose another. It is no row of `organisation`, so nobody can come upon it
    there: no list, no search, no unique name.
    """

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    number: Mapped[str | None] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(String(400))
    sector: Mapped[Sector]
    lead_name: Mapped[str] = mapped_column(String(120))
    lead_email: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    secondment: Mapped[Secondment] = relationship(back_populates="added_company")
    settled_by: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_somebody"
        ),
        CheckConstraint(
            "organisation_id IS NULL OR settled_at IS NOT NULL", name="known_once_settled"
        ),
    )


class WithCompany:
    """What a secondment keeps of a company that its applicant added."""

    @declared_attr
    def added_company(cls) -> Mapped[AddedCompany | None]:  # noqa: N805
        return relationship(AddedCompany, back_populates="secondment")

    @property
    def waiting_company(self) -> AddedCompany | None:
        """The company that the contracts office has not confirmed yet."""
        added = self.added_company
        return added if added is not None and added.settled_at is None else None

    @property
    def left_to_the_office(self) -> frozenset[str]:
        """The questions that the contracts office answers by confirming the company."""
        return LEFT_TO_THE_OFFICE if self.waiting_company else frozenset()
