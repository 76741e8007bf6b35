"""Case T1 as the facts of the deanery's forms, and what is changed in it for other cases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from secondments.deanery.facts import Decided, Facts

SAID = {
    "trainee": "Dr Priya Nandakumar",
    "email": "priya.nandakumar@northmoor.example",
    "training_body": "Northmoor Deanery",
    "training_number": "LDN/007/123/N",
    "grade": "ST6 respiratory medicine",
    "ES": "Dr Helen Marsh",
    "TPD": "Dr Tom Okafor",
    "employer": "Kingsmere University Hospitals NHS Trust\nKingsmere Road, Kingsmere KM1 4ZZ",
    "cct_on": "1 August 2029",
    "discussed": "Yes",
    "oop_category": "Time out for experience (OOPE)",
    "counts": "No",
    "starts_on": "4 August 2027",
    "ends_on": "1 August 2028",
    "share": "Full time",
    "location": "Corvane Therapeutics Ltd\nAshby Wharf\nTarnley TN9 9ZZ",
    "company_lead_id": "Dr Marc Lindqvist",
    "role_title": "Clinical development physician, respiratory",
    "summary": "Work on the design and conduct of phase 2 studies.",
    "objectives": "1. Write one study protocol.\n2. Review two studies.\n3. Teach.",
    "arrangement": "Recharge: the employer keeps paying and charges the company",
}
T1 = Facts(
    reference="SEC-7K3M-Q2",
    version=1,
    sent_on=date(2027, 1, 18),
    owner="Kingsmere University Hospitals NHS Trust",
    said=SAID,
    decisions={
        "ES": Decided("Dr Helen Marsh", "Supported on 20 January 2027"),
        "TPD": Decided("Dr Tom Okafor"),
        "PGD": Decided("Professor Ruth Aldous"),
    },
    category="OOPE",
    cct_on=date(2029, 8, 1),
    starts_on=date(2027, 8, 4),
    ends_on=date(2028, 8, 1),
)
NOTHING = Facts(reference="SEC-0000-00", version=1, sent_on=date(2027, 1, 18), owner="A trust")


def with_credit(months: int, wte: str | None = None) -> Facts:
    """A year of research with credit."""
    return replace(
        T1,
        category="OOPR",
        claims_credit=True,
        credit_months=months,
        wte_after=Decimal(wte) if wte else None,
        said=SAID | {"claim_credit": "Yes", "credit_months": str(months)},
    )


def saying(**answers: str) -> Facts:
    """T1 with other answers; an empty one is no answer."""
    return replace(T1, said={**SAID, **answers})
