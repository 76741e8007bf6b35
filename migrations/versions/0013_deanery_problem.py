"""Why a form for a deanery could not be printed."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deanery_problem",
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.String(length=400), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_deanery_problem_secondment_id")
        ),
        sa.PrimaryKeyConstraint("secondment_id", name=op.f("pk_deanery_problem")),
    )


def downgrade() -> None:
    op.drop_table("deanery_problem")
