"""Passkeys, authenticator apps and recovery codes; recoveries; joining; company administrators."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
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
    "legal_adviser",
    "signatory",
    "host_manager",
    "company_compliance",
    "data_protection_lead",
    "company_legal",
    "system_administrator",
)
NEW_ROLE = "company_administrator"


def _allow_roles(roles) -> None:
    """In both tables that name one."""
    listed = ", ".join(f"'{role}'" for role in roles)
    for table in ("membership", "cover"):
        op.drop_constraint(op.f(f"ck_{table}_role"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_role"), table, f"role IN ({listed})")


def upgrade() -> None:
    _allow_roles((*ROLES, NEW_ROLE))
    op.create_table(
        "account_recovery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_account_recovery_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_account_recovery_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_account_recovery_confirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_recovery")),
    )
    op.create_index(op.f("ix_account_recovery_person_id"), "account_recovery", ["person_id"])
    op.create_index(
        "uq_account_recovery_open",
        "account_recovery",
        ["person_id"],
        unique=True,
        postgresql_where="done_at IS NULL AND stopped_at IS NULL",
    )
    op.create_table(
        "join_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("said", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.CheckConstraint(
            f"role IN ({', '.join(map(repr, (*ROLES, NEW_ROLE)))})",
            name=op.f("ck_join_request_role"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_join_request_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_join_request_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_join_request_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
    )
    op.create_index(op.f("ix_join_request_person_id"), "join_request", ["person_id"])
    op.create_index(op.f("ix_join_request_organisation_id"), "join_request", ["organisation_id"])
    op.create_index(
        "uq_join_request_open",
        "join_request",
        ["person_id"],
        unique=True,
        postgresql_where="decided_at IS NULL",
    )
    op.create_table(
        "totp",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_seed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_totp_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_totp")),
        sa.UniqueConstraint("person_id", name=op.f("uq_totp_person_id")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_device_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("mark", name=op.f("uq_device_mark")),
    )
    for table in ("recovery_code", "passkey", "device"):
        op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])
    op.alter_column("one_time", "person_id", nullable=True)


def downgrade() -> None:
    """Whoever looks after a company's people is its host manager alone again."""
    for table in ("cover", "membership"):
        op.execute(f"DELETE FROM {table} WHERE role = '{NEW_ROLE}'")
    _allow_roles(ROLES)
    op.drop_table("join_request")
    op.drop_table("account_recovery")
    op.execute("DELETE FROM one_time WHERE person_id IS NULL")
    op.alter_column("one_time", "person_id", nullable=False)
    for table in ("device", "passkey", "recovery_code", "totp"):
        op.drop_table(table)
