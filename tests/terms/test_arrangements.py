"""The four arrangements of a real proposal: their figures, their VAT and who is told what."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from secondments import clock, jobs
from secondments.agreements import drawing_up, service, terms
from secondments.agreements.assembly import assemble
from secondments.agreements.library import load
from secondments.agreements.terms import Kind, from_json
from secondments.catalogue.parameters import OF_KIND
from secondments.demo import cases
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.letters import Letter
from secondments.people.models import Person
from secondments.secondment import bargain, choices, drafts, queries
from secondments.secondment.choices import (
    Arrangement,
    Cadence,
    DeathInService,
    FeePaidTo,
    PensionScheme,
    PensionStatus,
    VatTreatment,
)
from secondments.secondment.service import see_costs
from secondments.terms import costs
from secondments.terms.models import Rate
from secondments.terms.rates import RateKind
from secondments.terms.service import a_rate, add_rate, set_charge, take_out
from tests.agreements.t1 import ISSUED
from tests.builders import (
    PASSWORD,
    a_draft,
    a_proposal,
    a_world,
    an_agreed_one,
    an_answered_one,
    an_approved_one,
    an_issued_one,
)

TODAY = datetime(2027, 1, 18, 9, tzinfo=UTC)
T2 = {
    "salary": Decimal(65048),
    "starts_on": date(2027, 10, 6),
    "ends_on": date(2028, 10, 5),
}
T6 = {
    "arrangement": Arrangement.PART_TIME,
    "salary": Decimal(62682),
    "share": Decimal("0.5"),
    "admin_rate": Decimal(5),
    "starts_on": date(2027, 11, 1),
    "ends_on": date(2028, 4, 30),
}
T10 = {
    "arrangement": Arrangement.PART_TIME,
    "salary": Decimal(120000),
    "share": Decimal("0.2"),
    "pension_scheme": PensionScheme.USS,
    "pension_rate": Decimal("14.5"),
    "admin_rate": Decimal(10),
    "starts_on": date(2027, 9, 1),
    "ends_on": date(2028, 8, 31),
}
T12 = {
    "arrangement": Arrangement.DIRECT_PAY,
    "pension_scheme": PensionScheme.SCOTLAND,
    "pension_status": PensionStatus.PAUSED,
    "death_in_service": DeathInService.HOST,
    "starts_on": date(2028, 2, 2),
    "ends_on": date(2028, 8, 1),
}
ADVICE = {
    "arrangement": Arrangement.ADVISORY,
    "fee": Decimal(24000),
    "fee_paid_to": FeePaidTo.UNIVERSITY,
    "salary": None,
}
BECAUSE = "The last week is unpaid leave."


@pytest.fixture(autouse=True)
def the_day(office):
    with clock.stopped_at(TODAY):
        yield


@pytest.fixture
def advice(monkeypatch):
    """The trainees' pathway opened to advisers, until there are pathways of senior people."""
    monkeypatch.setattr(choices, "ADVISORY_PATHWAYS", {"trainee_uncredited"})


def figures(s):
    sheet = costs.of(s)
    lines = (*vars(sheet.lines).values(), sheet.net, sheet.vat, sheet.total)
    return "|".join(f"{amount:,.2f}" for amount in lines)


def nets(s):
    return [f"{each.net:,.2f}" for each in costs.of(s).instalments]


def charged(s, **changed):
    """Set how it is charged, as the contracts office does."""
    by = a_world().office
    given = {"months": None, "vat_treatment": None, "hides_rates": False} | changed
    set_charge(s, by=by, revision=s.revision, message=BECAUSE, **given)


def a_rate_from(day, **kinds):
    """Rates kept by the administrator, on whom nothing else rests."""
    by = the_administrator()
    for kind, value in kinds.items():
        made = a_rate(kind=RateKind(kind), valid_from=day, value=Decimal(value), source="A test")
        add_rate(made, by=by)


def the_administrator():
    return db.session.scalars(select(Person).where(Person.name == "Rosa Iglesias")).one()


