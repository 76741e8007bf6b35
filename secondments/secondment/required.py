"""Which answers a proposal needs, and which are asked only because of another answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from secondments.secondment import interests
from secondments.secondment.choices import RECHARGED, Arrangement
from secondments.secondment.its_choices import Country
from secondments.secondment.question import is_blank
from secondments.secondment.your_choices import REGISTERS, Profession

Given = Mapping[str, Any]  # answers by the names of their questions, plain or as they are kept
Condition = Callable[[Given], bool]

# Of those that only some pathways ask, the ones that such a pathway needs.
REQUIRED = {
    "phone": "your phone number",
    "contact_while_out": "an email address for while you are away",
    "profession": "your profession",
    "career_stage": "your stage",
    "regulator": "your regulator",
    "registration_number": "your registration number",
    "licence_held": "whether you hold a licence to practise",
    "designated_body": "your designated body",
    "visa_sponsored": "whether you work on a sponsored visa",
    "visa_type": "which visa",
    "visa_expires_on": "when your visa ends",
    "sponsor_agrees": "whether your sponsor agrees",
    "grade": "your grade or post and your specialty",
    "programme_start": "the day your programme began",
    "wte_current": "how much of full time you train at",
    "cct_on": "your CCT date",
    "last_arcp_outcome": "the outcome of your last annual review",
    "next_arcp_on": "when your next annual review is",
    "nihr_award": "whether you hold a funded academic post",
    "previous_oop_months": "how many months of time out you have had",
    "oop_category": "the kind of time out",
    "claim_credit": "whether it is to count towards your training",
    "college": "your Royal College or faculty",
    "site_gmc_approved": "whether the place is approved for training",
    "unapproved_place": "whether the place is abroad or not approved for training",
    "supervisor_id": "your educational supervisor",
    "line_manager_id": "your line manager",
    "job_plan": "how your job plan changes",
    "contract_type": "your contract of employment",
    "contract_notice_weeks": "the notice in your contract",
    "backfill_needed": "whether somebody has to stand in for you",
    "backfill_cost": "what it costs that somebody stands in for you",
    "honorary_contract_needed": "whether you need an honorary contract",
    "company_lead_id": "who leads this for the company",
    "role_title": "the role",
    "site": "where you will work",
    "onsite_percent": "how much of it is on site",
    "remote_percent": "how much of it is remote",
    "country": "in which country you will work",
    "country_name": "which other country it is",
    "nda_status": "whether there is a confidentiality agreement",
    "summary": "a summary of the work, 100 characters or more",
    "objectives": "the objectives, three or more",
    "benefits": "the benefit to your employer",
    "career_benefits": "the benefit to your career",
    "activities": "the activities",
    "clinical_contact": "whether you will see patients",
    "promotional": "whether you will promote products",
    "lab_work": "whether you will work in a laboratory",
    "patient_data": "whether you will use patient data",
    "starts_on": "the first day",
    "ends_on": "the last day",
    "share": "the share of full time",
    "weekly_pattern": "the days of the week",
    "return_on": "the day you return to your programme",
    "arrangement": "who pays whom",
    "salary": "your salary",
    "employment_wte": "how much of full time you work",
    "pension_scheme": "your pension scheme",
    "pension_rate": "the pension rate",
    "pension_status": "what becomes of your pension",
    "death_in_service": "who covers death in service",
    "fee": "the fee",
    "fee_paid_to": "who is paid the fee",
    "invoice_every": "how often the company is invoiced",
    "has_interests": "whether you have an interest in the company",
    "interests": "each interest in the company, of which kind and what it is",
    "tov_consent": "that you know that payments may be published",
    "procurement_role": "whether you have a part in buying from the company",
    "procurement_safeguard": "how buying from the company is kept apart",
    "indemnity_plan": "who covers the work",
}
LEAST = {"summary": 100, "objectives": 3, "short_notice_reason": 50}  # characters, points


def _arranged(*arrangements: Arrangement) -> Condition:
    """Before one is chosen, as for a recharge."""
    return lambda given: (given.get("arrangement") or Arrangement.RECHARGE) in arrangements


def _is(name: str, *answers: Any) -> Condition:
    return lambda given: given.get(name) in answers


def _yes(name: str) -> Condition:
    return lambda given: given.get(name) is True


def _is_part_time(given: Given) -> bool:
    share = given.get("share")
    return share is not None and Decimal(str(share)) < 1


REPAID = _arranged(*RECHARGED)
ASKED_WHERE: Mapping[str, Condition] = {
    "registration_number": _is("regulator", *REGISTERS),
    **dict.fromkeys(
        ("licence_held", "revalidation_on", "designated_body"), _is("profession", Profession.DOCTOR)
    ),
    **dict.fromkeys(("visa_type", "visa_expires_on", "sponsor_agrees"), _yes("visa_sponsored")),
    **dict.fromkeys(("credit_months", "college", "site_gmc_approved"), _yes("claim_credit")),
    "backfill_cost": _yes("backfill_needed"),
    "country_name": _is("country", Country.ABROAD),
    "weekly_pattern": _is_part_time,
    **dict.fromkeys(("salary", "employment_wte", "pension_rate", "admin_rate"), REPAID),
    "pension_scheme": _arranged(*RECHARGED, Arrangement.DIRECT_PAY),
    "pension_status": _arranged(Arrangement.DIRECT_PAY),
    "death_in_service": _arranged(Arrangement.DIRECT_PAY),
    "host_allowance": _arranged(*RECHARGED, Arrangement.DIRECT_PAY),
    "fee": _arranged(Arrangement.ADVISORY),
    "fee_paid_to": _arranged(Arrangement.ADVISORY),
    "invoice_every": _arranged(*RECHARGED, Arrangement.ADVISORY),
    "interests": _yes("has_interests"),
    "procurement_safeguard": _yes("procurement_role"),
    **dict.fromkeys(("dbs_level", "oh_clear"), _yes("clinical_contact")),
}


def is_asked(name: str, given: Given) -> bool:
    """Whether the other answers leave room for this one."""
    return name not in ASKED_WHERE or ASKED_WHERE[name](given)


def is_missing(name: str, answer: Any) -> bool:
    """Whether a required answer is not there, or is too little of one."""
    if is_blank(answer):
        return True
    if name == "interests":
        return not interests.are_whole(answer)
    if name == "tov_consent":
        return answer is not True
    return name in LEAST and len(answer) < LEAST[name]
