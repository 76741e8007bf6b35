"""The forms filled in for deaneries, and the copies people took of them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Cases that were sent before have no papers yet: the catch-up of the next minute makes them."""
    op.create_table(
        "deanery_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "oop-application",
                "cn18",
                "cct-impact",
                name="paperkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_deanery_paper_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deanery_paper")),
        sa.UniqueConstraint(
            "secondment_id",
            "kind",
            "fingerprint",
            name=op.f("uq_deanery_paper_secondment_id_kind_fingerprint"),
        ),
    )
    op.create_index(
        op.f("ix_deanery_paper_secondment_id"), "deanery_paper", ["secondment_id"], unique=False
    )
    op.create_table(
        "deanery_copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["deanery_paper.id"], name=op.f("fk_deanery_copy_paper_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_deanery_copy_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_deanery_copy_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deanery_copy")),
    )
    op.create_index(
        op.f("ix_deanery_copy_person_id"), "deanery_copy", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_deanery_copy_secondment_id"), "deanery_copy", ["secondment_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("deanery_copy")
    op.drop_table("deanery_paper")
