"""The doors: what is open, where a sign-in leads, and what is turned away."""

import json
from datetime import timedelta
from types import MappingProxyType

import pytest
from flask import Flask
from sqlalchemy import select

from secondments.access import return_to
from secondments.access.models import AuthSession, OneTime
from secondments.extensions import db
from secondments.web import doors
from tests.access.browser import TOKEN

NEW = "/settings/organisations/new"


def test_every_page_and_every_act_is_guarded(app):
    assert doors.unguarded(app) == []


def test_a_page_that_nobody_placed_answers_nobody(app, carys, signed_in):
    lonely = Flask("lonely")
    lonely.add_url_rule("/lonely", "lonely", lambda: "", methods=["GET", "POST"])
    found = doors.unguarded(lonely)
    assert "lonely is not in PAGES." in found
    assert "lonely is not in ACTS." in found


def test_no_address_tells_which_methods_it_takes(app, a_browser):
    client = a_browser().client
    for rule in app.url_map.iter_rules():
        if not rule.arguments:
            assert client.options(rule.rule).status_code == 405, rule


def test_pages_send_strangers_to_the_sign_in_and_back(a_browser):
    answer = a_browser().see("/account?from=a%20letter")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/account?from%3Da%2520letter"


def test_unknown_addresses_are_unknown_to_strangers_too(a_browser):
    assert a_browser().see("/no/such/page").status_code == 404


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%5cevil.example",
        "https://evil.example/",
        "https:evil.example",
        "http://localhost@evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " /account",
        "javascript:alert(1)",
        "data:text/html,x",
        "/..//evil.example",
        "/.//evil.example",
        "/account\\..\\..\\evil",
        "/acc\u00f6unt",
        "/\u2044evil.example",
        "/no/such/page",
        "/sign-in",
        "/sign-out",
        "/" + "a" * 2000,
        "account",
        "?next=/account",
        "",
    ],
)
def test_a_sign_in_never_leads_anywhere_else(carys, a_browser, wanted):
    browser = a_browser()
    given = {"csrf_token": browser.token(), "email": carys, "password": "tea kettle fence marble"}
    answer = browser.client.post("/sign-in", query_string={"next": wanted}, data=given)
    assert (answer.status_code, answer.location) == (302, "/")


@pytest.mark.parametrize(
    "wanted",
    ["/account", "/account?a=1&b=//x", "/account/password", "/settings/people?called=%C3%B6"],
)
def test_a_sign_in_leads_to_pages_of_ours(app, wanted):
    with app.test_request_context("/sign-in"):
        assert return_to.safe(wanted) == wanted


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:80", "[::1"]
)
def test_another_host_name_is_refused_before_anything_is_made_of_it(carys, a_browser, host):
    for method, path in (
        ("get", "/sign-in"),
        ("post", "/forgotten-password"),
        ("get", "/static/app.css"),
    ):
        answer = getattr(a_browser().client, method)(path, headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text


def test_the_hosts_of_a_machine_of_ones_own_are_known(a_browser):
    for host in ("localhost", "localhost:8000", "127.0.0.1:8000"):
        assert a_browser().client.get("/sign-in", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("body", [[1, 2], {"email": ["x"]}, "text", None, 1e308])
@pytest.mark.parametrize("path", ["/sign-in", "/forgotten-password", "/choose-password/x"])
def test_json_is_turned_away_and_never_breaks(a_browser, path, body):
    browser = a_browser()
    token = browser.token()
    for headers in ({}, {"X-CSRFToken": token, "Referer": "http://localhost/sign-in"}):
        answer = browser.client.post(
            path, data=json.dumps(body), content_type="application/json", headers=headers
        )
        assert answer.status_code == 400


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"email": "", "password": ""},
        {"email": "a\0b@example.org", "password": "x"},
        {"email": "a@example.org", "password": "x\0y"},
        {"email": "a" * 300 + "@example.org", "password": "x"},
        {"email": "two@example.org, three@example.org", "password": "x"},
        {"email": "\u202egro.elpmaxe@a", "password": "x"},
        {"email": "💥", "password": "💥"},
        {"email": ["a@example.org", "b@example.org"], "password": "x"},
        {"email": "a@example.org", "password": ["x", "y"]},
        {"email": "a@example.org", "password": "x", "person_id": "1", "aal": "3"},
    ],
)
def test_bad_answers_at_the_sign_in_get_a_sentence(carys, a_browser, fields):
    answer = a_browser().send("/sign-in", **fields)
    assert answer.status_code == 400
    assert "There is a problem" in answer.text


