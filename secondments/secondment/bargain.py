"""What a case brings to the table of terms: its circumstances, its facts, what it opens with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secondments.catalogue import parameters, positions
from secondments.catalogue.positions import Table
from secondments.secondment.bank_holidays import Nation
from secondments.secondment.choices import (
    Arrangement,
    FeePaidTo,
    OutOfProgramme,
    VatTreatment,
)
from secondments.secondment.its_choices import IndemnityPlan
from secondments.secondment.questions_of_terms import RAISED
from secondments.secondment.required import is_asked

if TYPE_CHECKING:
    from secondments.catalogue.kinds import Value
    from secondments.secondment.models import Proposal, Secondment

FIXED_SUM = "fixed_sum"
# With these a reader works the salary out from the charge: an employer may keep them back.
RATES = frozenset({"pension_rate", "admin_fee"})
# The law that governs the agreement is usually that of where the employer is.
LAW_IN = {
    Nation.ENGLAND: "England_and_Wales",
    Nation.WALES: "England_and_Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern_Ireland",
}
COVERS = {
    IndemnityPlan.NONE_NEEDED: "none_needed",
    IndemnityPlan.HOST: "host_policy",
    IndemnityPlan.DEFENCE: "personal_MDO",
    IndemnityPlan.NHS: "NHS_honorary",
}
# Answers about money that the sides may differ on -> the parameter.
OF_THE_MONEY = {
    "pension_rate": "pension_rate",
    "admin_rate": "admin_fee",
    "invoice_every": "invoice_every",
    "host_allowance": "host_allowance",
    "pension_status": "pension_status",
    "death_in_service": "death_in_service",
    "onsite_percent": "onsite_min_pct",
}


def table_of(s: Secondment) -> Table:
    """Where every term stands now."""
    usual = usual_for(s)
    return positions.lay(
        [*s.term_moves, *unrecorded(s)],
        usual=usual,
        facts=facts_of(s),
        circumstances=circumstances_of(s),
        fixed=fixed_in(s),
    )


def usual_for(s: Secondment) -> dict[str, Value]:
    """The usual position on every parameter in this case."""
    usual = parameters.usual(
        direct_pay=s.proposal.arrangement is Arrangement.DIRECT_PAY,
        trainee=s.training_body_id is not None,
    )
    return usual | {"law": LAW_IN[s.rules.employer.nation]}


def circumstances_of(s: Secondment) -> Set[str]:
    """Those of catalogue/conditions.py that hold."""
    p = s.proposal
    arrangement = p.arrangement or Arrangement.RECHARGE
    is_advice = arrangement is Arrangement.ADVISORY
    known = {
        "secondment": not is_advice,
        "advisory": is_advice,
        "recharge": arrangement.is_recharged,
        "direct_pay": arrangement is Arrangement.DIRECT_PAY,
        "charged": arrangement.is_charged,
        "part_time": p.share is not None and p.share < 1,
        "trainee": s.training_body_id is not None,
        "credit": bool(p.claim_credit and p.credit_months),
    }
    return frozenset(name for name, holds in known.items() if holds)


def facts_of(s: Secondment) -> dict[str, Value]:
    """What the proposal and the company say that nobody negotiates, by the parameters' names."""
    return parameters.said({name: value for name, value in _facts(s) if value is not None})


def _facts(s: Secondment) -> Iterator[tuple[str, Any]]:
    p, a = s.proposal, s.company_answers
    if is_asked("pension_scheme", {"arrangement": p.arrangement}):
        yield "pension_scheme", p.pension_scheme
    yield "clinical_sessions_kept", p.sessions_kept
    yield "lab_work", p.lab_work
    yield "occupational_health_needed", p.lab_work or p.clinical_contact
    yield "patient_data", p.patient_data
    yield "clinical_at_host", p.clinical_contact
    yield "clinical_cover", COVERS.get(p.indemnity_plan) if p.indemnity_plan else None
    yield "mnda_ref", s.nda_reference
    yield "host_recovers", a and a.vat_recovery
    yield "tov_disclosure", a and a.transfer_of_value
    yield "equipment", list(a.equipment) if a and a.equipment else None
    yield "vat_treatment", vat_treatment_of(s)
    if p.oop_category is OutOfProgramme.OOPR and p.thesis_needed is not False:
        # A degree that nobody may examine is none: not for the sides to give away (CL18).
        yield "thesis_allowed", True
    if p.arrangement is Arrangement.ADVISORY:
        yield "recharge_basis", FIXED_SUM
        yield "fixed_sum", p.fee
        yield "admin_fee", 0
    if s.hides_rates:
        yield "pension_rate", p.pension_rate
        yield "admin_fee", p.admin_rate or 0


def fixed_in(s: Secondment) -> Set[str]:
    """Parameters that are kept off the table here."""
    return set(facts_of(s)) | (RATES if s.hides_rates else set())


@dataclass(frozen=True)
class Unrecorded:
    """What the proposal says of a term that no move says yet: a move of the home side to come."""

    number: int
    parameter: str
    value: Any
    side: str = positions.HOME
    from_proposal: bool = True


def unrecorded(s: Secondment) -> list[Unrecorded]:
    """The moves that the proposal makes by saying another thing than it did.

    A term that it no longer raises goes back to the usual position, unless others have moved it.
    """
    spoken = {move.parameter: move for move in s.term_moves if move.from_proposal}
    said, number = opening_of(s), len(s.term_moves)
    last = {m.parameter: m for m in s.term_moves if m.side == positions.HOME}
    usual = usual_for(s) if spoken.keys() - said.keys() else {}
    for name in spoken.keys() - said.keys() - fixed_in(s):
        if last[name].from_proposal:
            said[name] = as_json(usual[name])
    return [
        Unrecorded(number + nth, name, value)
        for nth, (name, value) in enumerate(said.items(), start=1)
        if name not in spoken or spoken[name].value != value
    ]


def opening_of(s: Secondment) -> dict[str, Any]:
    """What the applicant says in the proposal about terms, in their JSON form."""
    p, given = s.proposal, {"arrangement": s.proposal.arrangement}
    said = {parameter: getattr(p, name) for name, parameter in _asked(p, given)}
    if p.arrangement is not None and p.arrangement.is_recharged:
        said["admin_fee"] = p.admin_rate or 0
    kept_off = fixed_in(s)
    return {
        name: as_json(value)
        for name, value in said.items()
        if value is not None and name not in kept_off
    }


def _asked(_p: Proposal, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from RAISED.items()
    yield from ((name, x) for name, x in OF_THE_MONEY.items() if is_asked(name, given))


def as_json(value: Any) -> Any:
    """A value of a parameter as a move keeps it: numbers with decimals as text."""
    if isinstance(value, bool | int | list):
        return value
    if isinstance(value, tuple):
        return list(value)
    if hasattr(value, "normalize"):
        return f"{value.normalize():f}"
    return str(value)


def vat_treatment_of(s: Secondment) -> VatTreatment:
    """As the employer said, else what usually follows from the arrangement (domain.md §2.1)."""
    if s.vat_treatment is not None:
        return s.vat_treatment
    if s.proposal.arrangement is Arrangement.DIRECT_PAY:
        return VatTreatment.SUSPENDED
    private = s.proposal.fee_paid_to is FeePaidTo.PERSON
    if s.proposal.arrangement is Arrangement.ADVISORY and private:
        return VatTreatment.OUTSIDE_SCOPE
    return VatTreatment.STANDARD
