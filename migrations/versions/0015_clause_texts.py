"""Clause texts written in the browser: reviewed by a second administrator, never changed after."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

STATES = ("draft", "in_review", "sent_back", "approved", "withdrawn")
# What is in review is what was sent there, and what an agreement was issued with stays.
IMMUTABLE = """
CREATE FUNCTION refuse_clause_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a clause text is never deleted';
    END IF;
    IF OLD.state IN ('approved', 'withdrawn') THEN
        RAISE EXCEPTION 'a clause text never changes once it is approved or withdrawn';
    END IF;
    IF (NEW.library, NEW.code, NEW.number) IS DISTINCT FROM (OLD.library, OLD.code, OLD.number) THEN
        RAISE EXCEPTION 'a clause text never changes its number';
    END IF;
    IF (OLD.state = 'in_review' OR NEW.state NOT IN ('draft', 'sent_back'))
        AND (NEW.title, NEW.text, NEW.writers) IS DISTINCT FROM (OLD.title, OLD.text, OLD.writers) THEN
        RAISE EXCEPTION 'a clause text never changes while it is reviewed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON clause_text
    FOR EACH ROW EXECUTE FUNCTION refuse_clause_change();
"""


def upgrade() -> None:
    op.create_table(
        "clause_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("library", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("saves", sa.Integer(), nullable=False),
        sa.Column("writers", postgresql.JSONB(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.CheckConstraint(
            f"state IN ({', '.join(map(repr, STATES))})", name=op.f("ck_clause_text_textstate")
        ),
        sa.CheckConstraint(
            "number > 1 AND base > 0 AND base < number",
            name=op.f("ck_clause_text_counted_from_two"),
        ),
        sa.CheckConstraint(
            "char_length(text) <= 20000", name=op.f("ck_clause_text_not_too_long")
        ),
        sa.CheckConstraint(
            "(state = 'approved') = (effective_from IS NOT NULL)",
            name=op.f("ck_clause_text_has_its_day"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'sent_back')"
            " OR (reviewed_by_id IS NOT NULL AND reviewed_at IS NOT NULL)",
            name=op.f("ck_clause_text_reviewed_by_somebody"),
        ),
        sa.CheckConstraint(
            "reviewed_by_id IS NULL OR NOT writers ? reviewed_by_id::text",
            name=op.f("ck_clause_text_reviewed_by_another"),
        ),
        sa.CheckConstraint(
            "state <> 'in_review' OR submitted_at IS NOT NULL",
            name=op.f("ck_clause_text_was_submitted"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_clause_text_written_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["person.id"], name=op.f("fk_clause_text_reviewed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_text")),
        sa.UniqueConstraint("code", "number", name=op.f("uq_clause_text_code_number")),
    )
    op.create_index(
        "uq_clause_text_open",
        "clause_text",
        ["code"],
        unique=True,
        postgresql_where=sa.text("state IN ('draft', 'in_review', 'sent_back')"),
    )
    op.execute(IMMUTABLE)


def downgrade() -> None:
    op.drop_table("clause_text")
    op.execute("DROP FUNCTION refuse_clause_change")
