"""The cost sheet: what the host repays, line by line and invoice by invoice. Pure, Decimal, pence.

The formula and its roundings are domain.md §2.1: every line is rounded half-up once, the net is
the sum of the rounded lines, VAT is taken on the net, and the last invoice carries the pennies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from secondments import clock
from secondments.errors import InvalidInput
from secondments.secondment.choices import Arrangement, Cadence

PENNY = Decimal("0.01")
NOTHING = Decimal("0.00")
FIXED_SUM = "fixed_sum"


@dataclass(frozen=True, kw_only=True)
class Rates:
    """What CL09 and CL10 agree: per cent, but pounds a year for the threshold, pounds for the sum.

    The treatment and the basis are choices of those clauses; the sum counts for `fixed_sum` only.
    """

    ni_rate: Decimal
    ni_threshold: Decimal
    pension_rate: Decimal
    levy_rate: Decimal
    admin_rate: Decimal
    vat_rate: Decimal
    vat_treatment: str = "standard"
    recharge_basis: str = "actual_cost"
    fixed_sum: Decimal = NOTHING


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What the charge is worked out from.

    `salary` is pounds a year for full time; `employment_wte` how much of full time the person
    works; `share` how much of that is seconded. `months` is a value of its own, because the
    parties may correct what `clock.months_between` proposes.
    """

    arrangement: Arrangement
    salary: Decimal
    first_day: date
    last_day: date
    months: Decimal
    share: Decimal
    rates: Rates
    employment_wte: Decimal = Decimal(1)
    cadence: Cadence = Cadence.QUARTERLY


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The lines of the net, in pounds, each rounded to the penny. The host sees only their sum."""

    gross: Decimal
    national_insurance: Decimal
    pension: Decimal
    levy: Decimal
    admin: Decimal

    @property
    def net(self) -> Decimal:
        return self.gross + self.national_insurance + self.pension + self.levy + self.admin


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """One invoice: the days it is for, both included, when it is sent, and pounds."""

    first_day: date
    last_day: date
    invoiced_on: date
    net: Decimal
    vat: Decimal

    @property
    def total(self) -> Decimal:
        return self.net + self.vat


@dataclass(frozen=True, kw_only=True)
class CostSheet:
    lines: Lines
    vat: Decimal
    instalments: tuple[Instalment, ...]

    @property
    def net(self) -> Decimal:
        return self.lines.net

    @property
    def total(self) -> Decimal:
        return self.net + self.vat


def rates_from(parameters: Mapping[str, object]) -> Rates:
    """The rates among the agreed parameters of CL09 and CL10."""
    return Rates(
        ni_rate=_decimal(parameters["ni_rate"]),
        ni_threshold=_decimal(parameters["ni_threshold"]),
        pension_rate=_decimal(parameters["pension_rate"]),
        levy_rate=_decimal(parameters["levy_rate"]),
        admin_rate=_decimal(parameters["admin_fee"]),
        vat_rate=_decimal(parameters["vat_rate"]),
        vat_treatment=str(parameters["vat_treatment"]),
        recharge_basis=str(parameters["recharge_basis"]),
        fixed_sum=_decimal(parameters["fixed_sum"]),
    )


def cost_sheet(basis: Basis) -> CostSheet:
    """The whole calculation. Where the host pays the person directly nothing is recharged."""
    _refuse_nonsense(basis)
    if not basis.arrangement.is_charged:
        return CostSheet(lines=_lines(basis, months=Decimal(0)), vat=NOTHING, instalments=())
    lines = _lines(basis, months=basis.months)
    vat = _percent(lines.net, _vat_rate(basis.rates))
    periods = invoice_periods(basis.first_day, basis.last_day, basis.cadence)
    return CostSheet(lines=lines, vat=vat, instalments=_instalments(lines.net, vat, periods, basis))


def invoice_periods(
    first_day: date, last_day: date, cadence: Cadence
) -> tuple[tuple[date, date], ...]:
    """The days each invoice is for, both included.

    Periods begin on the day of the month on which the term began. A remainder of a week or less
    joins the period before it, as in the rule for months.
    """
    step = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.IN_ADVANCE: 0}[cadence]
    starts = [first_day]
    latest = last_day - timedelta(days=clock.NEARLY_A_MONTH)
    while step and (following := clock.add_months(first_day, step * len(starts))) <= latest:
        starts.append(following)
    ends = [start - timedelta(days=1) for start in starts[1:]] + [last_day]
    return tuple(zip(starts, ends, strict=True))


def _lines(basis: Basis, *, months: Decimal) -> Lines:
    rates = basis.rates
    yearly = _yearly_costs(basis.salary * basis.employment_wte, rates)
    # The whole employment uses the threshold once: a share of the cost, not the cost of a share.
    # Divided last, so that a half penny stays a half penny.
    exact = [cost * basis.share * months / 12 for cost in yearly]
    if rates.recharge_basis == FIXED_SUM and months:
        exact = [rates.fixed_sum, NOTHING, NOTHING, NOTHING]
    gross, national_insurance, pension, levy = map(_to_penny, exact)
    return Lines(
        gross=gross,
        national_insurance=national_insurance,
        pension=pension,
        levy=levy,
        admin=_percent(sum(exact, NOTHING), rates.admin_rate),
    )


def _yearly_costs(salary: Decimal, rates: Rates) -> list[Decimal]:
    """Salary, National Insurance, pension and levy of the whole employment for a year."""
    if rates.recharge_basis != "actual_cost":
        return [salary, NOTHING, NOTHING, NOTHING]
    liable = max(NOTHING, salary - rates.ni_threshold)
    return [
        salary,
        liable * rates.ni_rate / 100,
        salary * rates.pension_rate / 100,
        salary * rates.levy_rate / 100,
    ]


def _instalments(
    net: Decimal, vat: Decimal, periods: tuple[tuple[date, date], ...], basis: Basis
) -> tuple[Instalment, ...]:
    rate = _vat_rate(basis.rates)
    nets = _shares(net, len(periods))
    vats = _with_the_rest([each * rate / 100 for each in nets[:-1]], vat)
    in_advance = basis.cadence is Cadence.IN_ADVANCE
    return tuple(
        Instalment(
            first_day=begins,
            last_day=ends,
            invoiced_on=begins if in_advance else ends + timedelta(days=1),
            net=each_net,
            vat=each_vat,
        )
        for (begins, ends), each_net, each_vat in zip(periods, nets, vats, strict=True)
    )


def _shares(amount: Decimal, count: int) -> list[Decimal]:
    """Equal amounts; the last carries the difference."""
    return _with_the_rest([amount / count] * (count - 1), amount)


def _with_the_rest(amounts: list[Decimal], whole: Decimal) -> list[Decimal]:
    """Rounded half-up, and what is left of the whole; down where pennies would owe money back."""
    rounded = [_to_penny(each) for each in amounts]
    if sum(rounded, NOTHING) > whole:
        rounded = [each.quantize(PENNY, ROUND_DOWN) for each in amounts]
    return [*rounded, whole - sum(rounded, NOTHING)]


def _vat_rate(rates: Rates) -> Decimal:
    return rates.vat_rate if rates.vat_treatment == "standard" else Decimal(0)


def _percent(amount: Decimal, rate: Decimal) -> Decimal:
    return _to_penny(amount * rate / 100)


def _to_penny(amount: Decimal) -> Decimal:
    return amount.quantize(PENNY, ROUND_HALF_UP)


def _decimal(value: object) -> Decimal:
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    raise InvalidInput(f"{value} is not a number.")


def _refuse_nonsense(basis: Basis) -> None:
    if basis.last_day < basis.first_day:
        raise InvalidInput("The last day cannot be before the first day.")
    if basis.salary < 0 or basis.months < 0:
        raise InvalidInput("The salary and the months cannot be negative.")
    if not 0 < basis.share <= 1 or not 0 < basis.employment_wte <= 1:
        raise InvalidInput("The share of time is more than nothing and at most full time.")
