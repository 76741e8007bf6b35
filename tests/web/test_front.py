"""The front of the whole application: hosts, proxies, https, cookies, methods, sizes, headers."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import request

import config
from secondments.application import create_app
from secondments.documents.desk import desk, furnish
from secondments.extensions import db
from secondments.web import proxies
from tests.web.small_app import REFUSALS, a_small_app

STATUSES = {
    "/help": 200,
    "/raise/invalid": 400,
    "/raise/not_allowed": 403,
    "/nowhere": 404,
    "/raise/gone": 410,
    "/raise/too_many": 429,
    "/broken": 500,
    "/static/app.css": 200,
    "/static/app.css?v=1": 200,
    "/static/none.css": 404,
}
FOR_EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass
class Heard(logging.Handler):
    """The lines of the log, read."""

    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    __hash__ = object.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    @property
    def events(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.lines]


@pytest.fixture
def heard() -> Iterator[Heard]:
    logger, handler = logging.getLogger("secondments.security"), Heard()
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


def hardened(answer) -> None:
    for name, value in FOR_EVERY_ANSWER.items():
        assert answer.headers.get(name) == value, (name, answer.status)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy or "sandbox" in policy
    assert "unsafe" not in policy
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
    assert "Server" not in answer.headers
    if answer.mimetype.startswith("text/"):
        assert answer.content_type.endswith("charset=utf-8")


@pytest.mark.parametrize(("address", "status"), STATUSES.items())
@pytest.mark.parametrize("method", ["GET", "HEAD", "PATCH", "FOO"])
def test_answers_of_every_status_carry_every_header(address, status, method):
    asked = (
        a_small_app(PROPAGATE_EXCEPTIONS=False)
        .test_client()
        .open(address, method=method, headers={"Origin": "https://evil.example"})
    )
    with asked as answer:
        missing = status == 404 and not address.startswith("/static")
        assert answer.status_code == (status if method in {"GET", "HEAD"} or missing else 405)
        hardened(answer)
        kept = address.startswith("/static/app") and answer.status_code == 200
        assert ("no-store" in answer.headers["Cache-Control"]) is not kept


def test_a_form_that_is_too_large_a_lost_race_and_no_database_carry_every_header():
    client = a_small_app().test_client()
    hardened(client.post("/raise/stale", data={"a": "x" * 3_000_000}))
    hardened(client.post("/raise/stale"))
    hardened(client.get("/health"))


def test_every_route_of_the_application_answers_strangers_with_every_header(app):
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        address = f"/{'/'.join('1' if '<' in part else part for part in rule.rule[1:].split('/'))}"
        with client.get(address) as answer:
            assert answer.status_code < 500, rule
            hardened(answer)


def test_every_route_refuses_methods_that_it_does_not_name(app):
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        address = filled(rule.rule)
        for method in {"PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "CONNECT", "FOO"}:
            with client.open(address, method=method) as answer:
                assert answer.status_code == 405, (method, rule)
                hardened(answer)


UUID = "00000000-0000-4000-8000-000000000000"


def filled(address: str) -> str:
    """The address of a route with something that fits in each of its places."""
    address = re.sub(r"<uuid:\w+>", UUID, address)
    address = re.sub(r"<any\('?([^,')]+)[^)]*\):\w+>", r"\1", address)
    return re.sub(r"<(\w+:)?\w+>", "1", address)


# Who asks: straight, and through proxies of ours.


def asked_from(hops: int, peer: str, forwarded: str | None) -> str:
    app = a_small_app(PROXY_HOPS=hops)
    app.add_url_rule(
        "/who", "who", lambda: f"{request.remote_addr}|{request.scheme}|{request.host}"
    )
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    if forwarded is not None:
        headers["X-Forwarded-For"] = forwarded
    answer = app.test_client().get("/who", headers=headers, environ_overrides={"REMOTE_ADDR": peer})
    return answer.text


def test_without_a_proxy_nobody_says_where_they_come_from():
    assert asked_from(0, "192.0.2.7", "6.6.6.6") == "192.0.2.7|http|localhost"


@pytest.mark.parametrize(
    ("hops", "forwarded", "found"),
    [
        (1, "198.51.100.4", "198.51.100.4"),
        (1, "6.6.6.6, 198.51.100.4", "198.51.100.4"),
        (2, "6.6.6.6, 198.51.100.4, 192.0.2.1", "198.51.100.4"),
        (1, "2001:db8::5", "2001:db8::5"),
        (1, None, "192.0.2.7"),
        (2, "6.6.6.6", "192.0.2.7"),
        *((1, junk, "192.0.2.7") for junk in ("<script>alert(1)</script>", "unknown", "_hidden")),
        *((1, junk, "192.0.2.7") for junk in ("1.2.3.4:80", "::1%<b>", "1.2.3", "01.2.3.4", "é")),
    ],
)
def test_behind_proxies_only_the_address_that_the_outermost_saw_counts(hops, forwarded, found):
    assert asked_from(hops, "192.0.2.7", forwarded) == f"{found}|https|localhost"


def test_a_peer_without_an_address_stays_without_one():
    assert asked_from(1, "", "<b>") == "|https|localhost"


def test_what_is_no_address_is_never_one():
    assert not [x for x in ("", "::1%x", "::1%<script>", "a", "1" * 50) if proxies.is_address(x)]


# Hosts, https and cookies of a real service.


@pytest.fixture(scope="module")
def real(the_app, urls, tmp_path_factory):
    from tests.web.test_safety import GOOD  # noqa: PLC0415

    with pytest.MonkeyPatch.context() as environment:
        for name, value in GOOD.items():
            environment.setenv(name, value)
        environment.setenv("DATABASE_URL", urls.web)
        environment.setenv("SECONDMENTS_DATA", str(tmp_path_factory.mktemp("real")))
        settings = config.load()
    settings.TESTING = True
    before = desk()
    made = create_app(settings)
    furnish(before)  # the other tests go on with theirs
    yield made
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()


OURS = "secondments.example"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (OURS, 200),
        ("Secondments.EXAMPLE", 200),
        (f"{OURS}:443", 200),
        (f"{OURS}@evil.example", 400),
        (f"evil.example@{OURS}", 400),
        (f"{OURS}.evil.example", 400),
        ("evil.example", 400),
        ("localhost", 400),
        ("127.0.0.1", 400),
        (f"{OURS}, evil.example", 400),
        (f"{OURS}/evil", 400),
        (f"{OURS}\t", 400),
    ],
)
def test_a_real_service_answers_to_its_own_name_alone(real, heard, host, status):
    over_https = {"X-Forwarded-Proto": "https"}
    answer = real.test_client().get("/help", headers={"Host": host, **over_https})
    assert answer.status_code == status
    assert "evil" not in answer.text
    assert [line["event"] for line in heard.events] == ["bad_host"] * (status == 400)


def test_a_redirect_names_no_host_that_was_asked_for(real):
    headers = {"Host": f"{OURS}:9999", "X-Forwarded-Proto": "https"}
    assert real.test_client().get("/account", headers=headers).location.startswith("/sign-in")


def test_a_page_asked_for_over_http_is_shown_over_https_and_a_post_is_refused(real, heard):
    client, headers = real.test_client(), {"Host": OURS, "X-Forwarded-Proto": "http"}
    path = {"PATH_INFO": "//evil.example/"}
    answer = client.get("/?a=1", headers=headers, environ_overrides=path)
    assert (answer.status_code, answer.location) == (308, f"https://{OURS}/evil.example/?a=1")
    assert client.post("/sign-in", headers=headers).status_code == 403
    assert client.get("/health", headers=headers).status_code in {200, 503}
    assert [line["event"] for line in heard.events] == ["http_refused"]
    hardened(client.get("/help", headers=headers))


def test_the_one_cookie_of_a_real_service_is_bound_to_its_host(real):
    headers = {"Host": OURS, "X-Forwarded-Proto": "https"}
    answer = real.test_client().get("/sign-in", headers=headers)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, _, rest = cookie.partition("=")
    assert name == "__Host-secondments"
    attributes = {part.strip().lower() for part in rest.split(";")[1:]}
    assert attributes == {"secure", "httponly", "path=/", "samesite=lax"}
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_cookies_that_are_too_long_or_damaged_are_no_fault_of_ours(app):
    client = app.test_client(use_cookies=False)
    assert client.get("/sign-in", headers={"Cookie": "a=" + "x" * 9000}).status_code == 431
    for junk in ("session=" + "x" * 4000, "session=é", "session=.eJ.x.y", "=;=;", "session="):
        assert client.get("/sign-in", headers={"Cookie": junk}).status_code == 200


# What is sent.


@pytest.mark.parametrize("name", ["csrf_token", "once", "revision", "carried_over"])
def test_what_a_form_has_once_is_refused_twice(app, name):
    answer = app.test_client().post("/sign-in", data={name: ["1", "2"]})
    assert answer.status_code == 400
    assert "twice" in answer.text


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_a_form_of_very_many_fields_is_refused(app, heard, content_type):
    many = {f"a{number}": "1" for number in range(1_100)}
    answer = app.test_client().post("/sign-in", data=many, content_type=content_type)
    assert answer.status_code == 413
    assert [line["event"] for line in heard.events] == ["too_large"]


@pytest.mark.parametrize("body", ["[1]", "1e309", "null", "{}", '"a"', "\ud800", "{" * 100_000])
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "text/xml", "image/svg+xml"])
def test_what_is_no_form_is_refused(app, body, kind):
    sent = body.encode("utf-8", "surrogatepass")
    answer = app.test_client().post("/sign-in", data=sent, content_type=kind)
    assert answer.status_code == 400


# Events.


def test_every_refusal_leaves_one_line_that_says_no_content(heard):
    client = a_small_app().test_client()
    agent = "Mozilla\x1b[31m\x7f evil@example.com"
    for name in REFUSALS:
        client.get(f"/raise/{name}", headers={"User-Agent": agent})
    said = [line["event"] for line in heard.events]
    assert said == ["access_denied", "hidden_or_missing", "limit_hit"]
    for line in heard.lines:
        assert line.isascii()
        assert line.isprintable()
        assert "evil" not in line


def test_a_form_without_its_token_leaves_one_line(app, heard):
    answer = app.test_client().post("/sign-in", data={"email": "x@y.example", "password": "seven"})
    assert answer.status_code == 400
    (line,) = heard.lines
    (event,) = heard.events
    assert (event["event"], event["endpoint"], event["status"]) == (
        "csrf_refused",
        "access.sign_in",
        400,
    )
    assert event["at"].endswith("+00:00")
    assert event["request"] == answer.headers["X-Request-Id"]
    assert "y.example" not in line
    assert "seven" not in line
