"""What access leaves in the log of security events: each try, proof, change and end."""

import json
import logging

import pytest

from secondments import security_log
from tests.access.authenticator import shown_by
from tests.access.browser import PASSWORD
from tests.access.test_factors import APP, SEED, TO_TYPE


@pytest.fixture
def lines(caplog):
    """The events so far, newest last; the logger does not pass its lines on by itself."""
    security_log.LOGGER.addHandler(caplog.handler)
    caplog.set_level(logging.INFO, security_log.LOGGER.name)
    yield lambda: [
        json.loads(record.getMessage())
        for record in caplog.records
        if record.name == security_log.LOGGER.name
    ]
    security_log.LOGGER.removeHandler(caplog.handler)


def test_every_try_to_sign_in_leaves_one_line(carys, a_browser, lines):
    a_browser().sign_in(carys, "not this one at all")
    a_browser().sign_in(carys)
    events = [line for line in lines() if line["event"] == "sign_in"]
    assert [line["result"] for line in events] == ["refused", "ok"]
    assert events[1]["person"]


def test_a_factor_and_the_proof_for_it_leave_theirs(carys, a_browser, lines):
    browser = a_browser()
    browser.sign_in(carys)
    page = browser.see(APP).text
    given = {"seed": SEED.search(page)[1], "shown": shown_by(TO_TYPE.search(page)[1])}
    browser.send(APP, **given, password="not this one at all")
    browser.send(APP, **given, password=PASSWORD)
    events = [line["event"] for line in lines()]
    assert events == ["sign_in", "step_up", "factor_changed", "step_up"]
    browser.send("/sign-out", page="/account")
    assert lines()[-1]["event"] == "session_ended"


def test_nothing_of_what_was_typed_is_in_them(carys, a_browser, lines):
    a_browser().sign_in(carys, "zqsecretword of theirs")
    text = json.dumps(lines())
    assert "zqsecretword" not in text
    assert carys not in text
