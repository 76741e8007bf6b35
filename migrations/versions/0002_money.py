"""Four arrangements, what they ask, what the employer says about the charge, rates by date."""

import datetime
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

THE_CALENDAR = uuid.UUID("00000000-0000-4000-8000-000000000001")
KINDS = (
    "ni_rate",
    "ni_threshold",
    "levy_rate",
    "vat_rate",
    "pension_nhs_whole",
    "pension_nhs_collected",
    "pension_nhs_scotland",
    "pension_uss",
)
EMPLOYERS = "HM Revenue and Customs, rates and thresholds for employers 2025 to 2026"
NHS = "NHS Business Services Authority, employer contributions from April 2024"
RATES = (
    ("ni_rate", "2025-04-06", "15", EMPLOYERS),
    ("ni_threshold", "2025-04-06", "5000", EMPLOYERS),
    ("levy_rate", "2017-04-06", "0.5", "HM Revenue and Customs, pay Apprenticeship Levy"),
    ("vat_rate", "2011-01-04", "20", "VAT Act 1994, section 2(1)"),
    ("pension_nhs_whole", "2024-04-01", "23.78", NHS),
    ("pension_nhs_collected", "2024-04-01", "14.38", NHS),
    (
        "pension_uss",
        "2024-01-01",
        "14.5",
        "Universities Superannuation Scheme, contributions from 1 January 2024",
    ),
)
COLUMNS = {
    "secondment": (("vat_treatment", "vattreatment"),),
    "proposal": (
        ("pension_scheme", "pensionscheme"),
        ("pension_status", "pensionstatus"),
        ("death_in_service", "deathinservice"),
        ("fee_paid_to", "feepaidto"),
    ),
}
VALUES = {
    "vat_treatment": ("standard", "none_suspended", "concession", "outside_scope"),
    "pension_scheme": ("NHS", "NHS_Scotland", "USS", "none"),
    "pension_status": ("paused", "host_scheme"),
    "death_in_service": ("employer", "host", "none"),
    "fee_paid_to": ("university", "person"),
}


def upgrade() -> None:
    _rates()
    _answers()
    _known_rates()


def _rates() -> None:
    op.create_table(
        "rate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *KINDS, name="ratekind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_why", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_rate_ended_by_somebody")
        ),
        sa.CheckConstraint("value >= 0", name=op.f("ck_rate_no_negative_rate")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_rate_added_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_rate_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate")),
    )
    op.create_index(
        "uq_rate_standing",
        "rate",
        ["kind", "valid_from"],
        unique=True,
        postgresql_where="ended_at IS NULL",
    )


def _answers() -> None:
    for table, columns in COLUMNS.items():
        for column, name in columns:
            op.add_column(table, sa.Column(column, sa.String(length=40), nullable=True))
            said = ", ".join(f"'{value}'" for value in VALUES[column])
            op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, f"{column} IN ({said})")
    op.add_column("proposal", sa.Column("employment_wte", sa.Numeric(4, 3), nullable=True))
    op.add_column("proposal", sa.Column("fee", sa.Numeric(12, 2), nullable=True))
    op.add_column("secondment", sa.Column("charge_months", sa.Numeric(7, 4), nullable=True))
    op.add_column(
        "secondment",
        sa.Column("hides_rates", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("secondment", "hides_rates", server_default=None)
    for table, name, rule in (
        ("proposal", "wte_of_full_time", "employment_wte > 0 AND employment_wte <= 1"),
        ("proposal", "fee_in_bounds", "fee BETWEEN 0 AND 1000000"),
        ("secondment", "charge_months_in_bounds", "charge_months > 0 AND charge_months <= 60"),
    ):
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)
    op.drop_constraint(op.f("ck_proposal_arrangement"), "proposal", type_="check")
    op.create_check_constraint(
        op.f("ck_proposal_arrangement"), "proposal", "arrangement IN ('A', 'B', 'C', 'D')"
    )
    op.add_column("agreement", sa.Column("rates", postgresql.JSONB(), nullable=True))
    named = ", ".join(f"'{name}', terms::jsonb -> 'parameters' -> '{name}'" for name in KINDS[:4])
    op.execute(f"UPDATE agreement SET rates = jsonb_build_object({named})")
    # Until now everyone was asked for the salary of full time, and worked in one of two schemes.
    op.execute("UPDATE proposal SET employment_wte = 1 WHERE salary IS NOT NULL")
    op.execute(
        "UPDATE proposal SET pension_scheme = CASE WHEN pension_rate = 14.5 THEN 'USS' ELSE 'NHS'"
        " END WHERE pension_rate IS NOT NULL"
    )


def _known_rates() -> None:
    table = sa.table(
        "rate",
        *(sa.column(name) for name in ("id", "kind", "valid_from", "value", "source")),
        *(sa.column(name) for name in ("added_at", "added_by_id")),
    )
    op.bulk_insert(
        table,
        [
            {
                "id": uuid.uuid4(),
                "kind": kind,
                "valid_from": datetime.date.fromisoformat(day),
                "value": value,
                "source": source,
                "added_at": datetime.datetime.now(datetime.UTC),
                "added_by_id": THE_CALENDAR,
            }
            for kind, day, value, source in RATES
        ],
    )


def downgrade() -> None:
    raise RuntimeError("What people have answered since would be lost: restore the backup instead.")
