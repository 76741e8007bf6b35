"""The page on which the employer says how it is charged: months, VAT, and who sees the rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import clock, policy, words
from secondments.secondment import bargain, material
from secondments.secondment.choices import VAT_CHOICES, Arrangement
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.terms.forms import HIDE, SHOW, ChargeForm

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

BY_THE_DATES = "{days} are {months} by the usual rule. Left empty: that."


@dataclass(frozen=True)
class ChargePage:
    heading: Heading
    form: ChargeForm
    is_recharged: bool
    href: str
    back: str
    agreed_by: str  # whose approvals for the company end when the cost changes


def form_of(s: Secondment) -> ChargeForm:
    """The form with what holds now."""
    p = s.proposal
    arrangement = p.arrangement or Arrangement.RECHARGE
    form = ChargeForm(
        revision=s.revision,
        months=s.charge_months,
        vat_treatment=bargain.vat_treatment_of(s),
        rates=HIDE if s.hides_rates else SHOW,
    )
    form.vat_treatment.options = [(each, each.label) for each in VAT_CHOICES[arrangement]]
    # Without a recharge there are no rates to see.
    form.rates.optional = not arrangement.is_recharged
    if p.starts_on and p.ends_on:
        months = clock.months_between(p.starts_on, p.ends_on)
        form.months.description = BY_THE_DATES.format(
            days=words.day_range(p.starts_on, p.ends_on), months=f"{months.normalize():f} months"
        )
    return form


def of(s: Secondment, form: ChargeForm, *, reader: Person) -> ChargePage:
    """Raises NotAllowed, NotPossibleNow."""
    policy.require(reader, "secondment.set_charge", s)
    LIFECYCLE.require(s, "set_charge")
    arrangement = s.proposal.arrangement or Arrangement.RECHARGE
    return ChargePage(
        heading=heading(s, reader=reader, here="costs"),
        form=form,
        is_recharged=arrangement.is_recharged,
        href=path(s, "costs/charge"),
        back=path(s, "costs"),
        agreed_by=words.listed(v.by_name for v in s.standing_votes if v.step in material.COMPANY),
    )
