"""What stands in an agreement and is no term: a fact of the case, with where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments.agreements import facts, reading
from secondments.agreements.tracing import Place
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import NotFound
from secondments.negotiation.service import NOT_THERE
from secondments.secondment.heading import Heading, heading, path

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

PROPOSAL = ("the proposal", "proposal")
COMPANY = ("what the company says", "company")
LAW = ("rates that are set by law, as on the first day", "costs")
CASE = ("who takes part in this secondment", "")
TRAINING = ("the approvals of the training body", "approvals")
# What is in neither table comes from the proposal.
SOURCES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("ni_rate", "ni_threshold", "levy_rate", "vat_rate"), LAW),
    **dict.fromkeys(("host_recovers", "tov_disclosure", "equipment", "host_manager"), COMPANY),
    **dict.fromkeys(("vat_treatment", "vat_number"), ("how the employer charges", "costs")),
    **dict.fromkeys(("parties", "home_bodies", "academic_owner", "fee_payee"), CASE),
    **dict.fromkeys(("credit", "approval", "home_contact"), TRAINING),
    "mnda_ref": ("the confidentiality agreement on record", "gates"),
}
LABELS: Mapping[str, str] = {
    "parties": "Parties",
    "home_bodies": "Organisations of the home side",
    "academic_owner": "Who owns what the home side owns",
    "fee_payee": "Who is paid the fee",
    "variation_of": "Agreement that is varied",
    "first_day": "First day",
    "last_day": "Last day",
    "day_of_return": "Day of return",
    "share": "Share of full time",
    "site": "Place of work",
    "host_manager": "Host’s Manager",
    "home_contact": "Employer’s Contact",
    "oop_category": "Kind of time out",
    "credit": "Credit towards training",
    "approval": "Approval of the regulator",
}


@dataclass(frozen=True)
class FactPage:
    heading: Heading
    title: str
    value: str
    help: str
    source: str
    href: str
    back: str
    places: Sequence[Place]
    agreement: str


def is_fact(name: str) -> bool:
    """Whether it may stand in an agreement without being negotiated."""
    parameter = PARAMETERS.get(name)
    return name in facts.FACTS or (parameter is not None and not parameter.negotiable)


def of(s: Secondment, name: str, *, reader: Person) -> FactPage:
    """Raises NotFound for what this agreement does not say."""
    said = facts.of(reading.text_of(s).terms)
    if not is_fact(name) or name not in said:
        raise NotFound(NOT_THERE)
    source, section = SOURCES.get(name, PROPOSAL)
    parameter = PARAMETERS.get(name)
    return FactPage(
        heading=heading(s, reader=reader, here="terms"),
        title=parameter.label if parameter else LABELS[name],
        value=facts.sentence(said[name]),
        help=parameter.help if parameter else "",
        source=source,
        href=path(s, section),
        back=path(s, "agreement/read"),
        places=reading.places_of(s, name),
        agreement=path(s, "agreement/read"),
    )
