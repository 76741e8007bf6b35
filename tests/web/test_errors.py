"""What people see when something is refused, lost or broken."""

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from tests.web.small_app import a_small_app

ANSWER = {
    "decision": "return",
    "why": "The rota\nis not covered",
    "note": "<script>alert(1)</script>",
    "password": "hunter2 hunter2",
    "digest": "of version 3",
    "seen": "yes",
    "revision": "3",
}


@pytest.fixture(scope="module")
def app() -> Flask:
    return a_small_app(PROPAGATE_EXCEPTIONS=False)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize(
    ("kind", "status", "says"),
    [
        ("invalid", 400, "Choose a later day"),
        ("not_allowed", 403, "Only the contracts office issues the contract."),
        ("not_found", 404, "Page not found"),
        ("stale", 409, "there is a newer version"),
        ("not_possible", 409, "The proposal still needs the role."),
        ("altered", 409, "This document was not sent to you"),
        ("gone", 410, "This invitation was used on 8 June."),
        ("too_many", 429, "Try again in 2 minutes."),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_refusal_has_its_status_and_its_sentence(client, kind, status, says, method):
    answer = client.open(f"/raise/{kind}", method=method)
    assert (answer.status_code, says in answer.text) == (status, True)


def test_unknown_and_invisible_look_the_same(client):
    def without_what_varies(page: str) -> str:
        return re.sub(r'nonce="[^"]*"|value="[^"]*"|made at [^.]*', "", page)

    unknown, invisible = client.get("/raise/x" * 3), client.get("/raise/not_found")
    assert without_what_varies(unknown.text) == without_what_varies(invisible.text)
    assert "SEC-7K3M-Q2" not in invisible.text


def test_too_many_tries_says_when_to_come_back_to_programs_too(client):
    assert client.get("/raise/too_many").headers["Retry-After"] == "61"


def test_a_stale_page_shows_what_changed_and_everything_typed_but_no_secret(client):
    page = client.post("/secondments/SEC-7K3M-Q2/approve", data=ANSWER).text
    assert "<del>31 July 2028</del>" in page
    assert "Look at the newest version" in page
    assert "The rota\nis not covered" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "hunter2" not in page
    assert "of version 3" not in page


def test_a_stale_page_carries_the_text_to_the_newest_version_but_not_the_tick(client):
    page = client.post("/secondments/SEC-7K3M-Q2/approve", data=ANSWER).text
    carried = dict(re.findall(r'<textarea name="([^"]+)" hidden>\n([^<]*)</textarea>', page))
    assert set(carried) == {"decision", "why", "note"}
    again = client.post("/secondments/SEC-4/approve", data=carried | {"carried_over": "yes"})
    assert again.status_code == 200
    assert 'name="revision" value="4"' in again.text
    assert "alert(1)" in again.text
    assert "There is a problem" not in again.text


def test_where_there_is_no_page_to_carry_to_the_text_is_still_shown(client):
    page = client.post("/secondments/SEC-7K3M-Q2/recall", data=ANSWER).text
    assert 'href="/secondments/SEC-7K3M-Q2"' in page
    assert "is not covered" in page
    assert "carried_over" not in page


def test_a_form_with_errors_is_shown_again_with_the_answers_and_the_title_says_so(client):
    answer = client.post("/secondments/SEC-7K3M-Q2/approve", data={"note": "kept", "revision": "3"})
    assert answer.status_code == 400
    assert "<title>Error: " in answer.text
    assert "kept</textarea>" in answer.text


def test_a_page_open_for_too_long_loses_no_text():
    client = a_small_app(WTF_CSRF_ENABLED=True).test_client()
    answer = client.post("/secondments/SEC-7K3M-Q2/approve", data=ANSWER)
    assert answer.status_code == 400
    assert "The page was open for too long: nothing was saved, your text is below" in answer.text
    assert "is not covered" in answer.text
    assert "hunter2" not in answer.text


def test_a_fault_of_ours_gives_a_number_that_is_in_the_log_and_no_detail(client, caplog):
    with caplog.at_level(logging.ERROR):
        answer = client.post("/broken", data={"note": "private words"})
    number = re.search(r"quote <strong[^>]*>([0-9A-F-]+)<", answer.text)
    assert answer.status_code == 500
    assert number
    assert number[1] in caplog.text
    assert "TemplateNotFound" in caplog.text
    assert "TemplateNotFound" not in answer.text
    assert "private words" not in caplog.text


def test_a_fault_that_breaks_the_page_about_it_still_gets_an_answer():
    app = a_small_app(PROPAGATE_EXCEPTIONS=False)
    app.jinja_env.globals.pop("assets")
    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    assert "Nothing you did was half-saved" in answer.text


def test_too_much_text_is_413_with_the_limit(client):
    plain = client.post("/secondments/SEC-7K3M-Q2/approve", data={"note": "x" * 3_000_000})
    part = b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\n%b\r\n--b--\r\n'
    in_parts = client.post(
        "/secondments/SEC-7K3M-Q2/approve",
        data=part % (b"x" * 3_000_000),
        content_type="multipart/form-data; boundary=b",
    )
    assert (plain.status_code, in_parts.status_code) == (413, 413)
    assert "2.1 MB of text" in plain.text


def test_a_method_no_page_uses_is_refused_with_those_it_does(client):
    answer = client.delete("/secondments/SEC-7K3M-Q2/approve")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


class Cause(Exception):
    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("secret detail of the database")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "method", "status"),
    [
        (OperationalError("", {}, Cause("40001")), "POST", 409),
        (OperationalError("", {}, Cause("55P03")), "POST", 409),
        (IntegrityError("", {}, Cause("23505")), "POST", 409),
        (OperationalError("", {}, Cause(None)), "GET", 503),
        (OperationalError("", {}, Cause("57P01")), "GET", 503),
        (DataError("", {}, Cause(None)), "GET", 404),
        (DataError("", {}, Cause("22003")), "POST", 400),
        (IntegrityError("", {}, Cause("23514")), "POST", 500),
    ],
)
def test_what_the_database_refuses_becomes_a_page(app, error, method, status):
    app.config["FAULT"] = error
    answer = app.test_client().open("/database", method=method)
    assert answer.status_code == status
    assert "secret detail" not in answer.text


def test_no_database_is_a_503_that_says_when_to_come_back(app):
    app.config["FAULT"] = OperationalError("", {}, Cause(None))
    answer = app.test_client().get("/database")
    assert int(answer.headers["Retry-After"]) > 0
    assert "Dr Tom Okafor" not in answer.text
