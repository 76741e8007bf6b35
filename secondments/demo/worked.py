"""The worked cases T1 to T12, each with its dates, its figures and a story of its own."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from secondments.agreements.terms import Capacity
from secondments.demo import bargaining, world
from secondments.demo.cases import Act, Case, Scene, answer, issue, send, the_day_comes
from secondments.demo.turning import (
    confirms_the_funder,
    gives_the_credit_up,
    moves_to,
    returns,
    signs_for,
    supports,
    the_employer_is_in_scotland,
)
from secondments.secondment.choices import (
    AcademicAward,
    Arrangement,
    DeathInService,
    OutOfProgramme,
    PensionScheme,
    PensionStatus,
)
from secondments.secondment.pathways import Step
from secondments.secondment.your_choices import Funder, KnownOrNot

CREDIT: Mapping[str, Any] = {
    "cct_on": date(2030, 8, 6),
    "oop_category": OutOfProgramme.OOPR,
    "claim_credit": True,
    "credit_months": 12,
    "college": "Royal College of Physicians",
    "site_gmc_approved": KnownOrNot.YES,
    "salary": Decimal("65048.00"),
    "role_title": "Translational research fellow",
    "department": "translational science",
    "summary": "The Secondee works on the biomarkers of two early studies, and writes the chapter"
    " of a doctoral thesis that rests on them.",
}
AUTUMN_2027 = (date(2027, 10, 6), date(2028, 10, 5))
COMPANY = (Step.CM, Step.CMC, Step.CLG)


def _agrees(*days: tuple[int, int, int], answered: bool = False) -> Sequence[Scene]:
    """The company answers, unless it has, then its steps one by one: a day for each."""
    acts: list[Act] = [*([] if answered else [answer]), *map(supports, COMPANY)]
    states = (*["supervisor_approved"] * (len(acts) - 1), "company_agreed")
    return [Scene(*each) for each in zip(days, states, acts, strict=True)]


_CLAIMED: Sequence[Scene] = (
    Scene((2026, 12, 14), "proposed", send),
    Scene((2026, 12, 17), "proposed", supports(Step.ES)),
    Scene((2027, 1, 8), "proposed", supports(Step.TPD)),
    Scene((2027, 1, 22), "proposed", supports(Step.PGD)),
)
T2 = Case(
    trainee="Dr Aisha Rahman",
    days=AUTUMN_2027,
    begun=(2026, 12, 10),
    answers={
        **CREDIT,
        "grade": "ST5 medical oncology, clinical research fellow of a charity",
        "training_number": "LDN/011/204/N",
        "nihr_award": AcademicAward.OTHER,
        "funders": [Funder.CHARITY],
        "ip_model": bargaining.OURS,
        "thesis_needed": True,
    },
    story=(
        *_CLAIMED,
        Scene((2027, 2, 19), "proposed", supports(Step.COL, "JRCPTB/OOPR/204", (2027, 2, 15))),
        Scene((2027, 2, 26), "proposed", supports(Step.EMP)),
        Scene((2027, 5, 24), "supervisor_approved", supports(Step.GMC, "GMC/3318", (2027, 5, 20))),
        *bargaining.OVER_RESULTS,
        Scene((2027, 6, 1), "supervisor_approved", answer),
        *bargaining.OVER_RESULTS_AGAIN,
        *_agrees((2027, 6, 7), (2027, 6, 14), (2027, 7, 1), answered=True),
        Scene((2027, 7, 6), "company_agreed", confirms_the_funder),
        Scene((2027, 7, 8), "contract_issued", issue),
        Scene((2027, 7, 12), "contract_issued", signs_for(Capacity.SECONDEE)),
        Scene((2027, 7, 14), "contract_issued", signs_for(Capacity.EMPLOYER)),
        Scene((2027, 7, 16), "signed", signs_for(Capacity.HOST)),
        Scene((2027, 10, 6), "active", the_day_comes),
        Scene((2028, 10, 6), "completed", the_day_comes),
    ),
)
# On a pathway where the approval of the GMC is no step: on the others no contract is issued
# without it, so the gate never has to hold one up.
HELD_UP: Sequence[Scene] = (
    *_CLAIMED,
    Scene((2027, 1, 26), "proposed", supports(Step.EMP)),
    Scene((2027, 2, 19), "supervisor_approved", supports(Step.COL, "FPH/OOP/31", (2027, 2, 15))),
    *_agrees((2027, 3, 1), (2027, 3, 8), (2027, 3, 15), (2027, 4, 1)),
    Scene((2027, 4, 8), "contract_issued", issue),
    Scene((2027, 4, 12), "contract_issued", signs_for(Capacity.SECONDEE)),
    Scene((2027, 4, 14), "contract_issued", signs_for(Capacity.EMPLOYER)),
    Scene((2027, 4, 16), "signed", signs_for(Capacity.HOST)),
    Scene((2027, 10, 6), "contract_issued", the_day_comes),
)
T2B = Case(
    trainee="Dr Farah Noor",
    days=AUTUMN_2027,
    begun=(2026, 12, 10),
    pathway="public_health",
    answers={
        **CREDIT,
        "grade": "ST4 public health medicine",
        "training_number": "LDN/037/118/N",
        "unapproved_place": False,
    },
    story=(
        *HELD_UP,
        Scene((2027, 10, 8), "contract_issued", gives_the_credit_up("trainee")),
        Scene((2027, 10, 9), "contract_issued", gives_the_credit_up("dean")),
        Scene((2027, 10, 9), "active", the_day_comes),
    ),
)
T3 = Case(
    trainee="Dr Tamsin Pryce",
    company=world.TESSALY,
    days=(date(2027, 4, 5), date(2028, 4, 4)),
    begun=(2027, 1, 11),
    answers={
        "grade": "ST4 anaesthetics",
        "training_number": "LDN/004/733/N",
        "cct_on": date(2030, 8, 7),
        "role_title": "Clinical safety officer",
        "department": "product safety",
        "short_notice_reason": "The post came free at Christmas, which nobody could foresee, and"
        " the company wants it filled by Easter.",
    },
    story=(
        Scene((2027, 1, 12), "proposed", send),
        Scene((2027, 1, 14), "proposed", supports(Step.ES)),
        Scene(
            (2027, 1, 20),
            "returned",
            returns(
                Step.TPD,
                reason="dates",
                message="April is too soon for the deanery and for the rota. Start in August.",
            ),
        ),
        Scene(
            (2027, 1, 25),
            "proposed",
            moves_to(
                "I start on 2 August 2027 now.",
                starts_on=date(2027, 8, 2),
                ends_on=date(2028, 8, 1),
                short_notice_reason=None,
            ),
        ),
    ),
)
T6 = Case(
    trainee="Maeve Conlon",
    company=world.TESSALY,
    days=(date(2027, 11, 1), date(2028, 4, 30)),
    begun=(2027, 5, 6),
    pathway="nmahp",
    answers={
        "grade": "Advanced nurse practitioner, respiratory",
        "role_title": "Clinical lead, home monitoring",
        "department": "clinical affairs",
        "summary": "The Secondee advises on the design of a monitor for patients at home, and"
        " trains the customers who buy it in its use.",
        "share": Decimal("0.5"),
        "arrangement": Arrangement.PART_TIME,
        "salary": Decimal("62682.00"),
        "admin_rate": Decimal(5),
    },
    story=(
        Scene((2027, 5, 10), "proposed", send),
        Scene((2027, 5, 12), "proposed", supports(Step.LM)),
        Scene(
            (2027, 5, 18),
            "returned",
            returns(
                Step.CD,
                reason="duties",
                message="Training customers promotes the device. A nurse of ours does not do that.",
            ),
        ),
        Scene(
            (2027, 5, 24),
            "proposed",
            moves_to(
                "The company takes the training of customers out of the role.",
                summary="The Secondee advises on the design of a monitor for patients at home, and"
                " on how it fits into the work of respiratory wards.",
            ),
        ),
        Scene((2027, 5, 26), "proposed", supports(Step.LM)),
        Scene((2027, 6, 1), "proposed", supports(Step.CD)),
        Scene((2027, 6, 10), "supervisor_approved", supports(Step.EMP)),
        *_agrees((2027, 6, 14), (2027, 6, 16), (2027, 6, 21), (2027, 7, 1)),
        Scene((2027, 7, 8), "contract_issued", issue),
        Scene((2027, 7, 12), "contract_issued", signs_for(Capacity.SECONDEE)),
        Scene((2027, 7, 14), "contract_issued", signs_for(Capacity.EMPLOYER)),
        Scene((2027, 7, 16), "signed", signs_for(Capacity.HOST)),
        Scene((2027, 11, 1), "active", the_day_comes),
    ),
)
HALF_SIGNED: Sequence[Scene] = (
    Scene((2027, 2, 1), "proposed", send),
    Scene((2027, 2, 4), "proposed", supports(Step.HOD)),
    Scene((2027, 2, 8), "proposed", supports(Step.CD)),
    Scene((2027, 2, 22), "proposed", supports(Step.RCO)),
    Scene((2027, 3, 1), "supervisor_approved", supports(Step.FIN)),
    *_agrees((2027, 3, 3), (2027, 3, 8), (2027, 3, 15), (2027, 3, 29)),
    Scene((2027, 4, 6), "contract_issued", issue),
    Scene((2027, 4, 7), "contract_issued", signs_for(Capacity.SECONDEE)),
    Scene((2027, 4, 8), "contract_issued", signs_for(Capacity.EMPLOYER)),
)
T10 = Case(
    trainee="Professor Edwin Hale",
    days=(date(2027, 9, 1), date(2028, 8, 31)),
    begun=(2027, 1, 28),
    pathway="clinical_academic_senior",
    answers={
        "grade": "Professor of immunology, honorary consultant",
        "job_plan": "Two programmed activities a week move to the company. A colleague takes the"
        " Thursday clinic, and the on-call rota is not touched.",
        "role_title": "Senior scientific adviser, immunology",
        "department": "translational science",
        "share": Decimal("0.2"),
        "arrangement": Arrangement.PART_TIME,
        "salary": Decimal("120000.00"),
        "pension_scheme": PensionScheme.USS,
        "pension_rate": Decimal("14.5"),
        "admin_rate": Decimal(10),
        "funders": [Funder.MRC],
        "procurement_role": True,
        "procurement_safeguard": "I chair the formulary committee, and leave the room when it"
        " speaks of what this company makes.",
    },
    story=(
        *HALF_SIGNED,
        Scene((2027, 4, 15), "contract_issued", signs_for(Capacity.HOST)),
        Scene((2027, 4, 16), "signed", signs_for(Capacity.TRUST)),
        Scene((2027, 5, 20), "contract_issued", confirms_the_funder),
        Scene((2027, 9, 1), "active", the_day_comes),
        Scene((2028, 9, 1), "completed", the_day_comes),
    ),
)
T12 = Case(
    trainee="Ailsa Drummond",
    days=(date(2028, 2, 2), date(2028, 8, 1)),
    begun=(2027, 6, 28),
    pathway="pharmacist",
    answers={
        "grade": "Advanced clinical pharmacist, band 8a",
        "role_title": "Medicines information scientist",
        "department": "medical affairs",
        "arrangement": Arrangement.DIRECT_PAY,
        "pension_scheme": PensionScheme.SCOTLAND,
        "pension_status": PensionStatus.PAUSED,
        "death_in_service": DeathInService.HOST,
    },
    story=(
        Scene((2027, 6, 29), "draft", the_employer_is_in_scotland),
        Scene((2027, 7, 1), "proposed", send),
        Scene((2027, 7, 7), "proposed", supports(Step.LM)),
        Scene((2027, 7, 14), "proposed", supports(Step.CD)),
        Scene((2027, 7, 28), "supervisor_approved", supports(Step.EMP)),
        *bargaining.OVER_OFFERS,
        *_agrees((2027, 8, 4), (2027, 8, 11), (2027, 8, 18), (2027, 9, 8)),
        Scene((2027, 9, 20), "contract_issued", issue),
        Scene((2027, 9, 27), "contract_issued", signs_for(Capacity.HOST)),
        Scene((2027, 9, 29), "contract_issued", signs_for(Capacity.SECONDEE)),
        Scene((2028, 2, 2), "lapsed", the_day_comes),
    ),
)
CASES = {"T1": Case(), "T2": T2, "T2B": T2B, "T3": T3, "T6": T6, "T10": T10, "T12": T12}


def states() -> Sequence[str]:
    """Every state at which one of the cases can be stopped."""
    every = (scene.leads_to for case in CASES.values() for scene in case.scenes)
    return ("draft", *dict.fromkeys(every))
