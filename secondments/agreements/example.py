"""Invented terms of each kind, with which a clause is shown where there is no case."""

from datetime import date
from decimal import Decimal

from secondments.agreements.terms import (
    Capacity,
    Kind,
    Party,
    Person,
    Terms,
    Training,
    Work,
)
from secondments.catalogue import kinds, parameters
from secondments.catalogue.kinds import Value
from secondments.catalogue.parameters import PARAMETERS
from secondments.secondment.choices import Arrangement

EMPLOYER = Party(
    capacity=Capacity.EMPLOYER,
    name="Harbourside Teaching Hospitals NHS Trust",
    address="1 Quay Road, Harbourside",
    signatory="Ada Whitlock",
    signatory_title="Director of People",
)
HOST = Party(
    capacity=Capacity.HOST,
    name="Belltower Therapeutics Ltd",
    address="2 Foundry Lane, Harbourside",
    signatory="Conrad Oyelowo",
    signatory_title="Chief Medical Officer",
)
SECONDEE = Party(
    capacity=Capacity.SECONDEE,
    name="Dr Robin Castellane",
    address="By the service and by email",
    signatory="Dr Robin Castellane",
    signatory_title="For themself",
)
A_REFERENCE = "REF-2027-014"
THINGS = ("a laptop computer", "a telephone")


def of_kind(kind: Kind) -> Terms:
    """Everything that a clause may say is said here."""
    return Terms(
        library="",
        reference="an example",
        arrangement=Arrangement.ADVISORY if kind is Kind.ADVISORY else Arrangement.RECHARGE,
        parties=(EMPLOYER, HOST, SECONDEE),
        secondee="ST6 respiratory medicine",
        work=Work(role="", department="", summary="", objectives=()),
        first_day=date(2027, 8, 4),
        last_day=date(2028, 8, 1),
        share=Decimal(1),
        site="2 Foundry Lane, Harbourside",
        host_manager=Person(name="Dr Ines Falkland"),
        home_contact=Person(name="Professor Odile Marchetti"),
        parameters={name: _filled(name, value) for name, value in _usual().items()},
        training=Training(category="OOPR", credit_months=6, approval="GMC-2027-0042"),
        kind=kind,
        fee_paid_to="employer",
        variation_of="EXAMPLE-01, version 1",
    )


def _usual() -> dict[str, Value]:
    return parameters.usual(trainee=True)


def _filled(name: str, value: Value) -> Value:
    """What is usually left empty, filled in: a gap would show nothing of the sentence around it."""
    if value not in {"", ()}:
        return value
    return THINGS if isinstance(PARAMETERS[name], kinds.Listed) else A_REFERENCE
