"""The cost sheet of a secondment, worked out from its proposal, the rates and the parameters."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from secondments import clock
from secondments.catalogue import parameters
from secondments.secondment.choices import (
    Cadence,
    PensionScheme,
)
from secondments.secondment.required import is_asked
from secondments.terms import charges, queries
from secondments.terms.charges import Basis, CostSheet
from secondments.terms.rates import OF_SCHEME, Dated, InForce

if TYPE_CHECKING:
    from secondments.catalogue.kinds import Value
    from secondments.secondment.models import Secondment

NEEDED = ("arrangement", "starts_on", "ends_on", "share")
FOR_THE_SUM = ("salary", "employment_wte", "pension_rate", "fee", "fee_paid_to", "invoice_every")


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


def agreed_parameters(s: Secondment) -> dict[str, Value]:
    """Every parameter as it stands on the table, the rates set by law from the law."""
    arrangement = s.proposal.arrangement
    law = law_of(s) if arrangement is None or arrangement.is_charged else {}
    return {**s.table.parameters, **parameters.said(law)}


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
    recharged, agreed = p.arrangement.is_recharged, agreed_parameters(s)
    return charges.cost_sheet(
        Basis(
            arrangement=p.arrangement,
            salary=p.salary if recharged and p.salary is not None else Decimal(0),
            first_day=p.starts_on,
            last_day=p.ends_on,
            months=months_of(s),
            share=p.share,
            rates=charges.rates_from(agreed),
            employment_wte=p.employment_wte if recharged and p.employment_wte else Decimal(1),
            cadence=Cadence(str(agreed["invoice_every"])),
        )
    )


def pension_basis(s: Secondment) -> Dated | None:
    """The recorded rate of the scheme that the agreed one equals, so that nobody guesses."""
    p = s.proposal
    known = rates_of(s).by_kind
    found = [known[k] for k in OF_SCHEME[p.pension_scheme or PensionScheme.NONE] if k in known]
    return next((rate for rate in found if rate.value == p.pension_rate), None)
