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

T1: Mapping[str, Any] = {
    "grade": "ST6 respiratory medicine",
    "training_number": "LDN/007/123/N",
    "programme_start": date(2022, 8, 3),
    "wte_current": Decimal(1),
    "cct_on": date(2029, 8, 1),
    "last_arcp_outcome": ReviewOutcome.ONE,
    "next_arcp_on": date(2028, 6, 14),
    "nihr_award": AcademicAward.NONE,
    "previous_oop_months": 0,
    "visa_sponsored": False,
    "oop_category": OutOfProgramme.OOPE,
    "claim_credit": False,
    "discussed": True,
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
    "interests": "None",
    "starts_on": date(2027, 8, 4),
    "ends_on": date(2028, 8, 1),
    "share": Decimal(1),
    "site": "Ashby Wharf",
    "onsite_percent": 60,
    "arrangement": Arrangement.RECHARGE,
    "salary": Decimal("73992.00"),
    "employment_wte": Decimal(1),
    "pension_scheme": PensionScheme.NHS,
    "pension_rate": Decimal("23.78"),
    "admin_rate": Decimal(0),
    "invoice_every": Cadence.QUARTERLY,
}


# By half weeks with the company, and employed by it: the two other arrangements.
SPLIT: Mapping[str, Any] = {
    "arrangement": Arrangement.PART_TIME,
    "share": Decimal("0.4"),
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
