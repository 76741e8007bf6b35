"""Dates, training and notice questions; the rules of organisations in versions that never change."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OUTCOMES = ("1", "2", "3", "4", "5", "6", "7", "8", "10.1", "10.2", "other")
AWARDS = ("none", "ACF", "CL", "DRF", "other")
IMMUTABLE = """
CREATE FUNCTION refuse_rule_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of the rules never changes';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON rule_version
    FOR EACH ROW EXECUTE FUNCTION refuse_rule_change();
"""


def upgrade() -> None:
    op.create_table(
        "rule_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("book", postgresql.JSONB(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_rule_version_counted_from_one")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_rule_version_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_rule_version_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_version")),
        sa.UniqueConstraint(
            "organisation_id", "number", name=op.f("uq_rule_version_organisation_id_number")
        ),
    )
    op.execute(IMMUTABLE)
    # Cases sent before there were versions keep the rules as shipped: no pin.
    for column in ("training_rules_id", "employer_rules_id"):
        op.add_column("secondment", sa.Column(column, sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_secondment_{column}"), "secondment", "rule_version", [column], ["id"]
        )
    for column in _questions():
        op.add_column("proposal", column)
    _check("wte_in_training", "wte_current > 0 AND wte_current <= 1")
    _check("earlier_time_out_in_bounds", "previous_oop_months BETWEEN 0 AND 120")
    _check("reviewoutcome", f"last_arcp_outcome IN ({_listed(OUTCOMES)})")
    _check("academicaward", f"nihr_award IN ({_listed(AWARDS)})")


def _questions() -> list[sa.Column]:
    return [
        sa.Column("programme_start", sa.Date(), nullable=True),
        sa.Column("wte_current", sa.Numeric(precision=4, scale=3), nullable=True),
        sa.Column("last_arcp_outcome", sa.String(length=40), nullable=True),
        sa.Column("next_arcp_on", sa.Date(), nullable=True),
        sa.Column("nihr_award", sa.String(length=40), nullable=True),
        sa.Column("award_may_end", sa.Boolean(), nullable=True),
        sa.Column("previous_oop_months", sa.Integer(), nullable=True),
        sa.Column("eligibility_reason", sa.String(length=1000), nullable=True),
        sa.Column("notice_given_on", sa.Date(), nullable=True),
        sa.Column("short_notice_reason", sa.String(length=1000), nullable=True),
        sa.Column("alternative_start", sa.Date(), nullable=True),
    ]


def _check(name: str, rule: str) -> None:
    op.create_check_constraint(op.f(f"ck_proposal_{name}"), "proposal", rule)


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def downgrade() -> None:
    for column in reversed(_questions()):
        op.drop_column("proposal", column.name)
    for column in ("training_rules_id", "employer_rules_id"):
        op.drop_column("secondment", column)
    op.drop_table("rule_version")
    op.execute("DROP FUNCTION refuse_rule_change")
