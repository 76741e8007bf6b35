"""The worked cases to the penny, and what must hold for every charge."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondments.errors import InvalidInput
from secondments.terms import charges
from secondments.terms.charges import Arrangement, Basis, Cadence, Rates

NHS = Rates(
    ni_rate=Decimal(15),
    ni_threshold=Decimal(5000),
    pension_rate=Decimal("23.78"),
    levy_rate=Decimal("0.5"),
    admin_rate=Decimal(0),
    vat_rate=Decimal(20),
)


def rates(**changes):
    return Rates(**{**vars(NHS), **changes})


def a_basis(**changes):
    """Case T1 unless said otherwise."""
    t1 = {
        "arrangement": Arrangement.RECHARGE,
        "salary": Decimal(73992),
        "first_day": date(2027, 8, 4),
        "last_day": date(2028, 8, 1),
        "months": Decimal(12),
        "share": Decimal(1),
        "rates": NHS,
    }
    return Basis(**{**t1, **changes})


def figures(sheet):
    lines = sheet.lines
    amounts = (
        lines.gross,
        lines.national_insurance,
        lines.pension,
        lines.levy,
        lines.admin,
        sheet.net,
        sheet.vat,
        sheet.total,
    )
    return " | ".join(f"{amount:.2f}" for amount in amounts)


def test_case_t1_full_time_for_a_year():
    sheet = charges.cost_sheet(a_basis())
    assert figures(sheet) == (
        "73992.00 | 10348.80 | 17595.30 | 369.96 | 0.00 | 102306.06 | 20461.21 | 122767.27"
    )


def test_the_four_invoices_of_case_t1():
    sheet = charges.cost_sheet(a_basis())
    assert [
        (str(each.first_day), str(each.last_day), str(each.invoiced_on))
        for each in sheet.instalments
    ] == [
        ("2027-08-04", "2027-11-03", "2027-11-04"),
        ("2027-11-04", "2028-02-03", "2028-02-04"),
        ("2028-02-04", "2028-05-03", "2028-05-04"),
        ("2028-05-04", "2028-08-01", "2028-08-02"),
    ]
    assert [(str(each.net), str(each.vat), str(each.total)) for each in sheet.instalments] == [
        ("25576.52", "5115.30", "30691.82"),
        ("25576.52", "5115.30", "30691.82"),
        ("25576.52", "5115.30", "30691.82"),
        ("25576.50", "5115.31", "30691.81"),
    ]


def test_case_t2_another_salary():
    sheet = charges.cost_sheet(
        a_basis(salary=Decimal(65048), first_day=date(2027, 10, 6), last_day=date(2028, 10, 5))
    )
    assert figures(sheet) == (
        "65048.00 | 9007.20 | 15468.41 | 325.24 | 0.00 | 89848.85 | 17969.77 | 107818.62"
    )


def test_case_t6_half_time_for_half_a_year_with_a_fee():
    sheet = charges.cost_sheet(
        a_basis(
            salary=Decimal(62682),
            share=Decimal("0.5"),
            months=Decimal(6),
            first_day=date(2027, 11, 1),
            last_day=date(2028, 4, 30),
            rates=rates(admin_rate=Decimal(5)),
        )
    )
    assert figures(sheet) == (
        "15670.50 | 2163.08 | 3726.44 | 78.35 | 1081.92 | 22720.29 | 4544.06 | 27264.35"
    )
    assert [str(each.net) for each in sheet.instalments] == ["11360.15", "11360.14"]


def test_case_t10_a_day_a_week_with_the_university_scheme():
    sheet = charges.cost_sheet(
        a_basis(
            arrangement=Arrangement.PART_TIME,
            salary=Decimal(120000),
            share=Decimal("0.2"),
            first_day=date(2027, 9, 1),
            last_day=date(2028, 8, 31),
            rates=rates(pension_rate=Decimal("14.5"), admin_rate=Decimal(10)),
        )
    )
    assert figures(sheet) == (
        "24000.00 | 3450.00 | 3480.00 | 120.00 | 3105.00 | 34155.00 | 6831.00 | 40986.00"
    )
    assert [str(each.invoiced_on) for each in sheet.instalments] == [
        "2027-12-01",
        "2028-03-01",
        "2028-06-01",
        "2028-09-01",
    ]
    assert {each.net for each in sheet.instalments} == {Decimal("8538.75")}


def test_a_part_time_employee_is_charged_on_the_salary_actually_paid():
    sheet = charges.cost_sheet(a_basis(salary=Decimal(100000), employment_wte=Decimal("0.6")))
    assert sheet.lines.gross == Decimal("60000.00")
    assert sheet.lines.national_insurance == Decimal("8250.00")


def test_a_half_penny_is_rounded_up_even_after_twelfths():
    sheet = charges.cost_sheet(
        a_basis(
            salary=Decimal("60.06"),
            months=Decimal(1),
            last_day=date(2027, 9, 3),
            rates=rates(recharge_basis="salary_only"),
        )
    )
    assert sheet.lines.gross == Decimal("5.01")


def test_below_the_threshold_there_is_no_national_insurance():
    assert charges.cost_sheet(a_basis(salary=Decimal(5000))).lines.national_insurance == 0


def test_nothing_is_recharged_when_the_host_pays_the_person():
    sheet = charges.cost_sheet(a_basis(arrangement=Arrangement.DIRECT_PAY))
    assert (sheet.net, sheet.vat, sheet.instalments) == (0, 0, ())


@pytest.mark.parametrize("treatment", ["none_suspended", "concession", "outside_scope"])
def test_without_a_taxable_supply_there_is_no_vat(treatment):
    sheet = charges.cost_sheet(a_basis(rates=rates(vat_treatment=treatment)))
    assert sheet.vat == 0
    assert all(each.vat == 0 for each in sheet.instalments)


def test_salary_only_leaves_the_on_costs_with_the_employer():
    sheet = charges.cost_sheet(a_basis(rates=rates(recharge_basis="salary_only")))
    assert sheet.net == Decimal("73992.00")


def test_a_fixed_sum_is_the_charge_whatever_the_salary():
    sheet = charges.cost_sheet(
        a_basis(rates=rates(recharge_basis="fixed_sum", fixed_sum=Decimal(50000)))
    )
    assert (sheet.net, sheet.total) == (Decimal("50000.00"), Decimal("60000.00"))


def test_a_charge_of_nothing_is_invoiced_as_nothing():
    sheet = charges.cost_sheet(a_basis(salary=Decimal(0)))
    assert (sheet.net, sheet.total) == (0, 0)
    assert len(sheet.instalments) == 4


def test_in_advance_is_one_invoice_on_the_first_day():
    (invoice,) = charges.cost_sheet(a_basis(cadence=Cadence.IN_ADVANCE)).instalments
    assert (str(invoice.invoiced_on), str(invoice.last_day)) == ("2027-08-04", "2028-08-01")
    assert invoice.total == Decimal("122767.27")


def test_monthly_is_one_invoice_a_month():
    sheet = charges.cost_sheet(a_basis(cadence=Cadence.MONTHLY))
    assert len(sheet.instalments) == 12
    assert sheet.instalments[-1].invoiced_on == date(2028, 8, 2)


def test_a_remainder_of_a_week_joins_the_last_invoice():
    periods = charges.invoice_periods(date(2027, 8, 4), date(2028, 8, 10), Cadence.QUARTERLY)
    assert len(periods) == 4
    assert periods[-1] == (date(2028, 5, 4), date(2028, 8, 10))
    longer = charges.invoice_periods(date(2027, 8, 4), date(2028, 8, 11), Cadence.QUARTERLY)
    assert longer[-1] == (date(2028, 8, 4), date(2028, 8, 11))


def test_a_single_day_is_one_invoice():
    day = date(2027, 8, 4)
    assert charges.invoice_periods(day, day, Cadence.MONTHLY) == ((day, day),)


def test_invoice_periods_that_begin_on_the_31st_follow_the_months_ends():
    periods = charges.invoice_periods(date(2027, 8, 31), date(2028, 8, 30), Cadence.QUARTERLY)
    assert [str(begins) for begins, _ in periods] == [
        "2027-08-31",
        "2027-11-30",
        "2028-02-29",
        "2028-05-31",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"last_day": date(2027, 8, 3)}, "cannot be before"),
        ({"salary": Decimal(-1)}, "cannot be negative"),
        ({"share": Decimal(0)}, "more than nothing"),
        ({"share": Decimal("1.01")}, "at most full time"),
        ({"employment_wte": Decimal("1.2")}, "at most full time"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(change, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        charges.cost_sheet(a_basis(**change))


def test_the_rates_come_from_the_agreed_parameters():
    agreed = {
        "ni_rate": Decimal(15),
        "ni_threshold": Decimal(5000),
        "pension_rate": Decimal("23.78"),
        "levy_rate": Decimal("0.5"),
        "admin_fee": Decimal(0),
        "vat_rate": Decimal(20),
        "vat_treatment": "standard",
        "recharge_basis": "actual_cost",
        "fixed_sum": Decimal(0),
        "notice_weeks": 8,
    }
    assert charges.rates_from(agreed) == NHS


def money(least, most):
    return st.decimals(least, most, places=2)


bases = st.builds(
    a_basis,
    salary=money(15000, 250000),
    share=money("0.10", 1),
    employment_wte=money("0.20", 1),
    months=st.decimals(1, 36, places=4),
    first_day=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    last_day=st.dates(date(2030, 1, 1), date(2032, 12, 31)),
    cadence=st.sampled_from(Cadence),
    rates=st.builds(
        rates,
        ni_rate=money(0, 20),
        pension_rate=money(0, 30),
        admin_rate=money(0, 15),
        vat_treatment=st.sampled_from(["standard", "outside_scope"]),
    ),
)
tiny = st.builds(
    a_basis,
    arrangement=st.just(Arrangement.ADVISORY),
    last_day=st.dates(date(2027, 8, 4), date(2032, 12, 31)),
    cadence=st.sampled_from(Cadence),
    rates=st.builds(
        rates, recharge_basis=st.just("fixed_sum"), fixed_sum=money(0, 3), vat_rate=money(0, 30)
    ),
)


@given(st.one_of(bases, tiny))
def test_the_lines_and_the_invoices_always_add_up(basis):
    sheet = charges.cost_sheet(basis)
    lines = vars(sheet.lines).values()
    assert sum(lines) == sheet.net
    assert sum(each.net for each in sheet.instalments) == sheet.net
    assert sum(each.vat for each in sheet.instalments) == sheet.vat
    assert sum(each.total for each in sheet.instalments) == sheet.total


@given(st.one_of(bases, tiny))
def test_no_line_and_no_invoice_ever_owes_money_back(basis):
    sheet = charges.cost_sheet(basis)
    amounts = [*vars(sheet.lines).values(), sheet.vat]
    amounts += [amount for each in sheet.instalments for amount in (each.net, each.vat)]
    assert all(amount >= 0 for amount in amounts)


@given(bases)
def test_the_last_invoice_carries_the_difference(basis):
    *before, last = charges.cost_sheet(basis).instalments
    assert len({each.net for each in before}) <= 1
    assert all(abs(each.net - last.net) <= Decimal("0.01") * len(before) for each in before)


def test_twenty_pence_in_thirty_six_months_is_paid_at_the_end():
    sheet = charges.cost_sheet(
        a_basis(
            last_day=date(2030, 8, 3),
            cadence=Cadence.MONTHLY,
            rates=rates(recharge_basis="fixed_sum", fixed_sum=Decimal("0.20")),
        )
    )
    assert [each.net for each in sheet.instalments] == [Decimal(0)] * 35 + [Decimal("0.20")]


@given(st.one_of(bases, tiny))
def test_every_amount_is_whole_pence(basis):
    sheet = charges.cost_sheet(basis)
    amounts = [*vars(sheet.lines).values(), sheet.vat]
    amounts += [amount for each in sheet.instalments for amount in (each.net, each.vat)]
    assert all(amount == amount.quantize(Decimal("0.01")) for amount in amounts)


@given(bases)
def test_the_periods_cover_every_day_of_the_term_once(basis):
    periods = charges.invoice_periods(basis.first_day, basis.last_day, basis.cadence)
    assert periods[0][0] == basis.first_day
    assert periods[-1][1] == basis.last_day
    for (_, ends), (begins, _) in pairwise(periods):
        assert (begins - ends).days == 1
