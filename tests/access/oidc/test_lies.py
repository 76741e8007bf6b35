"""A provider that lies, and people who lie: nobody is signed in, and a sentence says so."""

import time

import pytest
from joserfc import jws
from sqlalchemy import update

from secondments.access.models import OneTime
from secondments.extensions import db
from tests.access.oidc.conftest import go, row_of
from tests.access.oidc.lying import (
    KEY,
    OTHER_KEY,
    SECRET,
    asked_in,
    path_of,
    signed,
    signed_by_secret,
    unsigned,
    with_a_header_we_must_understand,
    with_own_key_in_the_header,
)

NOW = int(time.time())
NOT_CONFIRMED = "did not confirm who you are"
IS_DOWN = "cannot be reached just now"
ELSEWHERE = "Begin again here"
DISCOVERY = "/.well-known/openid-configuration"


def is_refused(browser, path: str, sentence: str = NOT_CONFIRMED) -> None:
    answer = browser.see(path)
    assert answer.status_code == 400, answer.text
    assert "There is a problem" in answer.text
    assert sentence in answer.text
    assert 'name="password"' in answer.text  # the other ways
    assert not browser.is_in()


CLAIMS = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "an issuer with one more slash": {"iss": "{issuer}/"},
    "no issuer": {"iss": None},
    "issuers": {"iss": ["{issuer}"]},
    "another audience": {"aud": "another-client"},
    "no audience": {"aud": None},
    "another audience, though we are named": {"aud": ["another-client"], "azp": "secondments"},
    "two audiences, for the other": {"aud": ["secondments", "other"], "azp": "other"},
    "two audiences, for nobody": {"aud": ["secondments", "other"]},
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "a nonce that is a list": {"nonce": ["x"]},
    "expired": {"exp": NOW - 3600, "iat": NOW - 7200},
    "no end": {"exp": None},
    "an end that is no number": {"exp": "tomorrow"},
    "made in the future": {"iat": NOW + 3600},
    "no making": {"iat": None},
    "not yet": {"nbf": NOW + 3600},
    "nobody": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is a number": {"sub": 1},
    "a subject that is a list": {"sub": ["subject-of-carys"]},
    "a subject with a NUL": {"sub": "subject-of-carys\0"},
    "a subject too long": {"sub": "s" * 256},
    "a hash of another token": {"at_hash": "x" * 22},
    "methods that are no list": {"amr": "mfa"},
}


@pytest.mark.parametrize("changed", CLAIMS.values(), ids=CLAIMS)
def test_a_claim_that_is_not_right(linked, liar, a_browser, changed):
    browser = a_browser()
    said = {name: _filled(value, liar.issuer) for name, value in changed.items()}
    is_refused(browser, liar.back(go(browser), **said))


def _filled(value, issuer):
    if isinstance(value, list):
        return [_filled(each, issuer) for each in value]
    return value.replace("{issuer}", issuer) if isinstance(value, str) else value


TOKENS = {
    "none at all": "",
    "no algorithm": unsigned,
    "signed with the client secret": signed_by_secret(SECRET.encode()),
    "signed with the public key": signed_by_secret(KEY.as_pem(private=False)),
    "its own key in the header": with_own_key_in_the_header,
    "a key of somebody else": lambda claims: signed(claims, key=OTHER_KEY),
    "somebody else's key under this name": lambda claims: signed(claims, key=OTHER_KEY, kid="one"),
    "an algorithm that is not on our list": lambda claims: signed(claims, alg="PS256"),
    "altered": lambda claims: signed(claims)[:-8] + "AAAAAAAA",
    "no token": lambda claims: "not.a.token",
    "a number": lambda claims: 7,
    "nothing": lambda claims: None,
    "five parts": lambda claims: "a.b.c.d.e",
    "claims that are a list": lambda claims: signed_list(),
    "unknown critical header": with_a_header_we_must_understand,
}


def signed_list() -> str:
    return jws.serialize_compact({"alg": "RS256", "kid": "one"}, b"[1,2]", KEY)


@pytest.mark.parametrize("id_token", TOKENS.values(), ids=TOKENS)
def test_a_token_that_is_not_right(linked, liar, a_browser, id_token):
    browser = a_browser()
    is_refused(browser, liar.back(go(browser), id_token=id_token))


def test_the_algorithms_are_those_of_our_file(linked, liar, a_browser, configure):
    configure(row_of(liar, algorithms=["ES256"]))
    browser = a_browser()
    is_refused(browser, liar.back(go(browser)))


