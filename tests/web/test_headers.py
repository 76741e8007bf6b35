"""What every answer tells the browser, whatever its status."""

import re

import pytest
from flask.testing import FlaskClient

from secondments.web import assets
from tests.web.small_app import a_small_app

EVERY_STATUS = ["/help", "/nowhere", "/raise/not_allowed", "/raise/stale", "/raise/too_many"]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return a_small_app().test_client()


def cache_control(client: FlaskClient, address: str) -> str:
    with client.get(address) as answer:
        return answer.headers["Cache-Control"]


@pytest.mark.parametrize("address", [*EVERY_STATUS, "/static/app.css", "/health"])
def test_every_answer_carries_the_protective_headers(client: FlaskClient, address: str):
    with client.get(address) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", EVERY_STATUS)
def test_pages_are_never_kept(client: FlaskClient, address: str):
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_the_nonce_of_the_script_is_the_one_in_the_policy_and_changes_every_time(
    client: FlaskClient,
):
    nonces = set()
    for _ in range(2):
        answer = client.get("/help")
        nonce = re.search(r'nonce="([^"]+)"', answer.text)
        assert nonce
        assert f"'nonce-{nonce[1]}'" in answer.headers["Content-Security-Policy"]
        nonces.add(nonce[1])
    assert len(nonces) == 2


def test_files_with_a_version_in_their_address_are_kept_a_year_and_others_checked(
    client: FlaskClient,
):
    address = re.search(r'href="(/static/app\.css\?v=[0-9a-f]+)"', client.get("/help").text)
    assert address
    assert "immutable" in cache_control(client, address[1])
    assert cache_control(client, "/static/app.css") == "no-cache"
    assert cache_control(client, f"/static/{assets.LIBRARY_FOLDER}/nothing.css") == "no-store"


def test_only_https_answers_ask_for_https(client: FlaskClient):
    assert "Strict-Transport-Security" not in client.get("/help").headers
    over_https = client.get("/help", base_url="https://localhost")
    assert over_https.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_pages_have_no_inline_style_or_script(client: FlaskClient):
    for address in ["/help", "/accessibility", "/privacy", "/contact", *EVERY_STATUS]:
        page = client.get(address).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page), address


def test_pages_ask_nothing_of_another_host(client: FlaskClient):
    for address in ["/help", "/accessibility", "/privacy", "/contact", *EVERY_STATUS]:
        wanted = re.findall(r'(?:src|href|action)="([^"]*)"', client.get(address).text)
        assert wanted
        assert not [a for a in wanted if not a.startswith(("/", "#", "mailto:")) or a[:2] == "//"]
