"""Files and notes with an audience, and the day an NDA was signed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cv",
                "job",
                "college_letter",
                "research_outline",
                "supervisor_statement",
                "dpia",
                "insurance",
                "visa",
                "nda",
                "other",
                name="filekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "readers",
            sa.Enum(
                "home",
                "officers",
                "deanery",
                "everyone",
                "company",
                name="readers",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "checking",
                "ready",
                "refused",
                "quarantined",
                name="filestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_sha256", sa.String(length=64), nullable=False),
        sa.Column("received_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("mimetype", sa.String(length=40), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(length=400), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'ready') = (sha256 IS NOT NULL)", name=op.f("ck_case_file_ready_has_content")
        ),
        sa.CheckConstraint(
            "(state IN ('refused', 'quarantined')) = (problem IS NOT NULL)",
            name=op.f("ck_case_file_says_why_not"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_case_file_by_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_case_file_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
    )
    op.create_index(op.f("ix_case_file_by_id"), "case_file", ["by_id"], unique=False)
    op.create_index(
        op.f("ix_case_file_secondment_id"), "case_file", ["secondment_id"], unique=False
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=True),
        sa.Column(
            "readers",
            sa.Enum(
                "home",
                "officers",
                "deanery",
                "everyone",
                "company",
                name="readers",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (text <> '')", name=op.f("ck_note_withdrawn_is_blank")
        ),
        sa.CheckConstraint("thread_id <> id", name=op.f("ck_note_does_not_answer_itself")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_note_by_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_note_secondment_id")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["note.id"], name=op.f("fk_note_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_by_id"), "note", ["by_id"], unique=False)
    op.create_index(op.f("ix_note_secondment_id"), "note", ["secondment_id"], unique=False)
    op.create_index(op.f("ix_note_thread_id"), "note", ["thread_id"], unique=False)
    op.create_table(
        "file_copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_file_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_file_id"], ["case_file.id"], name=op.f("fk_file_copy_case_file_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_file_copy_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_copy")),
    )
    op.create_index(op.f("ix_file_copy_case_file_id"), "file_copy", ["case_file_id"], unique=False)
    op.create_index(op.f("ix_file_copy_person_id"), "file_copy", ["person_id"], unique=False)
    op.create_table(
        "mention",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_mention_note_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mention_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.UniqueConstraint("note_id", "person_id", name=op.f("uq_mention_note_id_person_id")),
    )
    op.create_index(op.f("ix_mention_note_id"), "mention", ["note_id"], unique=False)
    op.create_index(op.f("ix_mention_person_id"), "mention", ["person_id"], unique=False)
    op.add_column("secondment", sa.Column("nda_signed_on", sa.Date(), nullable=True))
    op.add_column("secondment", sa.Column("nda_reference", sa.String(length=120), nullable=True))
    op.create_check_constraint(
        op.f("ck_secondment_nda_is_named"),
        "secondment",
        "(nda_signed_on IS NULL) = (nda_reference IS NULL)",
    )
