"""The columns of a proposal that only some pathways ask for."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from secondments.people.models import Person


class PathwayAnswers:
    """A part of Proposal; empty where the pathway does not ask."""

    claim_credit: Mapped[bool | None]
    credit_months: Mapped[int | None]
    unapproved_place: Mapped[bool | None]
    line_manager_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    job_plan: Mapped[str | None] = mapped_column(String(1000))

    @declared_attr
    def line_manager(cls) -> Mapped[Person | None]:  # noqa: N805
        return relationship(foreign_keys="Proposal.line_manager_id")


def credit_in_bounds() -> CheckConstraint:
    return CheckConstraint("credit_months BETWEEN 1 AND 12", name="credit_in_bounds")
