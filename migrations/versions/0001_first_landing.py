"""The whole schema of the first landing: tables, the job queue, the trail's trigger, the calendar."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HERE = Path(__file__).resolve().parents[1]
APPEND_ONLY = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
NO_CHANGE_BY_ROLES = """
DO $$
DECLARE role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['app_web', 'app_worker'] LOOP
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('REVOKE UPDATE, DELETE ON audit_entry FROM %I', role_name);
        END IF;
    END LOOP;
END $$;
"""
CALENDAR = """
INSERT INTO person (id, name, short_name, email, description)
VALUES ('00000000-0000-4000-8000-000000000001', 'The calendar', 'the calendar',
        'calendar@invalid', '');
"""


def upgrade() -> None:
    _tables()
    for statements in (
        APPEND_ONLY,
        NO_CHANGE_BY_ROLES,
        CALENDAR,
        (HERE / "procrastinate_3_10.sql").read_text(encoding="utf-8"),
        (HERE / "procrastinate_grants.sql").read_text(encoding="utf-8"),
    ):
        op.get_bind().exec_driver_sql(statements.replace("%", "%%"))


def downgrade() -> None:
    raise RuntimeError("The first migration is undone by dropping the database.")


def _tables() -> None:

    op.create_table(
        "bucket",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.ARRAY(sa.DateTime(timezone=True)), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_bucket")),
    )
    op.create_index(op.f("ix_bucket_until"), "bucket", ["until"], unique=False)
    op.create_table(
        "demo_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seconds_ahead", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_demo_clock_one_row")),
        sa.CheckConstraint("seconds_ahead >= 0", name=op.f("ck_demo_clock_never_behind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_clock")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "nhs_employer",
                "university",
                "training_body",
                "company",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("company_number", sa.String(length=8), nullable=True),
        sa.Column("industry_code", sa.String(length=40), nullable=True),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index("uq_person_email", "person", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "auth_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("strong_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amr", postgresql.JSONB(), nullable=False),
        sa.Column("aal", sa.Integer(), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=False),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_auth_session_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_auth_session_token_hash")),
    )
    op.create_index(
        op.f("ix_auth_session_created_at"), "auth_session", ["created_at"], unique=False
    )
    op.create_index(op.f("ix_auth_session_person_id"), "auth_session", ["person_id"], unique=False)
    op.create_table(
        "credential",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_credential_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("person_id", name=op.f("uq_credential_person_id")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "trainee",
                "educational_supervisor",
                "training_programme_director",
                "postgraduate_dean",
                "employer_release",
                "contracts_office",
                "signatory",
                "host_manager",
                "company_compliance",
                "company_legal",
                "system_administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("authority_pounds", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.CheckConstraint(
            "(organisation_id IS NULL) = (role = 'system_administrator')",
            name=op.f("ck_membership_only_the_service_has_administrators"),
        ),
        sa.CheckConstraint(
            "authority_pounds IS NULL OR role = 'signatory'",
            name=op.f("ck_membership_authority_is_to_sign"),
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR from_on <= until_on",
            name=op.f("ck_membership_starts_before_it_ends"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(
        op.f("ix_membership_organisation_id"), "membership", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_table(
        "one_time",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_one_time_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_token_hash")),
    )
    op.create_index(op.f("ix_one_time_expires_at"), "one_time", ["expires_at"], unique=False)
    op.create_index(
        "ix_one_time_person_purpose", "one_time", ["person_id", "purpose"], unique=False
    )
    op.create_table(
        "receipt",
        sa.Column("once", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_receipt_person_id")),
        sa.PrimaryKeyConstraint("once", name=op.f("pk_receipt")),
    )
    op.create_table(
        "secondment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(length=11), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "proposed",
                "supervisor_approved",
                "company_agreed",
                "contract_issued",
                "active",
                "completed",
                "returned",
                "declined",
                "withdrawn",
                "lapsed",
                "ended_early",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("pathway_code", sa.String(length=40), nullable=False),
        sa.Column("pathway_version", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("training_body_id", sa.Uuid(), nullable=True),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("company_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "returned_from",
            sa.Enum(
                "draft",
                "proposed",
                "supervisor_approved",
                "company_agreed",
                "contract_issued",
                "active",
                "completed",
                "returned",
                "declined",
                "withdrawn",
                "lapsed",
                "ended_early",
                name="returned_from",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_action", sa.String(length=40), nullable=True),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column("parked", sa.String(length=400), nullable=True),
        sa.CheckConstraint(
            "(state = 'returned') = (returned_from IS NOT NULL)",
            name=op.f("ck_secondment_returned_from_somewhere"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR sent_at IS NOT NULL OR state = 'withdrawn'",
            name=op.f("ck_secondment_sent_once_proposed"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('supervisor_approved', 'company_agreed', 'contract_issued', 'active', 'completed') OR company_told_at IS NOT NULL",
            name=op.f("ck_secondment_company_told_once_approved"),
        ),
        sa.CheckConstraint(
            "(next_due_at IS NULL) = (due_action IS NULL)",
            name=op.f("ck_secondment_due_has_an_action"),
        ),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["person.id"], name=op.f("fk_secondment_applicant_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organisation.id"], name=op.f("fk_secondment_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organisation.id"], name=op.f("fk_secondment_employer_id")
        ),
        sa.ForeignKeyConstraint(
            ["training_body_id"], ["organisation.id"], name=op.f("fk_secondment_training_body_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment")),
        sa.UniqueConstraint("ref", name=op.f("uq_secondment_ref")),
    )
    op.create_index(
        "ix_secondment_applicant_list",
        "secondment",
        ["applicant_id", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_secondment_company_list", "secondment", ["company_id", "updated_at", "id"], unique=False
    )
    op.create_index("ix_secondment_due", "secondment", ["next_due_at", "id"], unique=False)
    op.create_index(
        "ix_secondment_employer_list",
        "secondment",
        ["employer_id", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_secondment_training_list",
        "secondment",
        ["training_body_id", "updated_at", "id"],
        unique=False,
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "preparing",
                "open",
                "sealing",
                "executed",
                "superseded",
                "void",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("library", sa.String(length=20), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("terms_sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=False),
        sa.Column("issued_sha256", sa.String(length=64), nullable=True),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(length=400), nullable=True),
        sa.Column("ended_reason", sa.String(length=60), nullable=True),
        sa.Column("ended_message", sa.String(length=4000), nullable=True),
        sa.CheckConstraint(
            "(status = 'executed') = (sealed_sha256 IS NOT NULL)",
            name=op.f("ck_agreement_executed_is_sealed"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('open', 'sealing', 'executed') OR issued_sha256 IS NOT NULL",
            name=op.f("ck_agreement_open_has_a_document"),
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["person.id"], name=op.f("fk_agreement_issued_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_agreement_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint(
            "secondment_id", "version", name=op.f("uq_agreement_secondment_id_version")
        ),
    )
    op.create_index(op.f("ix_agreement_issued_by_id"), "agreement", ["issued_by_id"], unique=False)
    op.create_index(
        op.f("ix_agreement_secondment_id"), "agreement", ["secondment_id"], unique=False
    )
    op.create_index(
        "uq_agreement_standing",
        "agreement",
        ["secondment_id"],
        unique=True,
        postgresql_where="status IN ('preparing', 'open', 'sealing', 'executed')",
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wall_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("from_state", sa.String(length=40), nullable=True),
        sa.Column("to_state", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("message", sa.String(length=4000), nullable=True),
        sa.Column("changes", postgresql.JSONB(), nullable=True),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_audit_entry_by_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_audit_entry_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_audit_entry_chain_seq")),
    )
    op.create_index(
        op.f("ix_audit_entry_secondment_id"), "audit_entry", ["secondment_id"], unique=False
    )
    op.create_table(
        "company_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("host_manager_id", sa.Uuid(), nullable=True),
        sa.Column("site", sa.String(length=120), nullable=True),
        sa.Column(
            "vat_recovery",
            sa.Enum(
                "full",
                "partial",
                "none",
                "unknown",
                name="vatrecovery",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("purchase_order", sa.String(length=40), nullable=True),
        sa.Column("cost_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cost_seen_total", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column(
            "industry_code",
            sa.Enum(
                "ABPI",
                "ABHI",
                "none",
                name="industrycode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "transfer_of_value",
            sa.Enum(
                "HCO_only",
                "named_individual",
                "not_applicable",
                name="transferofvalue",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("signatory_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["host_manager_id"], ["person.id"], name=op.f("fk_company_answers_host_manager_id")
        ),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_company_answers_secondment_id")
        ),
        sa.ForeignKeyConstraint(
            ["signatory_id"], ["person.id"], name=op.f("fk_company_answers_signatory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_answers")),
        sa.UniqueConstraint("secondment_id", name=op.f("uq_company_answers_secondment_id")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("terms_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_draft_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint(
            "secondment_id", "terms_sha256", name=op.f("uq_draft_secondment_id_terms_sha256")
        ),
    )
    op.create_index(op.f("ix_draft_secondment_id"), "draft", ["secondment_id"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("to_name", sa.String(length=200), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(length=320), nullable=False),
        sa.Column("dedupe_key", sa.String(length=400), nullable=False),
        sa.Column(
            "when_unsure",
            sa.Enum(
                "repeat_once",
                "never",
                name="whenunsure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "failed",
                "unknown",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.CheckConstraint(
            "status <> 'sent' OR attempts > 0", name=op.f("ck_letter_sent_by_somebody")
        ),
        sa.CheckConstraint(
            "status NOT IN ('failed', 'unknown') OR reason IS NOT NULL",
            name=op.f("ck_letter_says_why_not"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_person_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_letter_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_letter_dedupe_key")),
    )
    op.create_index(op.f("ix_letter_person_id"), "letter", ["person_id"], unique=False)
    op.create_index(op.f("ix_letter_secondment_id"), "letter", ["secondment_id"], unique=False)
    op.create_index(
        "ix_letter_unfinished",
        "letter",
        ["status", "try_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('waiting', 'sending')"),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("grade", sa.String(length=120), nullable=True),
        sa.Column("training_number", sa.String(length=40), nullable=True),
        sa.Column("cct_on", sa.Date(), nullable=True),
        sa.Column(
            "oop_category",
            sa.Enum(
                "OOPE",
                "OOPR",
                "OOPC",
                name="outofprogramme",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.Column("discussed", sa.Boolean(), nullable=True),
        sa.Column("company_lead_id", sa.Uuid(), nullable=True),
        sa.Column("role_title", sa.String(length=120), nullable=True),
        sa.Column("department", sa.String(length=120), nullable=True),
        sa.Column("summary", sa.String(length=1500), nullable=True),
        sa.Column("objectives", postgresql.JSONB(), nullable=True),
        sa.Column("benefits", sa.String(length=1000), nullable=True),
        sa.Column("clinical_contact", sa.Boolean(), nullable=True),
        sa.Column("interests", sa.String(length=1000), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("share", sa.Numeric(precision=4, scale=3), nullable=True),
        sa.Column("site", sa.String(length=120), nullable=True),
        sa.Column("onsite_percent", sa.Integer(), nullable=True),
        sa.Column(
            "arrangement",
            sa.Enum(
                "A", "C", name="arrangement", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("salary", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("pension_rate", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("admin_rate", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column(
            "invoice_every",
            sa.Enum(
                "quarterly",
                "monthly",
                "in_advance",
                name="cadence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declaration", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "onsite_percent BETWEEN 0 AND 100", name=op.f("ck_proposal_onsite_is_a_percentage")
        ),
        sa.CheckConstraint(
            "salary BETWEEN 0 AND 1000000", name=op.f("ck_proposal_salary_in_bounds")
        ),
        sa.CheckConstraint("share > 0 AND share <= 1", name=op.f("ck_proposal_share_of_full_time")),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_proposal_starts_before_it_ends")),
        sa.ForeignKeyConstraint(
            ["company_lead_id"], ["person.id"], name=op.f("fk_proposal_company_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_proposal_secondment_id")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["person.id"], name=op.f("fk_proposal_supervisor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("secondment_id", name=op.f("uq_proposal_secondment_id")),
    )
    op.create_index(op.f("ix_proposal_supervisor_id"), "proposal", ["supervisor_id"], unique=False)
    op.create_table(
        "sent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_sent_by_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_sent_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent")),
        sa.UniqueConstraint("secondment_id", "version", name=op.f("uq_sent_secondment_id_version")),
    )
    op.create_index(op.f("ix_sent_secondment_id"), "sent", ["secondment_id"], unique=False)
    op.create_table(
        "turn",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_turn_person_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"],
            ["secondment.id"],
            name=op.f("fk_turn_secondment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
        sa.UniqueConstraint(
            "secondment_id", "person_id", "duty", name=op.f("uq_turn_secondment_id_person_id_duty")
        ),
    )
    op.create_index(op.f("ix_turn_person_id"), "turn", ["person_id"], unique=False)
    op.create_index(op.f("ix_turn_secondment_id"), "turn", ["secondment_id"], unique=False)
    op.create_table(
        "vote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "ES",
                "TPD",
                "PGD",
                "EMP",
                "CM",
                "CMC",
                "CLG",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "support",
                "return",
                "decline",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("message", sa.String(length=4000), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_vote_person_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_vote_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint(
            "secondment_id",
            "step",
            "round",
            "slot",
            name=op.f("uq_vote_secondment_id_step_round_slot"),
        ),
    )
    op.create_index(op.f("ix_vote_person_id"), "vote", ["person_id"], unique=False)
    op.create_index(op.f("ix_vote_secondment_id"), "vote", ["secondment_id"], unique=False)
    op.create_table(
        "download",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "signed",
                "unfinished",
                "draft",
                name="copykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_download_agreement_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_download_person_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_download_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_download")),
    )
    op.create_index(op.f("ix_download_person_id"), "download", ["person_id"], unique=False)
    op.create_index(op.f("ix_download_secondment_id"), "download", ["secondment_id"], unique=False)
    op.create_table(
        "signatory",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "employer",
                "university",
                "trust",
                "host",
                "secondee",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("capacity", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_signatory_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_signatory_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signatory_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatory")),
        sa.UniqueConstraint("agreement_id", "party", name=op.f("uq_signatory_agreement_id_party")),
        sa.UniqueConstraint(
            "agreement_id", "person_id", name=op.f("uq_signatory_agreement_id_person_id")
        ),
    )
    op.create_index(op.f("ix_signatory_agreement_id"), "signatory", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_signatory_person_id"), "signatory", ["person_id"], unique=False)
    op.create_table(
        "act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("signatory_id", sa.Uuid(), nullable=False),
        sa.Column("document_sha256", sa.String(length=64), nullable=False),
        sa.Column("terms_sha256", sa.String(length=64), nullable=False),
        sa.Column("typed_name", sa.String(length=120), nullable=False),
        sa.Column("intent", sa.String(length=400), nullable=False),
        sa.Column("authority", sa.String(length=400), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wall_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ip", sa.String(length=60), nullable=False),
        sa.Column("user_agent", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["signatory_id"], ["signatory.id"], name=op.f("fk_act_signatory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_act_grant_id")),
        sa.UniqueConstraint("signatory_id", name=op.f("uq_act_signatory_id")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "issued",
                "signed",
                "completed",
                name="revisionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("prev_sha256", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_revision_act_id")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_revision_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("act_id", name=op.f("uq_revision_act_id")),
        sa.UniqueConstraint("agreement_id", "seq", name=op.f("uq_revision_agreement_id_seq")),
    )
    op.create_index(op.f("ix_revision_agreement_id"), "revision", ["agreement_id"], unique=False)
