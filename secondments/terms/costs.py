"""The cost sheet of a secondment, worked out from its proposal, the rates and the parameters."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from secondments import clock
from secondments.catalogue import parameters
from secondments.secondment.bank_holidays import Nation
from secondments.secondment.choices import (
    Arrangement,
    Cadence,
    FeePaidTo,
    PensionScheme,
    VatTreatment,
)
from secondments.secondment.required import is_asked
from secondments.terms import charges, queries
from secondments.terms.charges import FIXED_SUM, Basis, CostSheet
from secondments.terms.rates import OF_SCHEME, Dated, InForce

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

NEEDED = ("arrangement", "starts_on", "ends_on", "share")
FOR_THE_SUM = ("salary", "employment_wte", "pension_rate", "fee", "fee_paid_to", "invoice_every")
TERMS_OF_THE_PROPOSAL = (
    "pension_scheme",
    "pension_rate",
    "pension_status",
    "death_in_service",
    "invoice_every",
)
# The law that governs the agreement is that of where the employer is.
LAW_IN = {
    Nation.ENGLAND: "England_and_Wales",
    Nation.WALES: "England_and_Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern_Ireland",
}


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


def rates_of(s: Secondment) -> InForce:
    """The rates in force on the first day: those set by law follow the law up to then."""
    first = s.proposal.starts_on
    return queries.in_force(first) if first else InForce(clock.today(s.zone), {})


def law_of(s: Secondment) -> dict[str, Decimal]:
    """The rates set by law, by the names of the parameters: as frozen once there is a contract."""
    frozen = s.agreement.rates if s.agreement else None
    if frozen is None:
        return rates_of(s).by_law()
    return {name: Decimal(value) for name, value in frozen.items()}


def agreed_parameters(s: Secondment) -> dict[str, Any]:
    """Every parameter: the usual position, but for the law and what the two sides say."""
    p, a, given = s.proposal, s.company_answers, {"arrangement": s.proposal.arrangement}
    said: dict[str, Any] = {
        name: getattr(p, name) for name in TERMS_OF_THE_PROPOSAL if is_asked(name, given)
    }
    said |= {
        "admin_fee": p.admin_rate if p.admin_rate is not None else Decimal(0),
        "onsite_min_pct": p.onsite_percent,
        "host_recovers": a and a.vat_recovery,
        "tov_disclosure": a and a.transfer_of_value,
        "vat_treatment": vat_treatment_of(s),
        "law": LAW_IN[s.rules.employer.nation],
    }
    if p.arrangement is Arrangement.ADVISORY:
        said |= {"recharge_basis": FIXED_SUM, "fixed_sum": p.fee, "admin_fee": Decimal(0)}
    if p.arrangement is None or p.arrangement.is_charged:
        said |= law_of(s)
    stated = {n: v if isinstance(v, int) else str(v) for n, v in said.items() if v is not None}
    return parameters.agreed(
        stated,
        direct_pay=p.arrangement is Arrangement.DIRECT_PAY,
        trainee=s.training_body_id is not None,
    )


def why_none(s: Secondment) -> str:
    """The sentence that says why a complete proposal has no cost: a rate is missing. Or nothing."""
    p = s.proposal
    if p.arrangement is None or p.starts_on is None or not p.arrangement.is_charged:
        return ""
    if s.agreement and s.agreement.rates:
        return ""
    return rates_of(s).missing()


def months_of(s: Secondment) -> Decimal:
    """As the employer corrected them, else by the rule. The dates have to be known."""
    p = s.proposal
    if s.charge_months is not None:
        return s.charge_months
    assert p.starts_on is not None
    assert p.ends_on is not None
    return clock.months_between(p.starts_on, p.ends_on)


def of(s: Secondment) -> CostSheet | None:
    """The whole sheet, salary lines included; None until the proposal and the rates say enough.

    What a reader may see of it is the page's business: the company sees net, VAT and total.
    """
    p = s.proposal
    needed = [*NEEDED, *(n for n in FOR_THE_SUM if is_asked(n, {"arrangement": p.arrangement}))]
    if any(getattr(p, name) is None for name in needed) or why_none(s):
        return None
    assert p.arrangement is not None
    assert p.starts_on is not None
    assert p.ends_on is not None
    assert p.share is not None
    recharged = p.arrangement.is_recharged
    return charges.cost_sheet(
        Basis(
            arrangement=p.arrangement,
            salary=p.salary if recharged and p.salary is not None else Decimal(0),
            first_day=p.starts_on,
            last_day=p.ends_on,
            months=months_of(s),
            share=p.share,
            rates=charges.rates_from(agreed_parameters(s)),
            employment_wte=p.employment_wte if recharged and p.employment_wte else Decimal(1),
            cadence=p.invoice_every or Cadence.QUARTERLY,
        )
    )


def pension_basis(s: Secondment) -> Dated | None:
    """The recorded rate of the scheme that the agreed one equals, so that nobody guesses."""
    p = s.proposal
    known = rates_of(s).by_kind
    found = [known[k] for k in OF_SCHEME[p.pension_scheme or PensionScheme.NONE] if k in known]
    return next((rate for rate in found if rate.value == p.pension_rate), None)
