"""Over HTTP: how it is charged, who sees rates and salary, and the table of rates in Settings."""

from decimal import Decimal

import pytest

from secondments.extensions import db
from secondments.secondment.pathways import Step
from secondments.terms.models import Rate
from secondments.terms.rates import RateKind
from secondments.terms.service import set_charge
from tests.builders import (
    a_draft,
    a_proposal,
    an_agreed_one,
    an_answered_one,
    an_approved_one,
    supported,
)
from tests.secondment.stage import plain
from tests.terms.test_arrangements import T6, T12

SET = {"vat_treatment": "standard", "rates": "show", "message": "A week of it is unpaid leave."}
RATE = {
    "kind": "ni_rate",
    "value": "16",
    "valid_from-day": "6",
    "valid_from-month": "4",
    "valid_from-year": "2028",
    "source": "HM Revenue and Customs, rates for employers",
}
ADMIN = "Rosa Iglesias"
SALARY_LINES = ("£73,992.00", "£10,348.80", "£17,595.30", "£369.96")


def at(ref, more=""):
    return f"/secondments/{ref}/costs{more}"


def kept_back(stage, ref):
    def act(cast, s):
        given = {"months": None, "vat_treatment": None, "hides_rates": True}
        set_charge(s, by=cast.release, revision=s.revision, message="Our policy.", **given)

    stage.go_on(ref, act)


def test_the_office_sets_the_months_and_the_company_is_asked_again(stage):
    ref = stage.play(an_answered_one)
    assert "Set how it is charged" in plain(stage.sees("office", at(ref)))
    answer = stage.sends("office", at(ref, "/charge"), **SET, months="11.75")
    assert answer.status_code == 302
    page = plain(stage.sees("lead", at(ref)))
    assert "11.75 months as set by the employer" in page
    assert "Not confirmed yet." in page
    history = plain(stage.sees("trainee", f"/secondments/{ref}/history"))
    assert "Amara Osei set how it is charged" in history
    assert "A week of it is unpaid leave." in history
    told = plain(stage.sees("lead", f"/secondments/{ref}/history"))
    assert "The employer set how it is charged" in told
    assert "unpaid leave" not in told


def test_who_agreed_for_the_company_to_another_cost_decides_again(stage):
    ref = stage.play(lambda cast: supported(an_answered_one(cast), cast.lead))
    before = stage.look(ref, steps_done)
    page = plain(stage.sees("office", at(ref, "/charge")))
    assert "is asked to decide again: Dr Marc Lindqvist." in page
    stage.sends("office", at(ref, "/charge"), **SET)
    assert stage.look(ref, steps_done) == before
    stage.sends("office", at(ref, "/charge"), **SET, months="11.75")
    assert before - stage.look(ref, steps_done) == {Step.CM}
    assert stage.look(ref, lambda s: s.company_answers.cost_seen_at) is None


def steps_done(s):
    return {vote.step for vote in s.standing_votes}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"months": "0"}, "more than 0 and at most 60"),
        ({"months": "1e12"}, "more than 0 and at most 60"),
        ({"months": "NaN"}, "more than 0 and at most 60"),
        ({"months": "11.12345"}, "more than 0 and at most 60"),
        ({"vat_treatment": "outside_scope"}, "Choose a VAT treatment that fits"),
        ({"message": "x"}, "10 characters"),
        ({"message": "a\x00b" * 10}, "There is a problem"),
        ({"rates": "perhaps"}, "Does the company see the rates?"),
    ],
)
def test_what_cannot_be_set_is_refused_and_kept(stage, typed, sentence):
    ref = stage.play(an_approved_one)
    answer = stage.sends("office", at(ref, "/charge"), **{**SET, "months": "11", **typed})
    assert answer.status_code == 400
    assert sentence in plain(answer.text)
    assert stage.look(ref, lambda s: (s.charge_months, s.hides_rates)) == (None, False)


def test_only_those_who_run_pay_or_contracts_set_it(stage):
    ref = stage.play(an_approved_one)
    for who in ("trainee", "supervisor", "dean", "lead", "employer_signatory"):
        assert stage.asks(who, at(ref, "/charge")) == 403, who
        assert stage.sends(who, at(ref, "/charge"), {}, **SET).status_code == 403, who
    for who in ("Nadia Brandt", "Dr Callum Reid", ADMIN):
        assert stage.asks(who, at(ref, "/charge")) == 404, who


def test_it_is_set_once_the_proposal_is_sent(stage):
    assert stage.asks("office", at(stage.play(a_draft), "/charge")) == 404
    assert stage.asks("office", at(stage.play(a_proposal), "/charge")) == 200


