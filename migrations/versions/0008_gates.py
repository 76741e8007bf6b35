"""Gates before the start: what was recorded about each, and what the calendar has said of them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _one_of(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Nobody was asked about a visa before: of those cases it is not known, which is not no."""
    op.create_table(
        "gate_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "gate",
            _one_of(
                "gate",
                *("signatures", "employer_notice", "credit", "visa"),
                *("indemnity", "dbs_oh", "nda", "funder_consent"),
            ),
            nullable=False,
        ),
        sa.Column(
            "kind", _one_of("entered", "confirmed", "overridden", "given_up"), nullable=False
        ),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("side", _one_of("side", "home", "company"), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=120), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "cover",
            _one_of("cover", "host_policy", "personal_MDO", "NHS_honorary"),
            nullable=True,
        ),
        sa.Column("words", sa.String(length=1000), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_why", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(kind = 'given_up') = (part IN ('secondee', 'dean'))"
            " AND (kind <> 'given_up' OR gate = 'credit')",
            name=op.f("ck_gate_entry_credit_alone_is_given_up"),
        ),
        sa.CheckConstraint(
            "kind <> 'confirmed' OR (reference IS NOT NULL AND dated_on IS NOT NULL)",
            name=op.f("ck_gate_entry_confirmed_on_evidence"),
        ),
        sa.CheckConstraint(
            "kind <> 'overridden' OR gate NOT IN ('signatures', 'visa', 'indemnity', 'credit')",
            name=op.f("ck_gate_entry_some_are_never_overridden"),
        ),
        sa.CheckConstraint(
            "kind <> 'overridden' OR words IS NOT NULL",
            name=op.f("ck_gate_entry_overridden_with_reason"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)"
            " AND (ended_at IS NULL) = (ended_why IS NULL)",
            name=op.f("ck_gate_entry_ended_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_gate_entry_by_id")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_gate_entry_ended_by_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["case_file.id"], name=op.f("fk_gate_entry_file_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_gate_entry_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_entry")),
    )
    op.create_index(
        op.f("ix_gate_entry_secondment_id"), "gate_entry", ["secondment_id"], unique=False
    )
    op.create_index(
        "uq_gate_entry_standing",
        "gate_entry",
        ["secondment_id", "gate", "part"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.add_column("proposal", sa.Column("visa_sponsored", sa.Boolean(), nullable=True))
    op.add_column("secondment", sa.Column("gates_reminded_on", sa.Date(), nullable=True))
    op.add_column("secondment", sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("secondment", "held_at")
    op.drop_column("secondment", "gates_reminded_on")
    op.drop_column("proposal", "visa_sponsored")
    op.drop_table("gate_entry")
