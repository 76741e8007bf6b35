"""Which answers are material (domain §3.4, R1): whose approval a change of each one reopens."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from secondments.secondment.pathways import STEPS, Side, Step
from secondments.secondment.questions import PROPOSAL
from secondments.secondment.questions_of_company import INTERNAL
from secondments.secondment.questions_of_terms import RAISED

Steps = frozenset[Step]

HOME: Steps = frozenset(rule.step for rule in STEPS.values() if rule.side is Side.HOME)
COMPANY: Steps = frozenset(rule.step for rule in STEPS.values() if rule.side is Side.COMPANY)
BOTH: Steps = HOME | COMPANY
NOBODY: Steps = frozenset()


def _named(column: str) -> Steps:
    """The steps that are taken by the person named in this column of the proposal."""
    return frozenset(rule.step for rule in STEPS.values() if rule.named == column)


# A test holds that every question is here. One that is not would reopen everything.
REOPENS: Mapping[str, Steps] = {
    # You: how to reach somebody changes nothing that was weighed.
    "phone": NOBODY,
    "contact_while_out": NOBODY,
    "profession": HOME,
    "career_stage": HOME,
    "regulator": HOME,
    "registration_number": HOME,
    "licence_held": HOME,
    "revalidation_on": NOBODY,
    "designated_body": NOBODY,
    # Nobody approves a visa: a gate before the start asks for evidence.
    "visa_sponsored": NOBODY,
    "visa_type": NOBODY,
    "visa_expires_on": NOBODY,
    "sponsor_agrees": NOBODY,
    # You, your training or your post: the home side alone reads and weighs these.
    "grade": HOME,
    "training_number": NOBODY,
    "cct_on": HOME,
    "oop_category": HOME,
    "claim_credit": HOME,
    "credit_months": HOME,
    "unapproved_place": HOME,
    "supervisor_id": _named("supervisor"),
    "line_manager_id": _named("line_manager"),
    "job_plan": HOME,
    "discussed": HOME,
    "programme_start": HOME,
    "wte_current": HOME,
    "last_arcp_outcome": HOME,
    "next_arcp_on": HOME,
    "nihr_award": HOME,
    "award_may_end": HOME,
    "previous_oop_months": HOME,
    "eligibility_reason": HOME,
    "ltft_alternative": HOME,
    "college": HOME,
    "site_gmc_approved": HOME,
    # Employment: what the home side weighs its own loss by.
    "contract_type": HOME,
    "contract_notice_weeks": HOME,
    "backfill_needed": HOME,
    "backfill_cost": HOME,
    "honorary_contract_needed": HOME,
    "job_plan_pas": HOME,
    "sessions_released": HOME,
    "funders": HOME,
    # Company and role: another company is another proposal.
    "company_id": BOTH,
    "company_lead_id": _named("company_lead"),
    "role_title": BOTH,
    "department": NOBODY,
    "site": BOTH,
    "onsite_percent": BOTH,
    "remote_percent": BOTH,
    "country": BOTH,
    "country_name": BOTH,
    "how_found": NOBODY,
    "nda_status": NOBODY,  # the agreement itself is recorded, and a gate asks for it
    # The work: duties concern both sides.
    "summary": BOTH,
    "objectives": BOTH,
    "benefits": HOME,
    "career_benefits": HOME,
    "activities": BOTH,
    "clinical_contact": BOTH,
    "promotional": BOTH,
    "lab_work": BOTH,
    "patient_data": BOTH,
    # Dates and time.
    "starts_on": BOTH,
    "ends_on": BOTH,
    "share": BOTH,
    "weekly_pattern": BOTH,
    "sessions_kept": BOTH,
    "return_on": HOME,
    # What the home side weighs a start at short notice by.
    "notice_given_on": HOME,
    "short_notice_reason": HOME,
    "alternative_start": HOME,
    # Pay and charges: a salary that the company does not read changes what it is charged.
    "arrangement": BOTH,
    "salary": BOTH,
    "employment_wte": BOTH,
    "pension_scheme": BOTH,
    "pension_rate": BOTH,
    "admin_rate": BOTH,
    "host_allowance": BOTH,
    "pension_status": BOTH,
    "death_in_service": BOTH,
    "fee": BOTH,
    "fee_paid_to": BOTH,
    "invoice_every": BOTH,
    # Terms: both sides agree to them.
    **dict.fromkeys(RAISED, BOTH),
    # Interests and safeguards.
    "has_interests": HOME,
    "interests": HOME,
    "tov_consent": NOBODY,
    "procurement_role": HOME,
    "procurement_safeguard": HOME,
    "indemnity_plan": BOTH,
    "dbs_level": HOME,
    "oh_clear": HOME,
}
# What the company says of itself. None of it changes what the home side approved: see
# docs/decisions/standing-approvals.md for the place of work.
COMPANY_REOPENS: Mapping[str, Steps] = {
    "vat_recovery": COMPANY,
    "industry_code": COMPANY,
    "transfer_of_value": COMPANY,
    # Who it is, what is lent and what was approved inside the company changes no term.
    **dict.fromkeys(
        (
            *("host_manager_id", "deputy_id", "signatory_id", "vat_number", "purchase_order"),
            *("induction", "equipment", "start_flexibility", *INTERNAL),
        ),
        NOBODY,
    ),
}


def reopened_by(names: Iterable[str], table: Mapping[str, Steps] = REOPENS) -> Steps:
    """Every step whose approval a change of these answers reopens."""
    return frozenset(step for name in names for step in table.get(name, BOTH))


def changed(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Collection[str] = tuple(PROPOSAL)
) -> set[str]:
    """The names whose answers differ between two whole versions, in plain values."""
    return {name for name in names if before.get(name) != after.get(name)}
