"""End to end with a real provider, the certified oidc-provider: code, PKCE, step-up and logout."""

import time

import pytest

from tests.access.browser import PASSWORD
from tests.access.oidc.conftest import go
from tests.access.oidc.lying import CLIENT, asked_in
from tests.access.oidc.real import Visitor, a_real_provider

BACK = "http://localhost:8000/sign-in/with/real/back"
LINK = "/account/security/providers/real/link"


@pytest.fixture(scope="module")
def running():
    with a_real_provider(BACK) as provider:
        yield provider


@pytest.fixture
def real(running, configure):
    row = {"code": "real", "label": "The real trust", "client_id": CLIENT}
    configure({**row, "issuer": running.issuer, "two_factors": ["two"], "acr_values": "two"})
    return running


@pytest.fixture
def at_work(real):
    return Visitor(real)


@pytest.fixture
def browser(carys, a_browser, at_work):
    """Of somebody who has linked the provider."""
    browser = a_browser()
    browser.sign_in(carys)
    location = browser.send(LINK, password=PASSWORD).location
    assert browser.see(at_work.sign_in(location, "carys")).location == "/account/security"
    browser.send("/sign-out", page="/account")
    return browser


def test_linked_once_it_opens_the_account(browser, at_work, sessions):
    answer = browser.see(at_work.sign_in(go(browser, "real", "/account/password"), "carys"))
    assert answer.location == "/account/password"
    assert browser.is_in()
    assert sessions() == [(["oidc:real"], 1)]


def test_what_it_says_of_two_factors_counts_here(browser, real, sessions):
    browser.see(Visitor(real).sign_in(go(browser, "real"), "carys", second=True))
    assert sessions() == [(["oidc:real"], 2)]


def test_somebody_else_there_is_nobody_here(browser, real):
    answer = browser.see(Visitor(real).sign_in(go(browser, "real"), "stranger"))
    assert answer.status_code == 400
    assert "not linked to an account here" in answer.text
    assert not browser.is_in()


def test_it_refuses_another_verifier_and_so_do_we(browser, at_work, a_browser):
    first, second = go(browser, "real"), a_browser()
    path = at_work.sign_in(first, "carys")
    code = asked_in(path)["code"]
    state = asked_in(go(second, "real"))["state"]
    answer = second.see(f"/sign-in/with/real/back?code={code}&state={state}")
    assert answer.status_code == 400
    assert "did not confirm who you are" in answer.text


def test_it_names_itself_in_its_answer_and_an_answer_without_it_is_refused(browser, at_work):
    path = at_work.sign_in(go(browser, "real"), "carys")
    assert "iss=" in path
    answer = browser.see(path.partition("&iss=")[0])
    assert answer.status_code == 400


def test_proving_asks_again_although_one_is_signed_in_there(browser, at_work, real):
    browser.see(at_work.sign_in(go(browser, "real"), "carys"))
    page = "/account/security/providers/real/link"
    time.sleep(1.1)  # auth_time counts in seconds
    prove = f"/account/prove/with/real?page={page}"
    answer = browser.send(prove, page=page, about="factors")
    assert at_work.is_asked(answer.location) == "login"
    back = browser.see(at_work.sign_in(answer.location, "carys"))
    assert "has confirmed that it is you" in browser.see(back.location).text


def test_signing_out_there_signs_out_here(browser, at_work, real, a_browser):
    browser.see(at_work.sign_in(go(browser, "real"), "carys"))
    assert browser.is_in()
    real.came.clear()
    at_work.sign_out()
    assert real.came.wait(10)
    door, token = "/sign-in/with/real/signed-out", real.posted[-1]
    answer = a_browser().client.post(door, data={"logout_token": token})
    assert answer.status_code == 200
    assert not browser.is_in()
    assert a_browser().client.post(door, data={"logout_token": token}).status_code == 400
