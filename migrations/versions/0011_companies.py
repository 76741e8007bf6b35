"""Companies as people search for them, those that applicants added, what a proposal began with."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ONE_OF_THEM = "sector IN ('pharma', 'biotech', 'medtech', 'digital_health', 'cro', 'other')"
# As secondments/people/names.py had it on the day of this migration.
LEGAL_FORMS = {
    *("limited", "ltd", "plc", "llp", "lp", "cic", "cyf", "cyfyngedig", "ccc"),
    *("inc", "incorporated", "corp", "corporation", "co", "company", "llc"),
    *("gmbh", "ag", "kg", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "aps", "oy"),
    *("public", "uk"),
}
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
RUN_TOGETHER = str.maketrans("", "", ".'’‘\N{ACUTE ACCENT}`")


def known_as(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(RUN_TOGETHER)
    words = [word for word in re.split(r"[\W_]+", plain) if word]
    telling = [word for word in words if word not in {"and", "the"}] or words
    while len(telling) > 1 and telling[-1] in LEGAL_FORMS:
        telling.pop()
    return " ".join(telling)[:200].rstrip()


def upgrade() -> None:
    _organisations()
    _added_companies()
    _beginnings()


def downgrade() -> None:
    raise RuntimeError("Companies that wait to be confirmed would have no place to go back to.")


def _organisations() -> None:
    op.add_column("organisation", sa.Column("known_as", sa.String(length=200), nullable=True))
    connection = op.get_bind()
    for one, name in connection.execute(sa.text("SELECT id, name FROM organisation")).all():
        connection.execute(
            sa.text("UPDATE organisation SET known_as = :known WHERE id = :id"),
            {"known": known_as(name), "id": one},
        )
    op.alter_column("organisation", "known_as", nullable=False)
    op.add_column("organisation", sa.Column("sector", sa.String(length=40), nullable=True))
    op.create_check_constraint(op.f("ck_organisation_sector"), "organisation", ONE_OF_THEM)


def _added_companies() -> None:
    op.create_table(
        "added_company",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=True),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("lead_name", sa.String(length=120), nullable=False),
        sa.Column("lead_email", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(ONE_OF_THEM, name=op.f("ck_added_company_sector")),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)",
            name=op.f("ck_added_company_settled_by_somebody"),
        ),
        sa.CheckConstraint(
            "organisation_id IS NULL OR settled_at IS NOT NULL",
            name=op.f("ck_added_company_known_once_settled"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_added_company_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_added_company_secondment_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_added_company_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_added_company")),
        sa.UniqueConstraint("secondment_id", name=op.f("uq_added_company_secondment_id")),
    )


def _beginnings() -> None:
    op.create_table(
        "beginning",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secondment_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("is_copy", sa.Boolean(), nullable=False),
        sa.Column("carried", JSONB(), nullable=False),
        sa.CheckConstraint(
            "NOT is_copy OR source_id IS NOT NULL",
            name=op.f("ck_beginning_copied_from_something"),
        ),
        sa.ForeignKeyConstraint(
            ["secondment_id"], ["secondment.id"], name=op.f("fk_beginning_secondment_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["secondment.id"], name=op.f("fk_beginning_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beginning")),
        sa.UniqueConstraint("secondment_id", name=op.f("uq_beginning_secondment_id")),
    )
