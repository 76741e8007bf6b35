"""Asking an OpenID provider over HTTP: no redirects, seconds at most, and JSON, not too much.

The shape of a requests.Session, as far as Authlib's client needs one.
"""

import json
import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from typing import Any, cast
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

SECONDS = 5.0
LONGEST = 512 * 1024  # bytes: Entra's keys are some twenty thousand
A_PIECE = 64 * 1024
SERVED_BY = frozenset({"https", "http"})


class Unanswered(Exception):
    """The reason, for the log."""


class _NoRedirects(HTTPRedirectHandler):
    """What is kept secret between us and one address is not taken to another."""

    def redirect_request(self, *_asked: Any) -> None:
        return None


_OPENER = build_opener(_NoRedirects)


class Answer:
    """The status, and the body when it is JSON."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status_code, self.body = status, body

    def json(self) -> Any:
        """Raises ValueError."""
        try:
            return json.loads(self.body)
        except RecursionError as error:
            raise ValueError("too deep") from error

    def raise_for_status(self) -> None:
        if self.status_code != 200:
            raise Unanswered(f"status {self.status_code}")


def get(address: str) -> dict[str, Any]:
    """The JSON object there. Raises Unanswered."""
    answer = _ask(Request(_checked(address), headers={"Accept": "application/json"}))  # noqa: S310
    answer.raise_for_status()
    try:
        found = answer.json()
    except ValueError as error:
        raise Unanswered("no JSON") from error
    if not isinstance(found, dict):
        raise Unanswered("no JSON object")
    return found


class Session:
    """What Authlib's client posts with."""

    def post(self, url: str, *, data: Mapping[str, str], headers: Any, auth: Any) -> Answer:
        address, sent, body = auth.prepare("POST", _checked(url), dict(headers), urlencode(data))
        return _ask(Request(address, data=body.encode(), headers=sent))  # noqa: S310


def _checked(address: str) -> str:
    if urlsplit(address).scheme not in SERVED_BY:
        raise Unanswered("an address of another scheme")
    return address


def _ask(request: Request) -> Answer:
    until = time.monotonic() + SECONDS
    try:
        with _opened(request) as response:
            return Answer(response.status or 0, _read(response, until))
    except (OSError, HTTPException, ValueError) as error:
        raise Unanswered(type(error).__name__) from error


def _opened(request: Request) -> HTTPResponse | HTTPError:
    """Also an answer of another status than 200: a refusal of a code comes with 400."""
    try:
        return cast(HTTPResponse, _OPENER.open(request, timeout=SECONDS))
    except HTTPError as answer:
        return answer


def _read(response: HTTPResponse | HTTPError, until: float) -> bytes:
    """Until the deadline, however slowly the pieces come. Raises Unanswered."""
    body = b""
    while piece := response.read1(A_PIECE):
        body += piece
        if len(body) > LONGEST or time.monotonic() > until:
            raise Unanswered("too much, or too slow")
    return body