@pytest.mark.parametrize("who", ["lead", "legal"])
def test_rates_that_are_kept_back_are_on_no_page_of_the_company(stage, who):
    ref = stage.play(an_agreed_one)
    kept_back(stage, ref)
    for section in ("", "/proposal", "/company", "/costs", "/approvals", "/agreement", "/history"):
        page = plain(stage.sees(who, f"/secondments/{ref}{section}"))
        for rate in ("23.78", "15% above", "0.5%", "Administration fee", "kept from the company"):
            assert rate not in page, (section, rate)
    assert "£122,767.27" in plain(stage.sees(who, at(ref)))


def test_the_applicant_is_told_what_the_company_sees(stage):
    ref = stage.play(an_approved_one)
    assert "can still work it out from the charge" in plain(stage.sees("trainee", at(ref)))
    kept_back(stage, ref)
    page = plain(stage.sees("trainee", at(ref)))
    assert "Not the rates, and not the salary." in page
    assert "23.78%" in page


@pytest.mark.parametrize(("who", "sees"), [("trainee", True), ("release", True), ("office", False)])
def test_the_salary_is_for_those_who_run_pay_and_not_for_the_office(stage, who, sees):
    ref = stage.play(an_agreed_one)
    for section in ("/proposal", "/costs", "/history", "/agreement"):
        page = plain(stage.sees(who, f"/secondments/{ref}{section}"))
        assert sees or not [line for line in SALARY_LINES if line in page], section
    assert (SALARY_LINES[0] in plain(stage.sees(who, at(ref)))) is sees
    if who == "office":
        assert SALARY_LINES[0] not in plain(stage.sees(who, f"/secondments/{ref}/issue"))


def test_the_pension_rate_says_which_one_it_is(stage):
    whole = stage.play(an_approved_one)
    page = plain(stage.sees("trainee", at(whole)))
    assert "23.78%: NHS Pension Scheme, with the part paid centrally" in page
    collected = stage.play(an_approved_one, pension_rate=Decimal("14.38"))
    page = plain(stage.sees("lead", at(collected)))
    assert "14.38%: NHS Pension Scheme, as collected from employers" in page
    other = stage.play(an_approved_one, pension_rate=Decimal(20))
    assert "20%, as agreed" in plain(stage.sees("lead", at(other)))


def test_direct_pay_says_who_pays_what_and_is_confirmed_too(stage):
    ref = stage.play(an_approved_one, **T12)
    page = plain(stage.sees("lead", at(ref)))
    for said in (
        "Nothing is recharged",
        "Corvane Therapeutics Ltd, on its own payroll",
        "NHS Superannuation Scheme (Scotland): the membership is paused.",
        "is treated as continuous, and a place is kept",
        "no staff are supplied",
        "This is not tax advice.",
    ):
        assert said in page
    assert "£73,992.00" not in plain(stage.sees("release", at(ref)))
    assert stage.sends("lead", at(ref), seen="yes").status_code == 302
    assert "£0.00 including VAT, confirmed on" in plain(stage.sees("lead", at(ref)))


def test_a_split_says_that_staff_are_supplied_and_draws_its_parts(stage):
    ref = stage.play(an_approved_one, **T6)
    mine = stage.sees("trainee", at(ref))
    assert "£62,682.00 a year, 0.5 of full time (2.5 days a week), 6 months" in plain(mine)
    assert mine.count('<rect class="bg"') == 6
    theirs = stage.sees("lead", at(ref))
    assert theirs.count('<rect class="bg"') == 2
    assert "a supply of staff, and standard-rated even at cost" in plain(theirs)
    assert "Staff (VAT Notice 700/34)" in plain(theirs)


@pytest.mark.parametrize("salary", ["1e12", "999999999999", "0", "-5", "250,000.01"])
def test_a_salary_that_cannot_be_is_refused_and_the_rest_kept(stage, salary):
    ref = stage.play(a_draft)
    money = {
        "arrangement": "C",
        "salary": salary,
        "employment_wte": "0.8",
        "pension_scheme": "USS",
        "pension_rate": "14.5",
        "admin_rate": "5",
        "invoice_every": "monthly",
    }
    answer = stage.sends("trainee", f"/secondments/{ref}/proposal/money", **money)
    assert answer.status_code == 400
    assert f'value="{salary}"' in answer.text
    assert stage.look(ref, lambda s: (str(s.proposal.salary), s.proposal.arrangement)) == (
        "73992.00",
        "C",
    )


