"""The columns of a proposal about the work, the terms to be raised and the safeguards."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Numeric, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from secondments.secondment.its_choices import (
    Country,
    DbsLevel,
    HowFound,
    IndemnityPlan,
    NdaStatus,
    PatientData,
)

MOST_TIME = "1.1"  # what is kept and what is given, of full time


class TheWork:
    """A part of Proposal; empty until answered."""

    remote_percent: Mapped[int | None]
    country: Mapped[Country | None]
    country_name: Mapped[str | None] = mapped_column(String(60))
    how_found: Mapped[HowFound | None]
    nda_status: Mapped[NdaStatus | None]
    career_benefits: Mapped[str | None] = mapped_column(String(1000))
    activities: Mapped[list[str] | None]
    promotional: Mapped[bool | None]
    lab_work: Mapped[bool | None]
    patient_data: Mapped[PatientData | None]
    weekly_pattern: Mapped[str | None] = mapped_column(String(200))
    # Half days a week, ten of which are full time.
    sessions_kept: Mapped[Decimal | None] = mapped_column(Numeric(3, 1))
    return_on: Mapped[date | None]
    host_allowance: Mapped[Decimal | None]


class RaisedTerms:
    """A part of Proposal: positions within the limits of catalogue.toml; empty for the usual."""

    ip_model: Mapped[str | None] = mapped_column(String(60))
    publication_review_days: Mapped[int | None]
    publication_delay_days: Mapped[int | None]
    confidentiality_years: Mapped[int | None]
    notice_weeks: Mapped[int | None]
    host_runoff_weeks: Mapped[int | None]
    right_of_return: Mapped[str | None] = mapped_column(String(60))
    no_poach_months: Mapped[int | None]
    thesis_needed: Mapped[bool | None]


class Safeguards:
    """A part of Proposal; empty until answered. `interests`: see interests.py."""

    has_interests: Mapped[bool | None]
    interests: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    tov_consent: Mapped[bool | None]
    procurement_role: Mapped[bool | None]
    procurement_safeguard: Mapped[str | None] = mapped_column(String(1000))
    indemnity_plan: Mapped[IndemnityPlan | None]
    dbs_level: Mapped[DbsLevel | None]
    oh_clear: Mapped[bool | None]


def work_in_bounds() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint("remote_percent BETWEEN 0 AND 100", name="remote_is_a_percentage"),
        CheckConstraint("onsite_percent + remote_percent <= 100", name="places_within_the_whole"),
        CheckConstraint("sessions_kept BETWEEN 0 AND 10", name="sessions_in_a_week"),
        CheckConstraint(
            f"sessions_kept / 10 + share <= {MOST_TIME}", name="kept_and_given_within_a_week"
        ),
        CheckConstraint("host_allowance BETWEEN 0 AND 20000", name="allowance_in_bounds"),
    )
