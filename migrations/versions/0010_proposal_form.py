"""The rest of the proposal form: you, employment, the work, terms, interests and safeguards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NONE = r"^\s*(none|no|nil|nothing|n/?a|not applicable)\s*\.?\s*$"


def _chosen(name: str, *values: str) -> sa.Enum:
    """An enumeration stored by its value under a CHECK."""
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


COLUMNS = (
    sa.Column("phone", sa.String(length=30)),
    sa.Column("contact_while_out", sa.String(length=254)),
    sa.Column(
        "profession",
        _chosen(
            "profession",
            *("doctor", "dentist", "nurse", "pharmacist", "allied", "public_health"),
            *("scientist", "other"),
        ),
    ),
    sa.Column(
        "career_stage",
        _chosen(
            "careerstage", "trainee", "post_cct", "consultant", "academic", "band", "other"
        ),
    ),
    sa.Column(
        "regulator",
        _chosen("regulator", "GMC", "GDC", "NMC", "HCPC", "GPhC", "other", "none"),
    ),
    sa.Column("registration_number", sa.String(length=20)),
    sa.Column("licence_held", sa.Boolean()),
    sa.Column("revalidation_on", sa.Date()),
    sa.Column("designated_body", sa.String(length=120)),
    sa.Column("visa_type", _chosen("visa", "skilled_worker", "exchange", "other")),
    sa.Column("visa_expires_on", sa.Date()),
    sa.Column("sponsor_agrees", _chosen("agreed", "yes", "not_yet", "no")),
    sa.Column("ltft_alternative", sa.String(length=500)),
    sa.Column("college", sa.String(length=120)),
    sa.Column("site_gmc_approved", _chosen("knownornot", "yes", "no", "unknown")),
    sa.Column("contract_type", _chosen("contracttype", "substantive", "fixed_term", "honorary")),
    sa.Column("contract_notice_weeks", sa.Integer()),
    sa.Column("backfill_needed", sa.Boolean()),
    sa.Column("backfill_cost", sa.Numeric(precision=12, scale=2)),
    sa.Column("honorary_contract_needed", sa.Boolean()),
    sa.Column("job_plan_pas", sa.Numeric(precision=4, scale=2)),
    sa.Column("sessions_released", sa.Numeric(precision=4, scale=2)),
    sa.Column("funders", postgresql.JSONB()),
    sa.Column("remote_percent", sa.Integer()),
    sa.Column("country", _chosen("country", "UK", "abroad")),
    sa.Column("country_name", sa.String(length=60)),
    sa.Column(
        "how_found", _chosen("howfound", "network", "collaboration", "event", "advert", "other")
    ),
    sa.Column("nda_status", _chosen("ndastatus", "none", "requested", "signed")),
    sa.Column("career_benefits", sa.String(length=1000)),
    sa.Column("activities", postgresql.JSONB()),
    sa.Column("promotional", sa.Boolean()),
    sa.Column("lab_work", sa.Boolean()),
    sa.Column("patient_data", _chosen("patientdata", "none", "pseudonymised", "identifiable")),
    sa.Column("weekly_pattern", sa.String(length=200)),
    sa.Column("sessions_kept", sa.Numeric(precision=3, scale=1)),
    sa.Column("return_on", sa.Date()),
    sa.Column("host_allowance", sa.Numeric(precision=12, scale=2)),
    sa.Column("ip_model", sa.String(length=60)),
    sa.Column("publication_review_days", sa.Integer()),
    sa.Column("publication_delay_days", sa.Integer()),
    sa.Column("confidentiality_years", sa.Integer()),
    sa.Column("notice_weeks", sa.Integer()),
    sa.Column("host_runoff_weeks", sa.Integer()),
    sa.Column("right_of_return", sa.String(length=60)),
    sa.Column("no_poach_months", sa.Integer()),
    sa.Column("thesis_needed", sa.Boolean()),
    sa.Column("has_interests", sa.Boolean()),
    sa.Column("tov_consent", sa.Boolean()),
    sa.Column("procurement_role", sa.Boolean()),
    sa.Column("procurement_safeguard", sa.String(length=1000)),
    sa.Column("indemnity_plan", _chosen("indemnityplan", "none_needed", "host", "defence", "NHS")),
    sa.Column("dbs_level", _chosen("dbslevel", "enhanced", "standard", "basic", "none")),
    sa.Column("oh_clear", sa.Boolean()),
)
CHECKS = {
    "contract_notice_in_bounds": "contract_notice_weeks BETWEEN 4 AND 26",
    "backfill_in_bounds": "backfill_cost BETWEEN 0 AND 1000000",
    "job_plan_in_bounds": "job_plan_pas BETWEEN 0 AND 12",
    "release_in_bounds": "sessions_released BETWEEN 0 AND 12",
    "remote_is_a_percentage": "remote_percent BETWEEN 0 AND 100",
    "places_within_the_whole": "onsite_percent + remote_percent <= 100",
    "sessions_in_a_week": "sessions_kept BETWEEN 0 AND 10",
    "kept_and_given_within_a_week": "sessions_kept / 10 + share <= 1.1",
    "allowance_in_bounds": "host_allowance BETWEEN 0 AND 20000",
}


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("proposal", column)
    _interests()
    # What was said to be on site has the rest elsewhere: that is how the question was put.
    op.execute("UPDATE proposal SET remote_percent = 100 - onsite_percent")
    for name, check in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_proposal_{name}"), "proposal", check)


def downgrade() -> None:
    raise RuntimeError("The answers to the new questions would be lost.")


def _interests() -> None:
    """One text becomes one interest in its own words; one that says "none" becomes a no."""
    op.get_bind().execute(
        sa.text("UPDATE proposal SET has_interests = (interests !~* :none) WHERE interests <> ''"),
        {"none": NONE},
    )
    op.execute(
        "ALTER TABLE proposal ALTER COLUMN interests TYPE jsonb USING CASE WHEN has_interests"
        " THEN jsonb_build_array(jsonb_build_object('kind', 'other', 'what', interests)) END"
    )
