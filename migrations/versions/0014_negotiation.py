"""The table of terms: moves, special conditions, limits, versions; legal advisers at home."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROLES = (
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
)


def _allow_roles(roles) -> None:
    """In both tables that name one."""
    listed = ", ".join(f"'{role}'" for role in roles)
    for table in ("membership", "cover"):
        op.drop_constraint(op.f(f"ck_{table}_role"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_role"), table, f"role IN ({listed})")


def _said() -> tuple[sa.Column, ...]:
    return (
        sa.Column("vat_number", sa.String(length=20), nullable=True),
        sa.Column("induction", sa.String(length=1000), nullable=True),
        sa.Column("equipment", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("start_flexibility", sa.String(length=500), nullable=True),
        sa.Column("medical_approved_on", sa.Date(), nullable=True),
        sa.Column("compliance_approved_on", sa.Date(), nullable=True),
        sa.Column("hr_approved_on", sa.Date(), nullable=True),
        sa.Column("legal_approved_on", sa.Date(), nullable=True),
        sa.Column("finance_approved_on", sa.Date(), nullable=True),
        sa.Column("deputy_id", sa.Uuid(), nullable=True),
    )


MARKED = "ck_agreement_marked_is_not_in_force"
NOT_IN_FORCE = "marked_sha256 IS NULL OR status IN ('superseded', 'void')"
DEPUTY = "fk_company_answers_deputy_id"


def _allow_copies(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_download_copykind"), "download", type_="check")
    op.create_check_constraint(op.f("ck_download_copykind"), "download", f"kind IN ({listed})")


def upgrade() -> None:
    _allow_copies("signed", "unfinished", "draft", "exchange", "marked")
    op.add_column("agreement", sa.Column("marked_sha256", sa.String(length=64)))
    op.create_check_constraint(op.f(MARKED), "agreement", NOT_IN_FORCE)
    for column in _said():
        op.add_column("company_answers", column)
    op.create_foreign_key(op.f(DEPUTY), "company_answers", "person", ["deputy_id"], ["id"])
    _allow_roles((*ROLES, "legal_adviser"))
    op.create_table(
        "policy_limit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("parameter", sa.String(length=60), nullable=False),
        sa.Column("least", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("most", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column(
            "allowed", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("least <= most", name=op.f("ck_policy_limit_least_before_most")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_policy_limit_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_policy_limit_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_limit")),
    )
    op.create_index(
        "uq_policy_limit_standing",
        "policy_limit",
        ["organisation_id", "parameter"],
        unique=True,
        postgresql_where="ended_at IS NULL",
    )
    op.create_table(
        "glance",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_glance_person_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_glance_secondment_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "secondment_id", name=op.f("pk_glance")),
    )
    op.create_table(
        "special",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by_id", sa.Uuid(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(cleared_at IS NULL) = (cleared_by_id IS NULL)",
            name=op.f("ck_special_cleared_by_somebody"),
        ),
        sa.CheckConstraint(
            "(dropped_at IS NULL) = (dropped_by_id IS NULL)",
            name=op.f("ck_special_dropped_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["cleared_by_id"], ["person.id"], name=op.f("fk_special_cleared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["dropped_by_id"], ["person.id"], name=op.f("fk_special_dropped_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_special_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special")),
        sa.UniqueConstraint(
            "secondment_id", "number", name=op.f("uq_special_secondment_id_number")
        ),
    )
    op.create_table(
        "term_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parameter", sa.String(length=60), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "home", "company", name="side", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "firmness",
            sa.Enum(
                "cannot",
                "will_not",
                name="firmness",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("from_proposal", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "firmness IS NULL OR reason IS NOT NULL", name=op.f("ck_term_move_firm_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_term_move_person_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_term_move_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_move")),
        sa.UniqueConstraint(
            "secondment_id", "number", name=op.f("uq_term_move_secondment_id_number")
        ),
    )
    op.create_index(op.f("ix_term_move_person_id"), "term_move", ["person_id"], unique=False)
    op.create_table(
        "terms_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_terms_version_by_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_terms_version_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_version")),
        sa.UniqueConstraint(
            "secondment_id", "number", name=op.f("uq_terms_version_secondment_id_number")
        ),
    )
    op.create_table(
        "special_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("special_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "home", "company", name="side", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(agreed_at IS NULL) = (agreed_by_id IS NULL)",
            name=op.f("ck_special_text_agreed_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["person.id"], name=op.f("fk_special_text_agreed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_special_text_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["special_id"], ["special.id"], name=op.f("fk_special_text_special_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_text")),
        sa.UniqueConstraint("special_id", "number", name=op.f("uq_special_text_special_id_number")),
    )
    op.create_index(op.f("ix_special_text_person_id"), "special_text", ["person_id"], unique=False)


def downgrade() -> None:
    op.execute("DELETE FROM download WHERE kind IN ('exchange', 'marked')")
    op.drop_column("agreement", "marked_sha256")
    _allow_copies("signed", "unfinished", "draft")
    op.drop_constraint(op.f(DEPUTY), "company_answers", type_="foreignkey")
    for column in _said():
        op.drop_column("company_answers", column.name)
    op.drop_table("special_text")
    op.drop_table("terms_version")
    op.drop_table("term_move")
    op.drop_table("special")
    op.drop_table("glance")
    op.drop_table("policy_limit")
    _allow_roles(ROLES)