def test_a_form_without_its_token_is_refused(carys, a_browser):
    given = {"email": carys, "password": "tea kettle fence marble"}
    browser = a_browser()
    assert browser.client.post("/sign-in", data=given).status_code == 400
    assert not browser.is_in()


class TestWhatWasTyped:
    """A session that ends while a form is typed: nothing is lost, and nobody else sees it."""

    TYPED = MappingProxyType(
        {
            "kind": "company",
            "name": "Corvane Therapeutics Ltd",
            "address": "3 Ashby Wharf",
            "company_number": "00000014",
            "zone": "Europe/London",
        }
    )

    def ended(self, browser, later):
        """Type, come back after an hour and send: the sign-in."""
        token = browser.token(NEW)
        later(AuthSession, timedelta(minutes=61), AuthSession.seen_at)
        return browser.client.post(NEW, data={"csrf_token": token, **self.TYPED})

    def test_the_same_form_comes_back_with_the_text(self, admin, signed_in, later, person_called):
        browser = signed_in(admin)
        answer = self.ended(browser, later)
        assert answer.location == f"/sign-in?next={NEW}"
        assert browser.sign_in(admin, to=NEW).location == "/account/typed"
        # A password alone leads to setting up two factors first; then the text is there.
        assert browser.see("/account/typed").location == "/account/set-up?next=/account/typed"
        browser.enter(person_called(admin).id)
        page = browser.see("/account/typed")
        assert "It was not recorded" in page.text
        assert "3 Ashby Wharf" in page.text

        carried = {"csrf_token": TOKEN.findall(page.text)[-1], "carried_over": "yes", **self.TYPED}
        form = browser.client.post(NEW, data=carried)
        assert form.status_code == 200
        assert 'value="Corvane Therapeutics Ltd"' in form.text
        assert browser.send(NEW, **self.TYPED).location == "/settings/organisations"

    def test_somebody_else_at_the_same_screen_does_not_see_it(self, admin, carys, signed_in, later):
        browser = signed_in(admin)
        self.ended(browser, later)
        assert browser.sign_in(carys, to=NEW).location == NEW
        page = browser.see("/account/typed")
        assert "Nothing is waiting here" in page.text
        assert "Ashby" not in page.text

    def test_it_waits_for_an_hour(self, admin, signed_in, later):
        browser = signed_in(admin)
        self.ended(browser, later)
        later(OneTime, timedelta(minutes=61), OneTime.expires_at)
        assert browser.sign_in(admin, to=NEW).location == NEW

    def test_a_stranger_fills_nothing_up(self, a_browser, count):
        browser = a_browser()
        given = {"csrf_token": browser.token(), **self.TYPED}
        assert browser.client.post(NEW, data=given).location == f"/sign-in?next={NEW}"
        assert count(OneTime) == 0

    def test_passwords_are_not_kept(self, app, admin, signed_in, later):
        browser = signed_in(admin)
        token = browser.token("/account/password")
        later(AuthSession, timedelta(minutes=61), AuthSession.seen_at)
        secret = {"current_password": "my current secret", "password": "my new secret"}
        browser.client.post("/account/password", data={"csrf_token": token, **secret})
        with app.app_context():
            assert "secret" not in str(db.session.scalars(select(OneTime.data)).all())
