"""A provider that does not answer, or not as it should, and one that changes its keys."""

import json
import threading
from datetime import timedelta

import pytest

from secondments.access.providers import discovery, fetching
from tests.access.oidc.conftest import go, row_of
from tests.access.oidc.lying import OTHER_KEY, signed
from tests.access.oidc.test_lies import IS_DOWN, TOKENS, is_refused

DISCOVERY = "/.well-known/openid-configuration"


METADATA = {
    "another issuer": {"issuer": "https://elsewhere.example"},
    "no issuer": {"issuer": None},
    "a token address without https": {"token_endpoint": "http://elsewhere.example/token"},
    "a file": {"jwks_uri": "file:///etc/passwd"},
    "no page to go to": {"authorization_endpoint": None},
    "a list": {"authorization_endpoint": ["https://elsewhere.example"]},
    "a script": {"authorization_endpoint": "javascript:alert(1)"},
}


@pytest.mark.parametrize("said", METADATA.values(), ids=METADATA)
def test_metadata_that_are_not_right_lead_nowhere(liar, a_browser, said):
    liar.metadata |= said
    answer = a_browser().send("/sign-in/with/liar", page="/sign-in")
    assert answer.status_code == 400
    assert IS_DOWN in answer.text


BROKEN = {
    "500": (500, b"broken", {}),
    "no JSON": (200, b"<html>", {}),
    "a list": (200, b"[1,2]", {}),
    "deep": (200, b"[" * 100_000, {}),
    "not text": (200, b"\xff\xfe\x00", {}),
    "nothing": (200, b"", {}),
    "too much": (200, b" " * (fetching.LONGEST + 1), {}),
    "somewhere else": (302, b"", {"Location": "/elsewhere"}),
}


class TestBroken:
    """Each of the three addresses of a provider, broken in each way."""

    @pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
    def test_metadata(self, liar, a_browser, answer):
        liar.instead[DISCOVERY] = answer
        page = a_browser().send("/sign-in/with/liar", page="/sign-in")
        assert page.status_code == 400
        assert IS_DOWN in page.text
        assert "/elsewhere" not in liar.asked

    @pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
    def test_token(self, linked, liar, a_browser, answer):
        browser = a_browser()
        path = liar.back(go(browser))
        liar.instead["/token"] = answer
        is_refused(browser, path, "se another way")
        assert "/elsewhere" not in liar.asked

    @pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
    def test_keys(self, linked, liar, a_browser, answer):
        browser = a_browser()
        path = liar.back(go(browser))
        liar.instead["/keys"] = answer
        is_refused(browser, path, IS_DOWN)
        assert "/elsewhere" not in liar.asked

    @pytest.mark.parametrize(
        "keys", [b"{}", b'{"keys":7}', b'{"keys":[]}', b'{"keys":[1]}', b'{"keys":[{"kty":"RSA"}]}']
    )
    def test_keys_that_are_none(self, linked, liar, a_browser, keys):
        browser = a_browser()
        path = liar.back(go(browser))
        liar.instead["/keys"] = (200, keys, {})
        is_refused(browser, path)

    @pytest.mark.parametrize("path", [DISCOVERY, "/token", "/keys"])
    def test_one_that_is_slow_is_given_up(self, linked, liar, a_browser, monkeypatch, path):
        monkeypatch.setattr(fetching, "SECONDS", 0.2)
        given_up, answered = threading.Event(), threading.Event()
        seen = []

        def not_before_we_give_up() -> bytes:
            seen.append(given_up.wait(20))
            answered.set()
            return b"{}"

        browser = a_browser()
        back = liar.back(go(browser))
        discovery.forget()
        liar.instead[path] = (200, not_before_we_give_up, {})
        is_refused(browser, back, IS_DOWN)
        given_up.set()
        assert answered.wait(20)
        assert seen == [True]

    def test_more_than_so_much_is_not_read(self, liar, a_browser):
        said = json.dumps(liar.everything_it_says_of_itself()).encode()
        for spaces, status in ((fetching.LONGEST, 400), (10, 302)):
            discovery.forget()
            liar.instead[DISCOVERY] = (200, said + b" " * spaces, {})
            answer = a_browser().send("/sign-in/with/liar", page="/sign-in")
            assert answer.status_code == status

    def test_one_that_nobody_answers_for(self, liar, configure, a_browser):
        configure(row_of(liar, issuer="http://localhost:9"))
        page = a_browser().send("/sign-in/with/liar", page="/sign-in")
        assert IS_DOWN in page.text


class TestKeys:
    """A provider changes its keys now and then."""

    def test_a_new_key_is_fetched_once(self, linked, liar, a_browser):
        browser = a_browser()
        assert browser.see(liar.back(go(browser))).status_code == 302
        _a_minute_later()
        liar.keys = [OTHER_KEY]
        browser = a_browser()
        back = liar.back(go(browser), id_token=lambda claims: signed(claims, key=OTHER_KEY))
        assert browser.see(back).status_code == 302
        assert liar.asked.count("/keys") == 2

    def test_unknown_keys_do_not_make_us_ask_more_than_once_a_minute(self, linked, liar, a_browser):
        for _ in range(4):
            browser = a_browser()
            is_refused(browser, liar.back(go(browser), id_token=TOKENS["a key of somebody else"]))
        assert liar.asked.count("/keys") == 1
        _a_minute_later()
        for _ in range(3):
            browser = a_browser()
            is_refused(browser, liar.back(go(browser), id_token=TOKENS["a key of somebody else"]))
        assert liar.asked.count("/keys") == 2


def _a_minute_later() -> None:
    for kept in discovery._KEPT.values():
        kept.keys_at -= timedelta(minutes=1)
