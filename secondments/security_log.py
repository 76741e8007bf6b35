"""One JSON line for each event that matters to security, on the logger `secondments.security`.

Who, what, where and how it ended: never what was typed, a token, a path or an email address. What
is said of each event stands in docs/logs.md.
"""

import json
import logging
import secrets
from typing import TextIO, cast

from flask import Flask, g, has_app_context, has_request_context, request
from flask.logging import wsgi_errors_stream

from secondments import clock
from secondments.extensions import db

LOGGER = logging.getLogger("secondments.security")
EVENTS = frozenset(
    {
        "sign_in",
        "step_up",
        "provider_refused",
        "provider_down",
        "factor_changed",
        "session_ended",
        "access_denied",
        "hidden_or_missing",
        "limit_hit",
        "csrf_refused",
        "bad_host",
        "bad_request",
        "bad_upload",
        "http_refused",
        "too_large",
    }
)
LONGEST = 200  # characters of one value
WITHHELD = "(withheld)"
Value = str | int | None


def init_app(app: Flask) -> None:
    """Lines go to stderr, where the process supervisor collects them."""
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    if not LOGGER.handlers:
        handler = logging.StreamHandler(cast(TextIO, wsgi_errors_stream))
        handler.setFormatter(logging.Formatter("%(message)s"))
        LOGGER.addHandler(handler)
    app.before_request_funcs.setdefault(None, []).insert(0, _number_the_request)


def event(name: str, **facts: Value) -> None:
    """Write one line. `facts` are codes, numbers and ids; a text with an @ in it is withheld.

    Raises ValueError for a name that docs/logs.md does not explain.
    """
    if name not in EVENTS:
        raise ValueError(f"{name} is no event of docs/logs.md")
    line = {"at": clock.wall().isoformat(), "event": name, **_circumstances()}
    line |= {key: _plain(value) for key, value in facts.items()}
    # ASCII only, so that no character of a header can move a cursor or end a line; DEL is ASCII.
    LOGGER.info("%s", json.dumps(line, ensure_ascii=True).replace("\x7f", "\\u007f"))


def request_number() -> str:
    """What ties the lines of one request together; the proxy's log has it from `X-Request-Id`."""
    if "request_number" not in g:
        g.request_number = secrets.token_hex(8)
    return str(g.request_number)


def _number_the_request() -> None:
    request_number()


def _circumstances() -> dict[str, Value]:
    if not has_request_context():
        return {}
    return {
        "request": request_number(),
        "method": _plain(request.method),
        "endpoint": request.endpoint,
        "from": _plain(request.remote_addr),
        "browser": _plain(request.user_agent.string),
        "person": _person(),
    }


def _person() -> str | None:
    """Whose session it is, where that was looked up already."""
    person = db.session().info.get("person") if has_app_context() else None
    return str(person) if person else None


def _plain(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return WITHHELD if "@" in value else value[:LONGEST]
