"""The cost sheet of a secondment, worked out from its proposal and the agreed parameters."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from secondments import clock
from secondments.terms import charges, parameters
from secondments.terms.charges import Arrangement, Basis, Cadence, CostSheet

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

NEEDED = ("salary", "starts_on", "ends_on", "share", "arrangement", "pension_rate", "invoice_every")


def agreed_parameters(s: Secondment) -> dict[str, Any]:
    """Every parameter: the usual position, but for what the proposal and the company say."""
    p, a = s.proposal, s.company_answers
    said = {
        "pension_rate": p.pension_rate,
        "admin_fee": p.admin_rate if p.admin_rate is not None else Decimal(0),
        "invoice_every": p.invoice_every and str(p.invoice_every),
        "onsite_min_pct": p.onsite_percent,
        "host_recovers": a and a.vat_recovery and str(a.vat_recovery),
        "tov_disclosure": a and a.transfer_of_value and str(a.transfer_of_value),
    }
    given = {
        name: str(v) if isinstance(v, Decimal) else v for name, v in said.items() if v is not None
    }
    return parameters.agreed(given, trainee=s.training_body_id is not None)


def of(s: Secondment) -> CostSheet | None:
    """The whole sheet, salary lines included; None until the proposal says enough.

    What a reader may see of it is the page's business: the company sees net, VAT and total.
    """
    if any(getattr(s.proposal, name) is None for name in NEEDED):
        return None
    p = s.proposal
    assert p.starts_on and p.ends_on and p.salary is not None and p.share is not None  # noqa: PT018
    return charges.cost_sheet(
        Basis(
            arrangement=Arrangement(str(p.arrangement)),
            salary=p.salary,
            first_day=p.starts_on,
            last_day=p.ends_on,
            months=clock.months_between(p.starts_on, p.ends_on),
            share=p.share,
            rates=charges.rates_from(agreed_parameters(s)),
            cadence=Cadence(str(p.invoice_every)),
        )
    )
