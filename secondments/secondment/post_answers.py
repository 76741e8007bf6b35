"""The columns of a proposal about the applicant's profession, registration, visa and employment."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from secondments.secondment.your_choices import (
    Agreed,
    CareerStage,
    ContractType,
    KnownOrNot,
    Profession,
    Regulator,
    Visa,
)


class AboutYou:
    """A part of Proposal; empty until answered. The name and the address are the person's."""

    phone: Mapped[str | None] = mapped_column(String(30))
    contact_while_out: Mapped[str | None] = mapped_column(String(254))
    profession: Mapped[Profession | None]
    career_stage: Mapped[CareerStage | None]
    regulator: Mapped[Regulator | None]
    registration_number: Mapped[str | None] = mapped_column(String(20))
    licence_held: Mapped[bool | None]
    revalidation_on: Mapped[date | None]
    designated_body: Mapped[str | None] = mapped_column(String(120))
    visa_sponsored: Mapped[bool | None]
    visa_type: Mapped[Visa | None]
    visa_expires_on: Mapped[date | None]
    sponsor_agrees: Mapped[Agreed | None]


class Employment:
    """A part of Proposal; empty until answered."""

    ltft_alternative: Mapped[str | None] = mapped_column(String(500))
    college: Mapped[str | None] = mapped_column(String(120))
    site_gmc_approved: Mapped[KnownOrNot | None]
    contract_type: Mapped[ContractType | None]
    contract_notice_weeks: Mapped[int | None]
    backfill_needed: Mapped[bool | None]
    backfill_cost: Mapped[Decimal | None]
    honorary_contract_needed: Mapped[bool | None]
    job_plan_pas: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))
    sessions_released: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))
    funders: Mapped[list[str] | None]


def post_in_bounds() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint("contract_notice_weeks BETWEEN 4 AND 26", name="contract_notice_in_bounds"),
        CheckConstraint("backfill_cost BETWEEN 0 AND 1000000", name="backfill_in_bounds"),
        CheckConstraint("job_plan_pas BETWEEN 0 AND 12", name="job_plan_in_bounds"),
        CheckConstraint("sessions_released BETWEEN 0 AND 12", name="release_in_bounds"),
    )
