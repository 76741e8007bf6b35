"""Back-channel logout: a provider ends the sessions that were opened with it, and nobody else."""

import time

import pytest
from sqlalchemy import delete

from secondments.access import throttles
from secondments.access.models import AuthSession, Bucket, OneTime
from secondments.access.providers.logout import EVENT
from secondments.extensions import db
from tests.access.oidc.conftest import go, row_of
from tests.access.oidc.lying import (
    CLIENT,
    KEY,
    OTHER_KEY,
    SECRET,
    SUBJECT,
    signed,
    signed_by_secret,
    unsigned,
)

DOOR = "/sign-in/with/liar/signed-out"
NOW = int(time.time())
TYPED = {"typ": "logout+jwt"}


def claims_of(liar, **changed):
    now = int(time.time())
    said = {"iss": liar.issuer, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": "one"}
    said |= {"sub": SUBJECT, "events": {EVENT: {}}} | changed
    return {name: value for name, value in said.items() if value is not None}


def token_of(liar, **changed) -> str:
    return signed(claims_of(liar, **changed), **TYPED)


def told(a_browser, token, door=DOOR):
    """As a provider does it: without cookies and without a token of our forms."""
    return a_browser().client.post(door, data={"logout_token": token})


@pytest.fixture
def inside(linked, liar, a_browser):
    """A browser that is signed in with the provider."""
    browser = a_browser()
    browser.see(liar.back(go(browser)))
    assert browser.is_in()
    return browser


def test_the_sessions_opened_with_it_end_and_the_others_go_on(inside, linked, liar, a_browser):
    by_password = a_browser()
    by_password.sign_in(linked)
    answer = told(a_browser, token_of(liar))
    assert (answer.status_code, answer.text) == (200, "")
    assert answer.headers["Cache-Control"] == "no-store"
    assert not inside.is_in()
    assert by_password.is_in()


def test_one_that_it_was_the_first_step_of_ends_too(linked, liar, a_browser, with_an_app):
    browser, code = a_browser(), with_an_app(linked)
    browser.see(liar.back(go(browser)))
    browser.send("/sign-in/code", code=code())
    half_way = a_browser()
    half_way.see(liar.back(go(half_way)))
    assert told(a_browser, token_of(liar)).status_code == 200
    assert not browser.is_in()
    assert half_way.see("/sign-in/code").status_code == 302


def test_nobody_elses_session_ends(inside, liar, a_browser, someone, link, person_called):
    other = a_browser()
    link(person_called(someone("Dr Somebody Else")), liar, subject="another")
    other.see(liar.back(go(other), sub="another"))
    assert told(a_browser, token_of(liar, sub="another")).status_code == 200
    assert inside.is_in()
    assert not other.is_in()


def test_a_subject_that_nobody_has_linked_is_answered_alike(inside, liar, a_browser):
    answer = told(a_browser, token_of(liar, sub="stranger"))
    assert (answer.status_code, answer.text) == (200, "")
    assert inside.is_in()


def test_a_token_works_once(inside, linked, liar, a_browser):
    token = token_of(liar)
    assert told(a_browser, token).status_code == 200
    browser = a_browser()
    browser.see(liar.back(go(browser)))
    answer = told(a_browser, token)
    assert (answer.status_code, answer.json) == (400, {"error": "invalid_request"})
    assert browser.is_in()
    assert told(a_browser, token_of(liar, jti="two")).status_code == 200
    assert not browser.is_in()


CLAIMS = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another-client"},
    "no audience": {"aud": None},
    "audiences without us": {"aud": ["one", "two"]},
    "no events": {"events": None},
    "another event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "events that are a list": {"events": [EVENT]},
    "events that are a text": {"events": EVENT},
    "an event that is no object": {"events": {EVENT: "yes"}},
    "a nonce, like an ID token": {"nonce": "x"},
    "an empty nonce": {"nonce": ""},
    "no name": {"jti": None},
    "a name that is a number": {"jti": 7},
    "a name too long": {"jti": "x" * 300},
    "nobody": {"sub": None},
    "a session only": {"sub": None, "sid": "x"},
    "old": {"iat": NOW - 900},
    "of the future": {"iat": NOW + 900},
    "no time": {"iat": None},
    "a time that is a text": {"iat": str(NOW)},
    "expired": {"exp": NOW - 300},
    "an end that is a text": {"exp": "x"},
}


@pytest.mark.parametrize("changed", CLAIMS.values(), ids=CLAIMS)
def test_claims_that_are_not_right_end_nothing(inside, liar, a_browser, changed):
    assert told(a_browser, token_of(liar, **changed)).status_code == 400
    assert inside.is_in()


TOKENS = {
    "none": lambda claims: "",
    "no token": lambda claims: "not.a.token",
    "huge": lambda claims: "x" * 30_000,
    "no signature": unsigned,
    "the client secret": signed_by_secret(SECRET.encode()),
    "the public key": signed_by_secret(KEY.as_pem(private=False)),
    "a key of somebody else": lambda claims: signed(claims, key=OTHER_KEY, kid="one", **TYPED),
    "the type of an ID token": lambda claims: signed(claims, typ="JWT"),
    "no type": lambda claims: signed(claims, typ=""),
}


@pytest.mark.parametrize("made", TOKENS.values(), ids=TOKENS)
def test_tokens_that_are_not_right_end_nothing(inside, liar, a_browser, made):
    assert told(a_browser, made(claims_of(liar))).status_code == 400
    assert inside.is_in()


def test_an_id_token_is_no_logout_token(inside, liar, a_browser):
    assert told(a_browser, signed(liar.claims("x"))).status_code == 400
    assert inside.is_in()


def test_one_provider_ends_nothing_of_another(inside, liar, another, a_browser):
    token = signed({**claims_of(liar), "iss": another.issuer}, **TYPED)
    assert told(a_browser, token, "/sign-in/with/other/signed-out").status_code == 200
    assert told(a_browser, token_of(liar), "/sign-in/with/other/signed-out").status_code == 400
    assert inside.is_in()


def test_it_takes_forms_only_and_no_looking(inside, liar, a_browser):
    client = a_browser().client
    assert client.post(DOOR, json={"logout_token": token_of(liar)}).status_code == 400
    assert client.get(f"{DOOR}?logout_token={token_of(liar)}").status_code == 405
    assert client.post("/sign-in/with/nobody/signed-out").status_code == 404
    assert inside.is_in()


def test_it_is_limited_by_place(inside, liar, a_browser, monkeypatch, app):
    limit = throttles.LOGOUTS_FROM_ONE_PLACE
    monkeypatch.setattr(
        throttles, "LOGOUTS_FROM_ONE_PLACE", throttles.Limit(limit.name, 2, limit.within)
    )
    for _ in range(2):
        assert told(a_browser, "x").status_code == 400
    assert told(a_browser, token_of(liar)).status_code == 429
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(delete(Bucket))
    assert told(a_browser, token_of(liar)).status_code == 200


def test_while_the_provider_is_down_nothing_ends(inside, liar, a_browser, configure, count):
    configure(row_of(liar))
    liar.instead["/keys"] = (500, b"", {})
    assert told(a_browser, token_of(liar)).status_code == 400
    assert inside.is_in()
    assert count(AuthSession) == 1
    assert count(OneTime, OneTime.purpose == "oidc_logout") == 0
