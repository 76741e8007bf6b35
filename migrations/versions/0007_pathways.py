"""Every pathway: its steps and roles, the university, what it asks, evidence recorded with a vote."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STEPS = (
    *("ES", "LM", "TPD", "HOS", "PGD", "COL", "GMC", "EMP", "CD", "HOD", "RCO", "FIN"),
    *("CM", "CMC", "DPL", "CLG"),
)
# CHECK of an enumeration -> its table, its column, every value it may have from now on.
VALUES = {
    "ck_membership_role": (
        "membership",
        "role",
        (
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
        ),
    ),
    "ck_vote_step": (
        "vote",
        "step",
        STEPS,
    ),
    "ck_return_point_step": ("return_point", "step", STEPS),
    "ck_proposal_outofprogramme": (
        "proposal",
        "oop_category",
        ("OOPE", "OOPR", "OOPT", "OOPC", "OOPP"),
    ),
}


def upgrade() -> None:
    for name, (table, column, values) in VALUES.items():
        op.drop_constraint(op.f(name), table, type_="check")
        listed = ", ".join(f"'{value}'" for value in values)
        op.create_check_constraint(op.f(name), table, f"{column} IN ({listed})")
    op.add_column("secondment", sa.Column("university_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_secondment_university_id"),
        "secondment",
        "organisation",
        ["university_id"],
        ["id"],
    )
    op.add_column("secondment", sa.Column("university_rules_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_secondment_university_rules_id"),
        "secondment",
        "rule_version",
        ["university_rules_id"],
        ["id"],
    )
    op.create_index(
        "ix_secondment_university_list", "secondment", ["university_id", "updated_at", "id"]
    )
    _questions()
    _evidence()


def downgrade() -> None:
    raise RuntimeError("Cases on the new pathways would have no place to go back to.")


def _questions() -> None:
    for column in (
        sa.Column("claim_credit", sa.Boolean(), nullable=True),
        sa.Column("credit_months", sa.Integer(), nullable=True),
        sa.Column("unapproved_place", sa.Boolean(), nullable=True),
        sa.Column("line_manager_id", sa.Uuid(), nullable=True),
        sa.Column("job_plan", sa.String(length=1000), nullable=True),
    ):
        op.add_column("proposal", column)
    op.create_foreign_key(
        op.f("fk_proposal_line_manager_id"), "proposal", "person", ["line_manager_id"], ["id"]
    )
    op.create_index(op.f("ix_proposal_line_manager_id"), "proposal", ["line_manager_id"])
    op.create_check_constraint(
        op.f("ck_proposal_credit_in_bounds"), "proposal", "credit_months BETWEEN 1 AND 12"
    )
    # Whoever said what kind of time out it is, said that it is without credit.
    op.execute("UPDATE proposal SET claim_credit = false WHERE oop_category IS NOT NULL")
    # Nor may sending it again seem to change that, which would end every approval at home.
    op.execute(
        "UPDATE sent SET answers = answers || '{\"claim_credit\": false}'"
        " WHERE answers ->> 'oop_category' IS NOT NULL AND answers -> 'claim_credit' IS NULL"
    )


def _evidence() -> None:
    op.add_column("vote", sa.Column("evidence", sa.String(length=120), nullable=True))
    op.add_column("vote", sa.Column("evidence_on", sa.Date(), nullable=True))
    op.create_check_constraint(
        op.f("ck_vote_evidence_has_a_date"), "vote", "(evidence IS NULL) = (evidence_on IS NULL)"
    )
    op.create_index(
        "uq_vote_standing_person",
        "vote",
        ["secondment_id", "step", "person_id"],
        unique=True,
        postgresql_where=sa.text("voided_at IS NULL AND decision <> 'return'"),
    )