def letters_about_costs():
    wanted = select(Letter.to_name).where(Letter.event == "cost_changed")
    return sorted(db.session.scalars(wanted))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "73,992.00|10,348.80|17,595.30|369.96|0.00|102,306.06|20,461.21|122,767.27"),
        (T2, "65,048.00|9,007.20|15,468.41|325.24|0.00|89,848.85|17,969.77|107,818.62"),
        (T6, "15,670.50|2,163.08|3,726.44|78.35|1,081.92|22,720.29|4,544.06|27,264.35"),
        (T10, "24,000.00|3,450.00|3,480.00|120.00|3,105.00|34,155.00|6,831.00|40,986.00"),
        (T12, "0.00|0.00|0.00|0.00|0.00|0.00|0.00|0.00"),
    ],
    ids=["T1", "T2", "T6", "T10", "T12"],
)
def test_the_worked_cases_come_out_to_the_penny(answers, expected):
    assert figures(a_draft(a_world(), **answers)) == expected


def test_case_t10_is_invoiced_in_four_equal_quarters():
    assert nets(a_draft(a_world(), **T10)) == ["8,538.75"] * 4


def test_case_t6_ends_with_the_odd_penny():
    s = a_draft(a_world(), **T6)
    assert nets(s) == ["11,360.15", "11,360.14"]
    assert [str(each.vat) for each in costs.of(s).instalments] == ["2272.03", "2272.03"]


def test_how_much_one_works_and_how_much_of_it_is_seconded_are_two_things():
    s = a_draft(a_world(), salary=Decimal(100000), employment_wte=Decimal("0.6"))
    assert costs.of(s).lines.gross == Decimal("60000.00")
    assert costs.of(s).lines.national_insurance == Decimal("8250.00")


@pytest.mark.parametrize(
    ("answers", "treatment"),
    [
        ({}, VatTreatment.STANDARD),
        (T6, VatTreatment.STANDARD),
        (T12, VatTreatment.SUSPENDED),
    ],
    ids=["A", "C", "B"],
)
def test_each_arrangement_has_its_usual_vat(answers, treatment):
    assert bargain.vat_treatment_of(a_draft(a_world(), **answers)) is treatment


def test_a_fee_to_the_university_bears_vat_and_one_to_the_person_does_not(advice):
    world = a_world()
    assert figures(a_draft(world, **ADVICE)).endswith("24,000.00|4,800.00|28,800.00")
    private = a_draft(world, **{**ADVICE, "fee_paid_to": FeePaidTo.PERSON})
    assert figures(private).endswith("24,000.00|0.00|24,000.00")
    assert bargain.vat_treatment_of(private) is VatTreatment.OUTSIDE_SCOPE


def test_advice_is_not_offered_to_a_trainee():
    with pytest.raises(InvalidInput, match="offered to you"):
        a_draft(a_world(), **ADVICE)


@pytest.mark.parametrize(("paid_to", "payee"), [("university", "employer"), ("person", "person")])
def test_an_advisory_appointment_is_drawn_up_as_one(advice, paid_to, payee):
    world = a_world()
    s = an_agreed_one(world, **{**ADVICE, "fee_paid_to": FeePaidTo(paid_to)})
    cases.issue(cases.Stage(world, s, PASSWORD))
    frozen = from_json(s.agreement.terms)
    assert (frozen.kind, frozen.fee_paid_to) == (Kind.ADVISORY, payee)
    document = assemble(frozen, load(frozen.library), ISSUED)
    assert document.title == "Advisory agreement"
    said = " ".join(str(p) for clause in document.clauses for p in clause.paragraphs)
    assert "secondment" not in said.lower()


def test_only_what_an_advisory_agreement_says_is_settled_for_one(advice):
    """The order of signing is; leave and the return to a post are not."""
    s = an_agreed_one(a_world(), **ADVICE)
    names = {term.name for term in s.table.negotiated}
    assert names <= OF_KIND["advisory"]
    assert {"signing_order", "payment_days", "law"} <= names


