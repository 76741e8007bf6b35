"""What the employer says about the charge, and the rates that administrators keep."""

import uuid
from datetime import date
from decimal import Decimal

from secondments import clock, jobs
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import bargain, letters, material, standing
from secondments.secondment.choices import VAT_CHOICES, Arrangement, VatTreatment
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.models import Secondment
from secondments.terms import costs, queries
from secondments.terms.models import Rate
from secondments.terms.rates import RateKind
from secondments.use_case import use_case

MOST_MONTHS = 60
FOUR_PLACES = Decimal("0.0001")
MONTHS = "Enter the months that are charged, more than 0 and at most 60, for example 11.5"
NO_SUCH_VAT = "Choose a VAT treatment that fits the arrangement"
TOLD = "The employer has set anew how it is charged."
RATES_CHANGED = "Rates that are set by law have changed for its first day."
SAME_RATE = "This rate stands in the table already"
NO_SOURCE = "Say where the rate is written, for example HM Revenue and Customs, rates for employers"
NO_REASON = "Say why it is taken out"
TAKEN_OUT = "This rate was taken out before."


@use_case("secondment.set_charge")
def set_charge(  # noqa: PLR0913 - they are the charge
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    months: Decimal | None,
    vat_treatment: VatTreatment | None,
    hides_rates: bool,
    message: str,
    once: uuid.UUID | None = None,
) -> None:
    """Correct the months (None: as the dates give them) and the VAT; keep the rates back or not.

    The company has to confirm a cost that is another one than it has seen, and whoever agreed to
    the other one for it decides again (R1). Raises NotPossibleNow, Stale, InvalidInput.
    """
    before = costs.of(secondment)
    secondment.charge_months = _months(secondment, months)
    secondment.vat_treatment = _treatment(secondment, vat_treatment)
    secondment.hides_rates = hides_rates
    secondment.revision += 1
    LIFECYCLE.fire(secondment, "set_charge")
    if costs.of(secondment) != before:
        if secondment.cost_unseen():
            letters.cost_changed(secondment, TOLD)
        standing.void(secondment, material.COMPANY)


def _months(s: Secondment, months: Decimal | None) -> Decimal | None:
    """Nothing where it is what the dates give, or where months are not what is charged."""
    arrangement, p = s.proposal.arrangement, s.proposal
    if months is None or arrangement is None or not arrangement.is_recharged:
        return None
    if not 0 < months <= MOST_MONTHS or months != months.quantize(FOUR_PLACES):
        raise InvalidInput(MONTHS, fields={"months": MONTHS})
    assert p.starts_on is not None
    assert p.ends_on is not None
    return None if months == clock.months_between(p.starts_on, p.ends_on) else months


def _treatment(s: Secondment, chosen: VatTreatment | None) -> VatTreatment | None:
    """Nothing where it is what follows by itself."""
    if chosen is None:
        return None
    if chosen not in VAT_CHOICES[s.proposal.arrangement or Arrangement.RECHARGE]:
        raise InvalidInput(NO_SUCH_VAT, fields={"vat_treatment": NO_SUCH_VAT})
    s.vat_treatment = None
    return None if chosen is bargain.vat_treatment_of(s) else chosen


@use_case("secondment.reprice")
def reprice(secondment: Secondment, *, by: Person) -> None:
    """Rates have changed, and the cost is no longer the one the company confirmed."""
    secondment.revision += 1
    if secondment.cost_unseen():
        letters.cost_changed(secondment, RATES_CHANGED)


def costs_another_sum(s: Secondment) -> bool:
    """Whether the company confirmed another total than the cost is now."""
    given, sheet = s.company_answers, costs.of(s)
    if given is None or given.cost_seen_total is None:
        return False
    return sheet is None or sheet.total != given.cost_seen_total


@use_case("rates.add")
def add_rate(rate: Rate, *, by: Person, once: uuid.UUID | None = None) -> str:
    """Keep a new rate, whose id this returns; one of its kind from the same day is taken out.

    Raises InvalidInput at the field that is wrong.
    """
    _check(rate)
    before, now = queries.standing(rate.kind, rate.valid_from), clock.now()
    if before is not None and before.value == rate.value and before.source == rate.source:
        raise InvalidInput(SAME_RATE, fields={"value": SAME_RATE})
    if before is not None:
        before.ended_at, before.ended_by = now, by
        before.ended_why = "Replaced by a corrected rate from the same day"
        # flush: only one rate of a kind may stand from a day, so the old one goes first.
        db.session.flush()
    rate.added_at, rate.added_by = now, by
    queries.forget_rates()
    db.session.add(rate)
    jobs.defer("rates.reprice")
    return str(rate.id)


def a_rate(*, kind: RateKind, valid_from: date, value: Decimal, source: str) -> Rate:
    """A rate that is not kept yet, for `add_rate`."""
    return Rate(id=uuid.uuid4(), kind=kind, valid_from=valid_from, value=value, source=source)


def _check(rate: Rate) -> None:
    if sentence := rate.kind.limits.check(rate.value):
        raise InvalidInput(sentence, fields={"value": sentence})
    if not rate.source.strip() or not rate.source.isprintable():
        raise InvalidInput(NO_SOURCE, fields={"source": NO_SOURCE})


@use_case("rates.take_out")
def take_out(rate: Rate, *, by: Person, message: str, once: uuid.UUID | None = None) -> None:
    """It no longer counts; the one before it holds again. It stays in the history."""
    if not rate.is_standing:
        raise NotPossibleNow(TAKEN_OUT)
    if not message.strip():
        raise InvalidInput(NO_REASON, fields={"message": NO_REASON})
    rate.ended_at, rate.ended_by, rate.ended_why = clock.now(), by, message
    queries.forget_rates()
    jobs.defer("rates.reprice")
