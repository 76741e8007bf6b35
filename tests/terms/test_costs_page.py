"""The costs of a case over HTTP: T1 to the penny, and who sees how much of it."""

import pytest

from tests.builders import a_draft, an_answered_one, an_approved_one, supported
from tests.secondment.stage import plain

LINES = ("£73,992.00", "£10,348.80", "£17,595.30", "£369.96")
SEEN = {"seen": "yes"}


def test_the_sheet_of_t1_is_right_to_the_penny(stage):
    page = plain(stage.sees("trainee", f"/secondments/{stage.play(an_approved_one)}/costs"))
    for figure in (*LINES, "£102,306.06", "£20,461.21", "£122,767.27"):
        assert figure in page
    assert page.count("£25,576.52 £5,115.30 £30,691.82") == 3
    assert "£25,576.50 £5,115.31 £30,691.81" in page
    assert "4 May to 1 August 2028" in page


@pytest.mark.parametrize("who", ["lead", "supervisor", "dean"])
def test_others_see_the_charge_the_rates_and_the_invoices_alone(stage, who):
    page = plain(stage.sees(who, f"/secondments/{stage.play(an_approved_one)}/costs"))
    for figure in LINES:
        assert figure not in page
    for said in ("£122,767.27", "23.78%", "15% above £5,000 a year", "£30,691.81"):
        assert said in page


def test_a_draft_without_figures_says_when_the_cost_appears(stage):
    ref = stage.play(a_draft, salary=None)
    page = plain(stage.sees("trainee", f"/secondments/{ref}/costs"))
    assert "The cost appears here when you have given dates, time, salary and rates." in page


def test_the_company_confirms_that_it_has_seen_the_cost(stage):
    ref = stage.play(an_approved_one)
    at = f"/secondments/{ref}/costs"
    carried = stage.carried("lead", at)
    unticked = stage.sends("lead", at, carried)
    assert unticked.status_code == 400
    assert "Tick that your company has seen this cost" in unticked.text
    assert stage.sends("lead", at, carried, **SEEN).status_code == 302
    assert stage.sends("lead", at, carried, **SEEN).status_code == 302
    total = stage.look(ref, lambda s: str(s.company_answers.cost_seen_total))
    assert total == "122767.27"
    assert "£122,767.27 including VAT, confirmed on" in plain(stage.sees("trainee", at))


@pytest.mark.parametrize("total", ["", "1.00", "122767.27\x00", "NaN", "-1", "x" * 5000])
def test_another_total_than_the_one_shown_cannot_be_confirmed(stage, total):
    ref = stage.play(an_approved_one)
    at = f"/secondments/{ref}/costs"
    answer = stage.sends("lead", at, {**stage.carried("lead", at), "total": total}, **SEEN)
    assert answer.status_code == 400
    assert stage.look(ref, lambda s: s.company_answers) is None


def test_nobody_else_confirms_it(stage):
    ref = stage.play(an_approved_one)
    at = f"/secondments/{ref}/costs"
    carried = stage.carried("lead", at)
    for who in ("trainee", "office", "supervisor"):
        mine = {**carried, "csrf_token": stage.as_(who).token("/account")}
        assert stage.sends(who, at, mine, **SEEN).status_code == 403
    assert stage.sends("Nadia Brandt", at, {}, **SEEN).status_code == 404
    assert stage.look(ref, lambda s: s.company_answers) is None


def test_the_cost_is_confirmed_only_while_the_company_decides(stage):
    ref = stage.play(an_answered_one)
    at = f"/secondments/{ref}/costs"
    carried = stage.carried("lead", at)

    def moved_on(cast, s):
        supported(s, cast.lead, cast.compliance, cast.legal)

    stage.go_on(ref, moved_on)
    assert stage.sends("lead", at, carried, **SEEN).status_code == 409
    assert "<form" not in stage.sees("lead", at).partition("<main")[2]
