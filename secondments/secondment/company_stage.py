"""What the company says besides: deputy, VAT number, induction, approvals of its own."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from secondments.people.models import Person


class CompanyStage:
    """A part of CompanyAnswers; empty until answered, and nothing of it is needed to agree.

    The `…_approved_on` are days on which the company’s own people said yes, inside the company.
    """

    vat_number: Mapped[str | None] = mapped_column(String(20))
    induction: Mapped[str | None] = mapped_column(String(1000))
    equipment: Mapped[list[str] | None]
    start_flexibility: Mapped[str | None] = mapped_column(String(500))
    medical_approved_on: Mapped[date | None]
    compliance_approved_on: Mapped[date | None]
    hr_approved_on: Mapped[date | None]
    legal_approved_on: Mapped[date | None]
    finance_approved_on: Mapped[date | None]

    @declared_attr
    def deputy_id(cls) -> Mapped[uuid.UUID | None]:  # noqa: N805
        return mapped_column(ForeignKey("person.id"))

    @declared_attr
    def deputy(cls) -> Mapped[Person | None]:  # noqa: N805
        return relationship(Person, foreign_keys="CompanyAnswers.deputy_id")
