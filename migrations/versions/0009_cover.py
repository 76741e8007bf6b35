"""Cover for absence, acts on behalf of somebody, taking up, and late steps that were chased."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "trainee",
                "clinical_academic",
                "educational_supervisor",
                "line_manager",
                "training_programme_director",
                "head_of_school",
                "postgraduate_dean",
                "deanery_office",
                "employer_release",
                "clinical_director",
                "head_of_department",
                "research_contracts_office",
                "finance",
                "contracts_office",
                "signatory",
                "host_manager",
                "company_compliance",
                "data_protection_lead",
                "company_legal",
                "system_administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("secondment_id", sa.Uuid(), nullable=True),
        sa.Column("by_office", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(role IS NULL) = (organisation_id IS NULL)", name=op.f("ck_cover_a_role_is_somewhere")
        ),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_cover_begins_before_it_ends")),
        sa.CheckConstraint("person_id <> cover_id", name=op.f("ck_cover_by_somebody_else")),
        sa.CheckConstraint(
            "role IS NULL OR secondment_id IS NULL", name=op.f("ck_cover_one_scope")
        ),
        sa.ForeignKeyConstraint(["cover_id"], ["person.id"], name=op.f("fk_cover_cover_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_cover_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cover_person_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_cover_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
    )
    op.create_index(op.f("ix_cover_cover_id"), "cover", ["cover_id"], unique=False)
    op.create_index(op.f("ix_cover_person_id"), "cover", ["person_id"], unique=False)
    op.create_table(
        "overdue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "ES",
                "LM",
                "TPD",
                "HOS",
                "PGD",
                "COL",
                "GMC",
                "EMP",
                "CD",
                "HOD",
                "RCO",
                "FIN",
                "CM",
                "CMC",
                "DPL",
                "CLG",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["secondment_id"],
            ["secondment.id"],
            name=op.f("fk_overdue_secondment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overdue")),
        sa.UniqueConstraint(
            "secondment_id", "step", "round", name=op.f("uq_overdue_secondment_id_step_round")
        ),
    )
    op.create_index(op.f("ix_overdue_secondment_id"), "overdue", ["secondment_id"], unique=False)
    op.add_column("audit_entry", sa.Column("on_behalf_of_id", sa.Uuid(), nullable=True))
    op.add_column(
        "audit_entry", sa.Column("on_behalf_of_name", sa.String(length=200), nullable=True)
    )
    op.create_foreign_key(
        op.f("fk_audit_entry_on_behalf_of_id"), "audit_entry", "person", ["on_behalf_of_id"], ["id"]
    )
    op.add_column("turn", sa.Column("on_behalf_of_id", sa.Uuid(), nullable=True))
    op.add_column("turn", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_turn_on_behalf_of_id"), "turn", ["on_behalf_of_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_turn_on_behalf_of_id"), "turn", "person", ["on_behalf_of_id"], ["id"]
    )
    op.add_column("vote", sa.Column("on_behalf_of_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_vote_on_behalf_of_id"), "vote", "person", ["on_behalf_of_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_column("vote", "on_behalf_of_id")
    op.drop_column("turn", "taken_at")
    op.drop_column("turn", "on_behalf_of_id")
    op.drop_column("audit_entry", "on_behalf_of_name")
    op.drop_column("audit_entry", "on_behalf_of_id")
    op.drop_table("overdue")
    op.drop_table("cover")
