"""The costs of a case as each reader may see them: the charge for all, the salary for a few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from secondments import policy, words
from secondments.errors import NotPossibleNow
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.reading import is_being_written
from secondments.terms import charges, costs
from secondments.terms.charges import CostSheet, Rates
from secondments.terms.forms import SeenForm

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

CHANGING = "The applicant is changing the proposal. The cost is worked out when it is sent again."


@dataclass(frozen=True)
class Line:
    """One line of the sum, with what it rests on."""

    label: str
    under: str
    amount: str


@dataclass(frozen=True)
class Bar:
    """One bar of the chart: `width` is its share of the total in per cent."""

    label: str
    amount: str
    width: str


@dataclass(frozen=True)
class Invoice:
    period: str
    under: str
    net: str
    vat: str
    total: str


@dataclass(frozen=True)
class Sheet:
    """The figures, as text."""

    net: str
    vat: str
    total: str
    lines: Sequence[Line]  # empty for those who may not see the salary
    bars: Sequence[Bar]
    rates: Sequence[tuple[str, str]]
    invoices: Sequence[Invoice]
    charge_line: Line
    vat_line: Line


@dataclass(frozen=True)
class CostsPage:
    heading: Heading
    payer: str
    payee: str
    sheet: Sheet | None
    why_none: str
    form: SeenForm | None  # for the company while it decides
    seen: str
    href: str
    sees_salary: bool


def of(s: Secondment, *, reader: Person, form: SeenForm | None = None) -> CostsPage:
    """`form` is one that was sent and cannot be taken as it is."""
    top = heading(s, reader=reader, here="costs")
    hidden = is_being_written(s) and not top.reader.is_applicant
    sheet = None if hidden else costs.of(s)
    return CostsPage(
        heading=top,
        payer=top.facts.company or "The company",
        payee=s.employer.name,
        sheet=_sheet(s, sheet, sees_salary=top.reader.sees_pay) if sheet else None,
        why_none=_why_none(hidden=hidden, is_applicant=top.reader.is_applicant),
        form=form or (_form(s, reader) if sheet else None),
        seen=_seen(s),
        href=path(s, "costs"),
        sees_salary=top.reader.sees_pay,
    )


def _why_none(*, hidden: bool, is_applicant: bool) -> str:
    if hidden:
        return CHANGING
    whose = "you have" if is_applicant else "the applicant has"
    return f"The cost appears here when {whose} given dates, time, salary and rates."


def _form(s: Secondment, reader: Person) -> SeenForm | None:
    """Nothing for whoever may not confirm the cost now."""
    if policy.why_not(reader, "secondment.see_costs", s) or not LIFECYCLE.can(s, "answer"):
        return None
    return form_of(s)


def form_of(s: Secondment) -> SeenForm:
    """The form for the cost as it is at this moment."""
    sheet = costs.of(s)
    form = SeenForm(revision=s.revision, total=str(sheet.total) if sheet else "")
    form.total_now = str(sheet.total) if sheet else ""
    if sheet:
        total, net = words.money(sheet.total), words.money(sheet.net)
        form.seen.label.text = f"We have seen this cost: {total} including VAT, {net} before VAT"
    return form


def to_confirm(s: Secondment, form: SeenForm, *, reader: Person) -> CostsPage:
    """The page for a form that could not be taken. Raises NotAllowed, NotPossibleNow."""
    policy.require(reader, "secondment.see_costs", s)
    if reasons := LIFECYCLE.why_not(s, "answer"):
        raise NotPossibleNow(*reasons)
    return of(s, reader=reader, form=form)


def _seen(s: Secondment) -> str:
    given = s.company_answers
    if not given or given.cost_seen_at is None or given.cost_seen_total is None:
        return ""
    total = words.money(given.cost_seen_total)
    return f"{total} including VAT, confirmed on {words.moment(given.cost_seen_at)}"


def _sheet(s: Secondment, sheet: CostSheet, *, sees_salary: bool) -> Sheet:
    rates = charges.rates_from(costs.agreed_parameters(s))
    lines = list(_lines(sheet, rates)) if sees_salary else []
    return Sheet(
        net=words.money(sheet.net),
        vat=words.money(sheet.vat),
        total=words.money(sheet.total),
        lines=lines,
        bars=list(_bars(sheet)) if sees_salary else [],
        rates=list(_rates(rates)),
        invoices=list(_invoices(sheet)),
        charge_line=Line("Charge before VAT", "At actual cost", words.money(sheet.net)),
        vat_line=Line("VAT", _vat_words(rates), words.money(sheet.vat)),
    )


def _lines(sheet: CostSheet, rates: Rates) -> Iterator[Line]:
    lines = sheet.lines
    yield Line("Salary", "For the time at the company", words.money(lines.gross))
    yield Line(
        "Employer’s National Insurance", _ni_words(rates), words.money(lines.national_insurance)
    )
    pension = words.percent(rates.pension_rate)
    yield Line("Employer’s pension", pension, words.money(lines.pension))
    yield Line("Apprenticeship levy", words.percent(rates.levy_rate), words.money(lines.levy))
    yield Line("Administration fee", words.percent(rates.admin_rate), words.money(lines.admin))


def _ni_words(rates: Rates) -> str:
    return f"{words.percent(rates.ni_rate)} above £{rates.ni_threshold:,.0f} a year"


def _vat_words(rates: Rates) -> str:
    if rates.vat_treatment == "standard":
        return f"{words.percent(rates.vat_rate)}, standard"
    return "None"


def _rates(rates: Rates) -> Iterator[tuple[str, str]]:
    """What the company sees instead of the lines."""
    yield "Employer’s National Insurance", _ni_words(rates)
    yield "Employer’s pension", words.percent(rates.pension_rate)
    yield "Apprenticeship levy", words.percent(rates.levy_rate)
    yield "Administration fee", words.percent(rates.admin_rate)
    yield "VAT", _vat_words(rates)


def _bars(sheet: CostSheet) -> Iterator[Bar]:
    parts = {
        "Salary": sheet.lines.gross,
        "Employer’s pension": sheet.lines.pension,
        "National Insurance": sheet.lines.national_insurance,
        "Apprenticeship levy": sheet.lines.levy,
        "Administration fee": sheet.lines.admin,
        "VAT": sheet.vat,
    }
    for label, amount in parts.items():
        if amount:
            width = (amount * 100 / sheet.total).quantize(Decimal("0.01"))
            yield Bar(label, words.money(amount), f"{width}%")


def _invoices(sheet: CostSheet) -> Iterator[Invoice]:
    for each in sheet.instalments:
        yield Invoice(
            words.day_range(each.first_day, each.last_day),
            f"Invoiced {words.day(each.invoiced_on)}",
            words.money(each.net),
            words.money(each.vat),
            words.money(each.total),
        )
