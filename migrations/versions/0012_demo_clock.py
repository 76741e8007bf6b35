"""The demonstration's clock may stand behind the wall, so that its dates never run out."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_demo_clock_never_behind"), "demo_clock", type_="check")


def downgrade() -> None:
    op.execute("UPDATE demo_clock SET seconds_ahead = greatest(seconds_ahead, 0)")
    op.create_check_constraint(
        op.f("ck_demo_clock_never_behind"), "demo_clock", "seconds_ahead >= 0"
    )