def test_another_arrangement_keeps_the_answers_of_the_first(stage):
    ref = stage.play(a_draft)
    direct = {
        "arrangement": "B",
        "salary": "nonsense",
        "pension_scheme": "NHS",
        "pension_status": "paused",
        "death_in_service": "none",
    }
    answer = stage.sends("trainee", f"/secondments/{ref}/proposal/money", **direct)
    assert answer.status_code == 302
    assert stage.look(ref, lambda s: str(s.proposal.salary)) == "73992.00"
    check = plain(stage.sees("trainee", f"/secondments/{ref}/proposal/check"))
    assert "Salary for a year" not in check
    assert "Covers death in service Nobody" in check


def test_advice_for_a_fee_is_not_offered_to_a_trainee(stage):
    ref = stage.play(a_draft)
    page = stage.sees("trainee", f"/secondments/{ref}/proposal/money")
    assert "fee for my advice" not in page
    answer = stage.sends("trainee", f"/secondments/{ref}/proposal/money", arrangement="D")
    assert answer.status_code == 400


def test_an_administrator_adds_a_rate_and_sees_where_it_is_written(stage):
    assert stage.sends(ADMIN, "/settings/rates/new", **RATE).status_code == 302
    page = plain(stage.sees(ADMIN, "/settings/rates"))
    assert "HM Revenue and Customs, rates for employers 16% From 6 April 2028" in page
    assert "Added by Rosa Iglesias" in page
    assert "To come" in page


def test_a_corrected_rate_takes_the_wrong_one_out_and_keeps_it_in_the_history(stage):
    stage.sends(ADMIN, "/settings/rates/new", **RATE)
    assert stage.sends(ADMIN, "/settings/rates/new", **RATE).status_code == 400
    assert stage.sends(ADMIN, "/settings/rates/new", **{**RATE, "value": "15.5"}).status_code == 302
    page = plain(stage.sees(ADMIN, "/settings/rates"))
    counts, _, ended = page.partition("Rates that were taken out")
    assert "15.5%" in counts
    assert "16% From 6 April 2028" in ended
    assert "Replaced by a corrected rate" in ended


def test_a_rate_is_taken_out_with_a_reason_once(stage):
    stage.sends(ADMIN, "/settings/rates/new", **RATE)
    page = f"/settings/rates/{newest(stage)}/take-out"
    assert stage.sends(ADMIN, page, message="").status_code == 400
    carried = stage.carried(ADMIN, page)
    assert stage.sends(ADMIN, page, carried, message="Not yet law.").status_code == 302
    assert stage.sends(ADMIN, page, carried, message="Not yet law.").status_code in {302, 409}
    assert stage.asks(ADMIN, page) == 409
    assert "Not yet law." in plain(stage.sees(ADMIN, "/settings/rates"))


def newest(stage):
    with stage.app.app_context():
        return (
            db.session.query(Rate)
            .filter_by(kind=RateKind.NI_RATE)
            .order_by(Rate.valid_from.desc())[0]
            .id
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "1e12"},
        {"value": "-1"},
        {"value": "21"},
        {"value": "15.00001"},
        {"value": "٤"},
        {"kind": "income_tax"},
        {"kind": ""},
        {"valid_from-day": "31"},
        {"valid_from-year": "99999"},
        {"source": ""},
        {"source": "x" * 301},
        {"source": "a\x00b"},
    ],
)
def test_a_rate_that_cannot_be_is_refused_and_kept_in_its_box(stage, wrong):
    typed = {**RATE, **wrong}
    answer = stage.sends(ADMIN, "/settings/rates/new", **typed)
    assert answer.status_code == 400
    assert "There is a problem" in plain(answer.text)
    assert stage.sees(ADMIN, "/settings/rates").count("To come") == 0


def test_the_table_of_rates_is_for_system_administrators(stage):
    for who in ("office", "trainee", "release", "lead"):
        for page in ("", "/new"):
            assert stage.asks(who, f"/settings/rates{page}") == 403, who
        assert stage.sends(who, "/settings/rates/new", {}, **RATE).status_code == 403
    assert "Rates" not in stage.sees("office", "/settings/people").partition("<main")[2][:2000]
    unknown = "/settings/rates/00000000-0000-4000-8000-000000000009/take-out"
    assert stage.asks(ADMIN, unknown) == 404
    assert stage.asks("office", unknown) == 403


def test_direct_pay_asks_the_employer_for_no_rates_and_no_months(stage):
    ref = stage.play(an_approved_one, **T12)
    page = plain(stage.sees("office", at(ref, "/charge")))
    assert "How is VAT treated?" in page
    assert "How many months" not in page
    assert "Does the company see the rates?" not in page
    given = {"vat_treatment": "concession", "message": "The conditions are met."}
    assert stage.sends("office", at(ref, "/charge"), **given).status_code == 302
    assert "relies on a concession" in plain(stage.sees("lead", at(ref)))