def test_direct_pay_asks_for_no_salary_but_for_the_pension_and_the_cover():
    world = a_world()
    s = a_proposal(world, **T12, salary=None, pension_rate=None, invoice_every=None)
    assert s.sent_at is not None
    with pytest.raises(NotPossibleNow, match="who covers death in service"):
        a_proposal(world, **{**T12, "death_in_service": None})


def test_the_agreement_of_direct_pay_has_no_charge_and_says_what_is_paused():
    s = an_answered_one(a_world(), **T12)
    drawn = drawing_up.terms_of(s, [])
    assert drawn.charge is None
    document = assemble(drawn, load(drawn.library), ISSUED)
    codes = {clause.code for clause in document.clauses}
    assert not {"CL09", "CL10"} & codes
    said = " ".join(str(p) for clause in document.clauses for p in clause.paragraphs)
    for words in (
        "No sum passes between the Host and the Employer",
        "is paused during the Term",
        "Cover for death in service is given by the Host",
        "Service with the Employer is treated as continuous",
    ):
        assert words in said.replace("\n", " ")
    assert "money" not in {schedule.code for schedule in document.schedules}


def test_months_the_employer_corrects_are_what_is_charged():
    s = an_approved_one(a_world())
    charged(s, months=Decimal("11.75"))
    assert costs.of(s).lines.gross == Decimal("72450.50")
    charged(s, months=Decimal(12))
    assert s.charge_months is None


@pytest.mark.parametrize("months", ["0", "-1", "61", "1.00001"])
def test_months_that_cannot_be_are_refused_in_a_sentence(months):
    s = an_approved_one(a_world())
    with pytest.raises(InvalidInput, match="more than 0 and at most 60"):
        charged(s, months=Decimal(months))


def test_new_dates_forget_the_corrected_months():
    world = a_world()
    s = a_proposal(world)
    charged(s, months=Decimal(11))
    drafts.recall(s, by=world.trainee, revision=s.revision)
    moved = {"starts_on": date(2027, 9, 1), "ends_on": date(2028, 8, 31)}
    drafts.save(s, by=world.trainee, revision=s.revision, answers=moved)
    assert s.charge_months is None


def test_vat_that_changes_after_the_company_saw_the_cost_has_to_be_seen_again():
    world = a_world()
    s = an_answered_one(world)
    charged(s, vat_treatment=VatTreatment.CONCESSION)
    assert costs.of(s).vat == 0
    assert s.company_answers.cost_seen_at is None
    assert letters_about_costs() == ["Dr Marc Lindqvist"]


def test_a_treatment_of_another_arrangement_is_refused():
    s = an_approved_one(a_world())
    with pytest.raises(InvalidInput, match="fits the arrangement"):
        charged(s, vat_treatment=VatTreatment.OUTSIDE_SCOPE)


def test_keeping_the_rates_back_leaves_the_confirmed_cost_alone():
    s = an_answered_one(a_world())
    charged(s, hides_rates=True)
    assert s.company_answers.cost_seen_at is not None
    drawn = drawing_up.terms_of(s, [])
    said = terms.canonical(drawn)
    assert terms.from_json(said) == drawn
    assert "ni_rate" not in said
    assert "23.78" not in said
    document = assemble(drawn, load(drawn.library), ISSUED)
    assert "23.78" not in str(document)
    assert "102,306.06" in str(document)


def test_the_rates_are_those_of_the_first_day():
    world = a_world()
    a_rate_from(date(2027, 8, 5), ni_rate="20")
    assert costs.of(a_draft(world)).lines.national_insurance == Decimal("10348.80")
    a_rate_from(date(2027, 8, 4), ni_rate="20")
    assert costs.of(a_draft(world)).lines.national_insurance == Decimal("13798.40")


