"""What the web server's own log leaves of an address."""

import datetime
import re
import secrets

import pytest
from gunicorn.config import Config

from secondments.web.access_log import QuietLogger, without_secrets


def test_no_route_with_a_token_is_logged_with_it(app):
    places = re.compile(r"<(?:\w+:)?token>")
    rules = [rule.rule for rule in app.url_map.iter_rules() if places.search(rule.rule)]
    assert rules
    for rule in rules:
        token = secrets.token_urlsafe(32)
        assert token not in without_secrets(places.sub(token, rule))


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/secondments/SEC-7K3M-Q2/terms?a=b", "/secondments/SEC-7K3M-Q2/terms"),
        ("/sign/00000000-0000-4000-8000-000000000000/check",) * 2,
        ("/sign-in?next=/choose-password/x", "/sign-in"),
        ("/choose-password/" + "a" * 43, "/choose-password/…"),
        ("/choose-password/" + "%41" * 20, "/choose-password/…"),
    ],
)
def test_what_is_left_of_a_path(path, logged):
    assert without_secrets(path) == logged


def test_the_log_of_gunicorn_is_made_of_that():
    logger = QuietLogger(Config())
    token = "a" * 43
    environ = {
        "PATH_INFO": f"/choose-password/{token}",
        "RAW_URI": f"/choose-password/{token}?x=1",
        "QUERY_STRING": "called=Reid",
        "REQUEST_METHOD": "GET",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://x.example/choose-password/{token}",
        "HTTP_COOKIE": f"session={token}",
    }
    answer = type("Answer", (), {"status": "200 OK", "sent": 1, "headers": []})()
    asked = type("Asked", (), {"headers": [("COOKIE", f"session={token}")]})()
    said = logger.atoms(answer, asked, environ, datetime.timedelta(seconds=1))
    assert token not in str(said)
    assert "Reid" not in str(said)
