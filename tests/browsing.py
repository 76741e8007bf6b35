"""A browser that somebody of the test's world is signed in with."""

import uuid

from flask import Flask

from tests.access.browser import Browser


def signed_in(app: Flask, person_id: uuid.UUID) -> Browser:
    """By the demonstration's one click, which tests have too."""
    browser = Browser(app)
    answer = browser.enter(person_id)
    assert answer.status_code == 302, answer.text
    return browser