def test_a_rate_that_changes_before_the_freeze_has_to_be_seen_again(app):
    world = a_world()
    s = an_agreed_one(world)
    ref = s.ref
    a_rate_from(date(2027, 4, 6), ni_rate="16")
    # Before the job has come to it, the guard of the issue stands alone.
    with pytest.raises(NotPossibleNow, match="not what the company confirmed"):
        cases.issue(cases.Stage(world, s, PASSWORD))
    s, world = again(app, ref)
    assert s.company_answers.cost_seen_at is None
    assert letters_about_costs() == ["Dr Marc Lindqvist"]
    assert {(t.person.name, t.duty) for t in s.turns} == {("Dr Marc Lindqvist", "see_costs")}
    with pytest.raises(NotPossibleNow, match="has not confirmed"):
        cases.issue(cases.Stage(world, s, PASSWORD))
    see_costs(s, by=world.lead, revision=s.revision, total=costs.of(s).total)
    assert {t.duty for t in s.turns} == {"issue"}
    with pytest.raises(NotPossibleNow, match="agreed to this cost"):
        see_costs(s, by=world.lead, revision=s.revision, total=costs.of(s).total)
    cases.issue(cases.Stage(world, s, PASSWORD))
    assert drawing_up.terms_of(s, []).parameters["ni_rate"] == 16


def test_a_rate_that_changes_after_the_freeze_changes_nothing(app):
    s = an_issued_one(a_world())
    ref, frozen = s.ref, s.agreement.terms
    a_rate_from(date(2027, 4, 6), ni_rate="16", vat_rate="25")
    s, _ = again(app, ref)
    assert s.agreement.terms == frozen
    assert '"ni_rate":"15"' in frozen
    assert costs.of(s).total == Decimal("122767.27")
    assert s.company_answers.cost_seen_at is not None
    assert letters_about_costs() == []


def test_a_contract_taken_back_is_confirmed_again_when_the_rates_moved_on(app):
    world = a_world()
    ref = an_issued_one(world).ref
    a_rate_from(date(2027, 4, 6), ni_rate="16")
    s, world = again(app, ref)
    service.take_back(s, by=world.office, revision=s.revision, message="A wrong name in it.")
    assert {t.duty for t in s.turns} == {"see_costs"}
    see_costs(s, by=world.lead, revision=s.revision, total=costs.of(s).total)
    cases.issue(cases.Stage(world, s, PASSWORD))


def test_a_frozen_cost_needs_the_table_no_longer(app):
    world = a_world()
    s = an_agreed_one(world)
    charged(s, hides_rates=True)
    cases.issue(cases.Stage(world, s, PASSWORD))
    for rate in rates_of_kind(RateKind.VAT_RATE):
        take_out(rate, by=the_administrator(), message="To see what happens.")
    assert costs.of(s).total == Decimal("122767.27")


def test_the_job_leaves_a_cost_that_stays_the_same(app):
    ref = an_answered_one(a_world()).ref
    a_rate_from(date(2029, 4, 6), ni_rate="16")
    s, _ = again(app, ref)
    assert s.company_answers.cost_seen_at is not None


def again(app, ref):
    """The case after the jobs have run."""
    db.session.close()
    with clock.stopped_at(TODAY):
        jobs.run_due(app)
    return queries.by_ref(ref), a_world()


def test_a_missing_rate_is_a_sentence_and_no_cost():
    s = an_answered_one(a_world())
    for rate in rates_of_kind(RateKind.NI_RATE):
        take_out(rate, by=the_administrator(), message="To see what happens.")
    assert costs.of(s) is None
    assert costs.why_none(s) == (
        "No rate is recorded for Employer’s National Insurance on 4 August 2027, so the cost cannot"
        " be worked out. Ask the system administrator to add it under Settings, Rates."
    )
    assert not service.can_be_drawn_up(s)


def test_direct_pay_needs_no_rate():
    s = a_draft(a_world(), **T12)
    for rate in rates_of_kind(RateKind.NI_RATE):
        take_out(rate, by=the_administrator(), message="To see what happens.")
    assert costs.of(s).total == 0


def rates_of_kind(kind):
    return list(db.session.scalars(select(Rate).filter_by(kind=kind, ended_at=None)))


def test_cadence_in_advance_is_one_invoice(advice):
    s = a_draft(a_world(), **ADVICE, invoice_every=Cadence.IN_ADVANCE)
    assert nets(s) == ["24,000.00"]
