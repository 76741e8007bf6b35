"""The figures of a cost sheet as text: lines, bars, rates and invoices, as far as one may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from secondments import words
from secondments.secondment.choices import Arrangement, VatTreatment
from secondments.terms import charges, costs
from secondments.terms.charges import CostSheet, Rates

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment
    from secondments.secondment.reading import Reader

STAFF = "HM Revenue and Customs, Staff (VAT Notice 700/34)"
SERVICES = "VAT Act 1994, section 5; HM Revenue and Customs, VAT guide (VAT Notice 700)"
REGISTRATION = "VAT Act 1994, Schedule 1"
SUPPLY_OF_STAFF = (
    "VAT of {rate} is added: lending staff for a payment is a supply of staff, and standard-rated"
    " even at cost."
)
SUPPLY_OF_ADVICE = "VAT of {rate} is added: advice for a fee is a supply of services."
SUSPENDED = (
    "No VAT is due: the employment here is suspended and the company is the employer for the time,"
    " so that no staff are supplied."
)
CONCESSION = (
    "No VAT is shown: the employer relies on a concession of HM Revenue and Customs, and has to"
    " meet its conditions."
)
PRIVATE = (
    "No VAT is shown: the fee is paid to {adviser} personally, and the employer supplies nothing."
    " Whether {adviser} charges VAT depends on their own registration."
)


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
class Vat:
    """How VAT is treated, in a sentence, and where that is written."""

    sentence: str
    source: str


@dataclass(frozen=True)
class Sheet:
    """The figures, as text."""

    net: str
    vat: str
    total: str
    is_charged: bool
    lines: Sequence[Line]  # of the salary for those who may see it
    closing: Sequence[Line]  # charge and VAT; empty where nothing is charged
    bars: Sequence[Bar]
    rates: Sequence[tuple[str, str]]
    invoices: Sequence[Invoice]
    vat_words: Vat


def of(s: Secondment, sheet: CostSheet, reader: Reader) -> Sheet:
    rates = charges.rates_from(costs.agreed_parameters(s))
    arrangement = s.proposal.arrangement or Arrangement.RECHARGE
    with_salary = reader.sees_pay and arrangement.is_recharged
    with_rates = reader.sees_rates and arrangement.is_recharged and not with_salary
    return Sheet(
        net=words.money(sheet.net),
        vat=words.money(sheet.vat),
        total=words.money(sheet.total),
        is_charged=arrangement.is_charged,
        lines=list(_lines(s, sheet, rates)) if with_salary else [],
        closing=list(_closing(s, sheet, rates)) if arrangement.is_charged else [],
        bars=list(_bars(sheet, with_salary=with_salary)) if sheet.total else [],
        rates=list(_rates(s, rates)) if with_rates else [],
        invoices=list(_invoices(sheet)),
        vat_words=_vat_in_a_sentence(s, rates),
    )


def _lines(s: Secondment, sheet: CostSheet, rates: Rates) -> Iterator[Line]:
    lines = sheet.lines
    yield Line("Salary", _salary_words(s), words.money(lines.gross))
    yield Line(
        "Employer’s National Insurance", _ni_words(rates), words.money(lines.national_insurance)
    )
    yield Line("Employer’s pension", _pension_words(s, rates), words.money(lines.pension))
    yield Line("Apprenticeship levy", words.percent(rates.levy_rate), words.money(lines.levy))
    yield Line("Administration fee", words.percent(rates.admin_rate), words.money(lines.admin))


def _salary_words(s: Secondment) -> str:
    p = s.proposal
    salary = f"{words.money(p.salary or 0)} a year"
    wte = p.employment_wte or Decimal(1)
    employed = f"employed for {words.share(wte)}" if wte < 1 else ""
    return ", ".join(filter(None, [salary, employed, _time_words(s)]))


def _time_words(s: Secondment) -> str:
    """The share and the months, and who says so where the dates give others."""
    months = costs.months_of(s)
    said = f"{words.share(s.proposal.share or Decimal(1))}, {_months(months)}"
    return f"{said} as set by the employer" if s.charge_months is not None else said


def _months(count: Decimal) -> str:
    return f"{count.normalize():f} month{'' if count == 1 else 's'}"


def _ni_words(rates: Rates) -> str:
    return f"{words.percent(rates.ni_rate)} above £{rates.ni_threshold:,.0f} a year"


def _pension_words(s: Secondment, rates: Rates) -> str:
    """The agreed rate, and which recorded one it is: with or without the part paid centrally."""
    known = costs.pension_basis(s)
    rate = words.percent(rates.pension_rate)
    return f"{rate}: {known.kind.label}" if known else f"{rate}, as agreed"


def _vat_words(rates: Rates) -> str:
    if rates.vat_treatment == VatTreatment.STANDARD:
        return f"{words.percent(rates.vat_rate)}, standard"
    return "None"


def _closing(s: Secondment, sheet: CostSheet, rates: Rates) -> Iterator[Line]:
    if s.proposal.arrangement is Arrangement.ADVISORY:
        paid_to = s.proposal.fee_paid_to
        yield Line("Fee before VAT", paid_to.label if paid_to else "", words.money(sheet.net))
    else:
        under = f"At actual cost, {_time_words(s)}"
        yield Line("Charge before VAT", under, words.money(sheet.net))
    yield Line("VAT", _vat_words(rates), words.money(sheet.vat))


def _rates(s: Secondment, rates: Rates) -> Iterator[tuple[str, str]]:
    """What those see who do not see the lines."""
    yield "Employer’s National Insurance", _ni_words(rates)
    yield "Employer’s pension", _pension_words(s, rates)
    yield "Apprenticeship levy", words.percent(rates.levy_rate)
    yield "Administration fee", words.percent(rates.admin_rate)
    yield "VAT", _vat_words(rates)


def _bars(sheet: CostSheet, *, with_salary: bool) -> Iterator[Bar]:
    lines = sheet.lines
    parts = {"Charge before VAT": sheet.net}
    if with_salary:
        parts = {
            "Salary": lines.gross,
            "Employer’s pension": lines.pension,
            "National Insurance": lines.national_insurance,
            "Apprenticeship levy": lines.levy,
            "Administration fee": lines.admin,
        }
    for label, amount in (parts | {"VAT": sheet.vat}).items():
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


def _vat_in_a_sentence(s: Secondment, rates: Rates) -> Vat:
    """What usually holds for the arrangement (domain.md §2.1), and the official text about it."""
    advice = s.proposal.arrangement is Arrangement.ADVISORY
    if rates.vat_treatment == VatTreatment.STANDARD:
        sentence = SUPPLY_OF_ADVICE if advice else SUPPLY_OF_STAFF
        source = SERVICES if advice else STAFF
        return Vat(sentence.format(rate=words.percent(rates.vat_rate)), source)
    if rates.vat_treatment == VatTreatment.OUTSIDE_SCOPE:
        return Vat(PRIVATE.format(adviser=s.applicant.name), REGISTRATION)
    suspended = rates.vat_treatment == VatTreatment.SUSPENDED
    return Vat(SUSPENDED if suspended else CONCESSION, STAFF)
