"""The answers of the worked cases: T1, and what other cases say otherwise."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from secondments.secondment.choices import (
    AcademicAward,
    Arrangement,
    Cadence,
    DeathInService,
    OutOfProgramme,
    PensionScheme,
    PensionStatus,
    ReviewOutcome,
)
from secondments.secondment.its_choices import (
    Country,
    DbsLevel,
    HowFound,
    IndemnityPlan,
    NdaStatus,
    PatientData,
)
from secondments.secondment.your_choices import (
    USUAL_PROFESSION,
    Agreed,
    CareerStage,
    ContractType,
    Profession,
    Regulator,
    Visa,
)

T1: Mapping[str, Any] = {
    "phone": "01632 960117",
    "contact_while_out": "priya.nandakumar@home.example",
    "profession": Profession.DOCTOR,
    "career_stage": CareerStage.TRAINEE,
    "regulator": Regulator.GMC,
    "registration_number": "0000117",
    "licence_held": True,
    "designated_body": "Health Education Kingsmere",
    "visa_sponsored": False,
    "grade": "ST6 respiratory medicine",
    "training_number": "LDN/007/123/N",
    "programme_start": date(2022, 8, 3),
    "wte_current": Decimal(1),
    "cct_on": date(2029, 8, 1),
    "last_arcp_outcome": ReviewOutcome.ONE,
    "next_arcp_on": date(2028, 6, 14),
    "nihr_award": AcademicAward.NONE,
    "previous_oop_months": 0,
    "oop_category": OutOfProgramme.OOPE,
    "claim_credit": False,
    "discussed": True,
    "contract_type": ContractType.FIXED_TERM,
    "contract_notice_weeks": 13,
    "backfill_needed": True,
    "backfill_cost": Decimal("61000.00"),
    "honorary_contract_needed": False,
    "role_title": "Clinical development physician, respiratory",
    "department": "respiratory clinical development",
    "summary": "The Secondee works in the Host’s respiratory clinical development team on the"
    " design and conduct of phase 2 studies.",
    "objectives": [
        "Write and defend one study protocol as lead physician.",
        "Take part in the safety review of two running studies.",
        "Bring patient and clinic experience into the choice of outcome measures.",
        "Give four teaching sessions at Kingsmere on medicines development.",
    ],
    "benefits": "Four teaching sessions at Kingsmere, and a physician who returns with experience"
    " of medicines development.",
    "clinical_contact": False,
    "career_benefits": "Experience of early development, and of the review of safety.",
    "activities": ["clinical_development", "safety"],
    "promotional": False,
    "lab_work": False,
    "patient_data": PatientData.NONE,
    "starts_on": date(2027, 8, 4),
    "ends_on": date(2028, 8, 1),
    "share": Decimal(1),
    "site": "Ashby Wharf",
    "onsite_percent": 60,
    "remote_percent": 40,
    "country": Country.UK,
    "how_found": HowFound.NETWORK,
    "nda_status": NdaStatus.NONE,
    "sessions_kept": Decimal(0),
    "arrangement": Arrangement.RECHARGE,
    "salary": Decimal("73992.00"),
    "employment_wte": Decimal(1),
    "pension_scheme": PensionScheme.NHS,
    "pension_rate": Decimal("23.78"),
    "admin_rate": Decimal(0),
    "invoice_every": Cadence.QUARTERLY,
    "has_interests": False,
    "tov_consent": True,
    "procurement_role": False,
    "indemnity_plan": IndemnityPlan.NONE_NEEDED,
}


# By half weeks with the company, and employed by it: the two other arrangements.
SPLIT: Mapping[str, Any] = {
    "arrangement": Arrangement.PART_TIME,
    "share": Decimal("0.4"),
    "weekly_pattern": "Monday and Tuesday",
    "salary": Decimal("65048.00"),
    "admin_rate": Decimal(5),
    "role_title": "Clinical adviser, remote monitoring",
    "department": "clinical product",
    "invoice_every": Cadence.MONTHLY,
}
DIRECT: Mapping[str, Any] = {
    "arrangement": Arrangement.DIRECT_PAY,
    "pension_status": PensionStatus.PAUSED,
    "death_in_service": DeathInService.HOST,
    "role_title": "Medical affairs physician",
    "department": "medical affairs",
}
# Whoever sees patients at the company, and who works here on a visa, is asked for more.
CLINICAL: Mapping[str, Any] = {
    "clinical_contact": True,
    "indemnity_plan": IndemnityPlan.DEFENCE,
    "dbs_level": DbsLevel.ENHANCED,
    "oh_clear": False,
}
SPONSORED: Mapping[str, Any] = {
    "visa_sponsored": True,
    "visa_type": Visa.SKILLED_WORKER,
    "visa_expires_on": date(2030, 9, 30),
    "sponsor_agrees": Agreed.YES,
}
DOCTORS = ("licence_held", "designated_body")  # what they alone are asked
# What those who are no doctors in training say of themselves, by pathway.
OTHERS: Mapping[str, Mapping[str, Any]] = {
    "dental_trainee": {"regulator": Regulator.GDC, "registration_number": "000117"},
    "nmahp": {
        "career_stage": CareerStage.BAND,
        "regulator": Regulator.NMC,
        "registration_number": "00A0117E",
        "contract_type": ContractType.SUBSTANTIVE,
    },
    "pharmacist": {
        "career_stage": CareerStage.BAND,
        "regulator": Regulator.GPHC,
        "registration_number": "0000117",
        "contract_type": ContractType.SUBSTANTIVE,
    },
    "clinical_academic_senior": {
        "career_stage": CareerStage.ACADEMIC,
        "contract_type": ContractType.SUBSTANTIVE,
        "job_plan_pas": Decimal(10),
        "sessions_released": Decimal(2),
    },
    "senior_advisory": {
        "career_stage": CareerStage.ACADEMIC,
        "contract_type": ContractType.SUBSTANTIVE,
    },
    "data_scientist": {
        "career_stage": CareerStage.ACADEMIC,
        "regulator": Regulator.NONE,
        "registration_number": None,
        "contract_type": ContractType.SUBSTANTIVE,
    },
}


def usual_on(pathway: str) -> dict[str, Any]:
    """What an applicant on this pathway says where a doctor in training says otherwise."""
    profession = USUAL_PROFESSION[pathway]
    of_doctors = {} if profession is Profession.DOCTOR else dict.fromkeys(DOCTORS)
    return {"profession": profession, **of_doctors, **OTHERS.get(pathway, {})}
