"""Approvals that stand until what they approved changes; points, conditions, one appeal."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATES = (
    *("draft", "proposed", "supervisor_approved", "company_agreed", "contract_issued", "active"),
    *("completed", "returned", "declined", "withdrawn", "lapsed", "ended_early"),
)
STEPS = ("ES", "TPD", "PGD", "EMP", "CM", "CMC", "CLG")
OWNERS = ("applicant", "employer", "company", "office")

# Until now every return ended every vote of its round. The entry of the trail that began the next
# round is the one that ended them; without one, the last entry there is.
END_VOTES_OF_EARLIER_ROUNDS = """
UPDATE vote SET voided_at = ended.at, voided_by_seq = ended.seq
FROM (
    SELECT v.id,
           coalesce(e.at, s.state_since) AS at,
           coalesce(e.seq, s.seq) AS seq
    FROM vote v
    JOIN secondment s ON s.id = v.secondment_id
    LEFT JOIN LATERAL (
        SELECT at, seq FROM audit_entry
        WHERE secondment_id = s.id AND at >= v.at
          AND action IN ('secondment.return', 'secondment.reopen')
        ORDER BY seq LIMIT 1
    ) e ON true
    WHERE v.round < s.round AND v.decision <> 'return'
) ended
WHERE vote.id = ended.id
"""
SAY_WHERE_IT_WAS_DECLINED = """
UPDATE secondment s
SET declined_from = CASE coalesce(e.from_state, 'proposed')
        WHEN 'contract_issued' THEN 'company_agreed' ELSE coalesce(e.from_state, 'proposed') END,
    declined_by_id = e.by_id
FROM secondment t
LEFT JOIN LATERAL (
    SELECT from_state, by_id FROM audit_entry
    WHERE secondment_id = t.id AND to_state = 'declined' AND from_state <> 'declined'
    ORDER BY seq DESC LIMIT 1
) e ON true
WHERE s.id = t.id AND s.state = 'declined'
"""


def upgrade() -> None:
    _columns()
    op.execute(END_VOTES_OF_EARLIER_ROUNDS)
    op.execute(SAY_WHERE_IT_WAS_DECLINED)
    _checks()
    _return_points()
    _conditions()
    _appeals()


def downgrade() -> None:
    raise RuntimeError("Which votes stand is lost without this: restore a backup instead.")


def _choice(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _columns() -> None:
    op.add_column("secondment", sa.Column("declined_from", sa.String(length=40)))
    op.add_column("secondment", sa.Column("declined_by_id", sa.Uuid()))
    op.create_foreign_key(
        op.f("fk_secondment_declined_by_id"), "secondment", "person", ["declined_by_id"], ["id"]
    )
    op.add_column("vote", sa.Column("voided_at", sa.DateTime(timezone=True)))
    op.add_column("vote", sa.Column("voided_by_seq", sa.Integer()))
    # The place of work is the proposal’s alone; what a company said of it stays in the trail.
    op.drop_column("company_answers", "site")


def _checks() -> None:
    states = ", ".join(f"'{state}'" for state in STATES)
    op.create_check_constraint(
        op.f("ck_secondment_declined_from"), "secondment", f"declined_from IN ({states})"
    )
    op.create_check_constraint(
        op.f("ck_secondment_declined_from_somewhere"),
        "secondment",
        "(state = 'declined') = (declined_from IS NOT NULL)",
    )
    op.create_check_constraint(
        op.f("ck_vote_voided_by_an_act"), "vote", "(voided_at IS NULL) = (voided_by_seq IS NULL)"
    )
    op.create_index(
        "uq_vote_standing",
        "vote",
        ["secondment_id", "step", "slot"],
        unique=True,
        postgresql_where=sa.text("voided_at IS NULL AND decision <> 'return'"),
    )


def _return_points() -> None:
    op.create_table(
        "return_point",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("step", _choice(STEPS, "step"), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_return_point_answered_when_said"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_return_point_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_return_point_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_point")),
        sa.UniqueConstraint(
            *("secondment_id", "version", "question"),
            name=op.f("uq_return_point_secondment_id_version_question"),
        ),
    )
    op.create_index(op.f("ix_return_point_secondment_id"), "return_point", ["secondment_id"])


def _conditions() -> None:
    op.create_table(
        "condition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner", _choice(OWNERS, "owner"), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("met_by_id", sa.Uuid(), nullable=True),
        sa.Column("met_note", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(met_at IS NULL) = (met_by_id IS NULL)", name=op.f("ck_condition_met_by_somebody")
        ),
        sa.ForeignKeyConstraint(["met_by_id"], ["person.id"], name=op.f("fk_condition_met_by_id")),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_condition_secondment_id")
        ),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=op.f("fk_condition_vote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
        sa.UniqueConstraint(
            "secondment_id", "number", name=op.f("uq_condition_secondment_id_number")
        ),
    )
    op.create_index(op.f("ix_condition_secondment_id"), "condition", ["secondment_id"])
    op.create_index(op.f("ix_condition_vote_id"), "condition", ["vote_id"])


def _appeals() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_allowed", sa.Boolean(), nullable=True),
        sa.Column("message", sa.String(length=2000), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)"
            " AND (decided_at IS NULL) = (is_allowed IS NULL)",
            name=op.f("ck_appeal_decided_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_appeal_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_appeal_secondment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("secondment_id", name=op.f("uq_appeal_secondment_id")),
    )
