"""What a person typed into a form that was refused, to show again and carry over."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import Request, current_app, g, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from secondments.forms import Form, Kept

NEVER_SHOWN = ("csrf_token", "once", "revision", "code")
SECRET_PARTS = ("password", "token", "secret")


class Typed(NamedTuple):
    """Answers in words, and the same as names and values for a form that carries them over.

    can_carry: the form was posted to its own page, which shows it again with these answers.
    """

    kept: list[Kept]
    pairs: list[tuple[str, str]]
    can_carry: bool = False


def typed() -> Typed:
    """What was posted, without secrets, keys, ticks or the version seen."""
    try:
        sent = [pair for pair in request.form.items(multi=True) if pair[1].strip()]
    except RequestEntityTooLarge:
        return Typed([], [])
    form: Form | None = g.get("form")
    if form is None:
        pairs = [pair for pair in sent if not _is_secret(pair[0])]
        return Typed([Kept(_as_label(name), value) for name, value in pairs], pairs)
    left_out = {
        answer.name
        for answer in form.answers()
        if answer.hidden or answer.secret or not answer.carried
    }
    pairs = [p for p in sent if p[0] not in left_out and not _is_secret(p[0])]
    return Typed(form.kept(), pairs, can_carry=page_of(request) == request.path)


def page_of(asked: Request) -> str:
    """The page that a form was posted from: its own address, or the nearest one above it."""
    for address in _upwards(asked.path):
        if _answers_get(address):
            return address
    return "/"


def _upwards(path: str) -> Iterable[str]:
    parts = path.rstrip("/").split("/")
    return ("/".join(parts[:length]) or "/" for length in range(len(parts), 0, -1))


def _answers_get(address: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and adapter.test(address, method="GET")
    except HTTPException:
        return False


def _is_secret(name: str) -> bool:
    return name in NEVER_SHOWN or any(part in name.lower() for part in SECRET_PARTS)


def _as_label(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
