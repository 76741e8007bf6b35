"""A storm of sign-ins: at most two threads of a process have to do with hashes at any time."""

import pytest

from secondments.access import passwords


@pytest.fixture
def busy():
    with passwords.AT_WORK, passwords.IN_LINE, passwords.IN_LINE:
        yield


def test_another_sign_in_is_asked_to_wait(busy, carys, a_browser):
    answer = a_browser().sign_in(carys)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "2"
    assert "Many people are signing in" in answer.text


def test_and_none_of_that_counts_as_a_try(carys, a_browser):
    with passwords.AT_WORK, passwords.IN_LINE, passwords.IN_LINE:
        for _ in range(12):
            assert a_browser().sign_in(carys).status_code == 429
    assert a_browser().sign_in(carys).status_code == 302


def test_other_pages_answer_meanwhile(busy, a_browser, signed_in, carys):
    assert a_browser().see("/health").status_code == 200
    assert signed_in(carys).see("/account").status_code == 200