class TestWhoAnswers:
    """What the browser brings back."""

    def test_an_answer_works_once(self, linked, liar, a_browser):
        browser = a_browser()
        path = liar.back(go(browser))
        assert browser.see(path).status_code == 302
        browser.send("/sign-out", page="/account")
        is_refused(browser, path, ELSEWHERE)

    def test_an_answer_that_failed_is_not_tried_again(self, linked, liar, a_browser):
        browser = a_browser()
        path = liar.back(go(browser), nonce="another")
        is_refused(browser, path)
        is_refused(browser, path, ELSEWHERE)

    def test_the_cookie_of_a_captured_trip_is_worth_nothing_after_it(self, linked, liar, a_browser):
        browser, thief = a_browser(), a_browser()
        path = liar.back(go(browser))
        before = browser.client.get_cookie("session").value
        assert browser.see(path).status_code == 302
        thief.client.set_cookie("session", before)
        is_refused(thief, path, ELSEWHERE)

    def test_the_answer_to_another_browser(self, linked, liar, a_browser):
        attacker, victim = a_browser(), a_browser()
        path = liar.back(go(attacker))
        is_refused(victim, path, ELSEWHERE)
        go(victim)
        is_refused(victim, path, ELSEWHERE)

    @pytest.mark.parametrize("state", ["", "another", "x" * 5000, "é", "\0"])
    def test_another_state(self, linked, liar, a_browser, state):
        browser = a_browser()
        answer = liar.answer(go(browser))
        is_refused(browser, path_of({**answer, "state": state}), ELSEWHERE)

    def test_no_state(self, linked, liar, a_browser):
        browser = a_browser()
        code = liar.answer(go(browser))["code"]
        is_refused(browser, path_of({"code": code}), ELSEWHERE)

    def test_nobody_who_asked_for_nothing(self, linked, liar, a_browser):
        is_refused(a_browser(), path_of({"state": "x", "code": "y"}), ELSEWHERE)
        is_refused(a_browser(), "/sign-in/with/liar/back", ELSEWHERE)

    @pytest.mark.parametrize("code", ["", "x" * 5000, "unknown", "\0", "é" * 100])
    def test_another_code(self, linked, liar, a_browser, code):
        browser = a_browser()
        answer = liar.answer(go(browser))
        is_refused(browser, path_of({**answer, "code": code}))

    def test_a_refusal_of_the_provider_is_not_repeated_on_the_page(self, linked, liar, a_browser):
        browser = a_browser()
        state = asked_in(go(browser))["state"]
        said = {"state": state, "error": "access_denied", "error_description": "<b>call 0800</b>"}
        is_refused(browser, path_of(said))
        assert "0800" not in browser.see(path_of(said)).text

    def test_a_refusal_with_a_code_is_a_refusal(self, linked, liar, a_browser):
        browser = a_browser()
        answer = liar.answer(go(browser))
        is_refused(browser, path_of({**answer, "error": "access_denied"}))

    def test_an_answer_that_names_another_issuer(self, linked, liar, a_browser):
        browser = a_browser()
        answer = liar.answer(go(browser))
        is_refused(browser, path_of({**answer, "iss": "https://elsewhere.example"}))

    def test_a_provider_that_says_it_names_itself_has_to(self, linked, liar, a_browser):
        liar.metadata["authorization_response_iss_parameter_supported"] = True
        browser = a_browser()
        is_refused(browser, path_of(liar.answer(go(browser))))
        answer = liar.answer(go(browser))
        assert browser.see(path_of({**answer, "iss": liar.issuer})).status_code == 302

    def test_the_answer_of_one_provider_at_the_door_of_another(
        self, linked, liar, another, a_browser
    ):
        browser = a_browser()
        is_refused(browser, liar.back(go(browser), "other"), ELSEWHERE)
        browser = a_browser()
        is_refused(browser, another.back(go(browser, "other"), "liar"), ELSEWHERE)
        assert liar.posted == []

    def test_the_subject_of_one_provider_is_nobody_at_another(
        self, linked, liar, another, a_browser
    ):
        browser = a_browser()
        path = another.back(go(browser, "other"), "other", sub="subject-of-carys")
        is_refused(browser, path, "not linked to an account here")

    def test_a_provider_that_speaks_for_another_issuer(self, linked, liar, another, a_browser):
        browser = a_browser()
        is_refused(browser, another.back(go(browser, "other"), "other", iss=liar.issuer))

    def test_a_provider_that_is_not_known(self, liar, a_browser):
        browser = a_browser()
        assert browser.see("/sign-in/with/nobody/back").status_code == 404
        assert browser.send("/sign-in/with/nobody", page="/sign-in").status_code == 404

    def test_beginning_needs_the_token_of_our_page(self, liar, a_browser):
        answer = a_browser().client.post("/sign-in/with/liar")
        assert answer.status_code == 400
        assert liar.asked == []


class TestRecentness:
    """Where a provider's own session may not be older than so much."""

    @pytest.fixture
    def strict(self, liar, configure):
        configure(row_of(liar, max_age_minutes=60))
        return liar

    def test_it_is_asked_for(self, strict, a_browser):
        assert asked_in(go(a_browser()))["max_age"] == "3600"

    @pytest.mark.parametrize("auth_time", ["an hour", None, "now", True, [1], -1, 0])
    def test_an_older_one_or_none_is_refused(self, linked, strict, a_browser, auth_time):
        browser = a_browser()
        said = NOW - 3600 - 200 if auth_time == "an hour" else auth_time
        path = strict.back(go(browser), auth_time=said)
        answer = browser.see(path)
        assert answer.status_code == 400
        assert not browser.is_in()

    def test_a_younger_one_is_not(self, linked, strict, a_browser):
        browser = a_browser()
        assert browser.see(strict.back(go(browser), auth_time=NOW - 1800)).status_code == 302


def test_a_trip_of_another_purpose_is_none(linked, liar, a_browser, app):
    browser = a_browser()
    back = liar.back(go(browser))
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(update(OneTime).values(purpose="typed"))
    is_refused(browser, back, ELSEWHERE)
