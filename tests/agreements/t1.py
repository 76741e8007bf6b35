"""The worked cases as terms: T1 as the design's pictures show it, T10 with four parties, T12."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from secondments import clock
from secondments.agreements.assembly import Edition
from secondments.agreements.library import NEWEST
from secondments.agreements.terms import (
    Capacity,
    Change,
    Charge,
    Party,
    Person,
    Terms,
    Training,
    Work,
)
from secondments.catalogue import parameters
from secondments.terms import charges
from secondments.terms.charges import Arrangement, Basis

SALARY = Decimal(73992)

KINGSMERE = Party(
    capacity=Capacity.EMPLOYER,
    name="Kingsmere University Hospitals NHS Trust",
    address="Medical Staffing, Kingsmere Road, Kingsmere KM1 4ZZ",
    signatory="Daniel Reyes",
    signatory_title="Director of People",
)
CORVANE = Party(
    capacity=Capacity.HOST,
    name="Corvane Therapeutics Ltd",
    number="00000014",
    address="Legal, 3 Ashby Wharf, Tarnley TN9 9ZZ",
    signatory="Isobel Grant",
    signatory_title="Chief Medical Officer",
)
NANDAKUMAR = Party(
    capacity=Capacity.SECONDEE,
    name="Dr Priya Nandakumar",
    address="By the service and by email",
    signatory="Dr Priya Nandakumar",
    signatory_title="The Secondee",
)
WORK = Work(
    role="Clinical development physician, respiratory",
    department="Respiratory clinical development",
    summary=(
        "The Secondee works in the Host’s respiratory clinical development team on the design and"
        " conduct of phase 2 studies."
    ),
    objectives=(
        "Write and defend one study protocol as lead physician.",
        "Take part in the safety review of two running studies.",
        "Bring patient and clinic experience into the choice of outcome measures.",
        "Give four teaching sessions at Kingsmere on medicines development.",
    ),
)
TRAINING = Training(
    category="OOPE",
    agreed_by="the postgraduate dean",
    agreed_on=date(2027, 2, 26),
    completion_before=date(2029, 8, 1),
    completion_after=date(2030, 8, 1),
    annual_review_on=date(2028, 6, 14),
)
CHANGES = (
    Change(
        parameter="long_absence_right_to_suspend",
        usual=8,
        moved_by="Kingsmere",
        moved_on=date(2027, 4, 1),
    ),
    Change(parameter="removal_cooling", usual=10, moved_by="Corvane", moved_on=date(2027, 3, 30)),
)
ISSUED = Edition(
    version=1,
    owner="Northmoor Clinical Academic Partnership",
    verify_at="secondments.northmoor.example/verify",
    issued_on=date(2027, 4, 23),
    seal_remark=(
        "Sealed with a development key: for trial and demonstration, without value as evidence."
    ),
)


def the_charge(agreed, **basis):
    """The charge of a case, worked out from a salary that goes no further."""
    sheet = charges.cost_sheet(Basis(rates=charges.rates_from(agreed), **basis))
    return Charge(
        net=sheet.net, vat=sheet.vat, months=basis["months"], instalments=sheet.instalments
    )


def the_terms_of_t1(**changes):
    """Case T1, on the usual terms but for what is said."""
    first_day, last_day = date(2027, 8, 4), date(2028, 8, 1)
    agreed = parameters.agreed({}, trainee=True)
    charge = the_charge(
        agreed,
        arrangement=Arrangement.RECHARGE,
        salary=SALARY,
        share=Decimal(1),
        first_day=first_day,
        last_day=last_day,
        months=clock.months_between(first_day, last_day),
    )
    terms = Terms(
        library=NEWEST,
        reference="SEC-7K3M-Q2",
        arrangement=Arrangement.RECHARGE,
        parties=(KINGSMERE, CORVANE, NANDAKUMAR),
        secondee="ST6 respiratory medicine",
        work=WORK,
        first_day=first_day,
        last_day=last_day,
        share=Decimal(1),
        site="3 Ashby Wharf, Tarnley",
        host_manager=Person(name="Dr Marc Lindqvist"),
        home_contact=Person(name="Dr Helen Marsh", description="educational supervisor"),
        parameters=agreed,
        charge=charge,
        training=TRAINING,
    )
    return replace(terms, **changes)


def the_negotiated_terms_of_t1():
    """Case T1 as the pictures have it: two terms moved."""
    moved = {"long_absence_right_to_suspend": 12, "removal_cooling": 5}
    return the_terms_of_t1(parameters=parameters.agreed(moved, trainee=True), changes=CHANGES)


def agreed(terms, **positions):
    """The terms with other positions on some parameters."""
    return replace(terms, parameters=dict(terms.parameters) | positions)
