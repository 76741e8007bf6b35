"""The schedule of money: the charge and how it is worked out, VAT, and every invoice."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from secondments import words
from secondments.agreements import facts
from secondments.agreements.terms import Charge, Kind, Terms
from secondments.documents.contract import Block, Column, Prose, Table, plain

# What an organisation may keep back: with these a reader works the salary out from the charge.
RATES = frozenset({"ni_rate", "ni_threshold", "pension_rate", "levy_rate", "admin_fee"})
ROUNDING = "Each invoice is rounded to the penny, and the last carries the difference."


def blocks(terms: Terms) -> Iterator[Block]:
    charge = terms.charge
    if charge is None:
        return
    yield _charge(terms, charge)
    yield _invoices(charge, name_of(terms))
    payment = f"Each invoice is payable within {facts.say(terms, 'payment_days')} of its date."
    several = len(charge.instalments) > 1
    yield Prose(plain(f"{ROUNDING} {payment}" if several else payment), is_remark=True)


def name_of(terms: Terms) -> str:
    """What the sum is called: the Charge of a secondment, the Fee for advice."""
    return "Fee" if terms.kind is Kind.ADVISORY else "Charge"


def _charge(terms: Terms, charge: Charge) -> Table:
    net, vat, total = map(words.money, (charge.net, charge.vat, charge.total))
    name = name_of(terms)
    is_fee = terms.kind is Kind.ADVISORY
    basis = _fee_basis(terms, charge) if is_fee else _basis(terms, charge)
    return Table(
        f"{name} for the Term",
        (Column("Line", 14), Column("Basis", 64), Column("Amount", 22, "end")),
        ((name, basis, net), ("VAT", _fee_vat(terms, charge) if is_fee else _vat(terms), vat)),
        ("Total", "", total),
    )


def _fee_basis(terms: Terms, charge: Charge) -> str:
    return (
        f"For the advice in the whole Term, {_months(charge.months)}, to the {facts.payee(terms)}"
    )


def _fee_vat(terms: Terms, charge: Charge) -> str:
    return f"{facts.say(terms, 'vat_rate')} of the fee" if charge.vat else "None is charged"


def _invoices(charge: Charge, name: str) -> Table:
    figures = [Column(heading, 18, "end") for heading in (name, "VAT", "Invoice")]
    return Table(
        "Invoices",
        (Column("For", 28), Column("Invoiced on", 18), *figures),
        tuple(
            (
                _days(each.first_day, each.last_day),
                words.day_short(each.invoiced_on),
                *map(words.money, (each.net, each.vat, each.total)),
            )
            for each in charge.instalments
        ),
        ("Total", "", *map(words.money, (charge.net, charge.vat, charge.total))),
    )


def _basis(terms: Terms, charge: Charge) -> str:
    """How the charge came about, and at which rates unless the organisation keeps those back."""
    chosen = terms.parameters["recharge_basis"]
    basis = facts.sentence(facts.say(terms, "recharge_basis").removeprefix("the "))
    if chosen == "fixed_sum":
        return basis
    basis = f"{basis}, {words.share(terms.share)}, {_months(charge.months)}"
    if not charge.shows_rates:
        return basis
    fee = f"administration fee {facts.say(terms, 'admin_fee')}"
    on_costs = "" if chosen == "salary_only" else f"{_on_costs(terms)}; "
    return f"{basis}. {facts.sentence(on_costs + fee)}"


def _on_costs(terms: Terms) -> str:
    return (
        f"employer’s National Insurance {facts.say(terms, 'ni_rate')} above"
        f" {facts.say(terms, 'ni_threshold')} a year;"
        f" employer’s pension {facts.say(terms, 'pension_rate')};"
        f" apprenticeship levy {facts.say(terms, 'levy_rate')}"
    )


def _vat(terms: Terms) -> str:
    treatment = facts.say(terms, "vat_treatment")
    if terms.parameters["vat_treatment"] == "standard":
        return f"{facts.say(terms, 'vat_rate')} of the charge, as {treatment}"
    return facts.sentence(treatment)


def _days(first: date, last: date) -> str:
    """4 Aug to 3 Nov 2027, the year said once where it is the same."""
    until = words.day_short(last)
    if first == last:
        return until
    start = words.day_short(first)
    return f"{start.removesuffix(f' {last.year}')} to {until}"


def _months(count: Decimal) -> str:
    return f"{count.normalize():f} month{'' if count == 1 else 's'}"
