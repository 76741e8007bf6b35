"""How much one request may carry; Werkzeug limits only forms with files."""

import io
from collections import Counter
from typing import IO, Any

from flask import Flask, Request, request
from werkzeug.exceptions import RequestEntityTooLarge, RequestHeaderFieldsTooLarge
from werkzeug.formparser import FormDataParser

from secondments.errors import InvalidInput

PLAIN_FORM = "application/x-www-form-urlencoded"
# A browser keeps 4 KiB a cookie, and ours is the only one; gunicorn takes no longer header either.
LONGEST_COOKIES = 8190
# What every form has once; a field of its own says itself whether it may be given again.
ONLY_ONCE = ("csrf_token", "once", "revision", "seen", "carried_over")
SAID_TWICE = "This form was sent with one of its answers twice. Open its page again and send it."


class CountedFormParser(FormDataParser):
    """Holds plain forms to the number of fields that forms with files are held to."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        if mimetype == PLAIN_FORM and self.max_form_parts is not None:
            sent = stream.read()
            if sent.count(b"&") >= self.max_form_parts:
                raise RequestEntityTooLarge
            stream = io.BytesIO(sent)
        return super().parse(stream, mimetype, content_length, options)


class LimitedRequest(Request):
    """A request whose plain forms are held to MAX_FORM_MEMORY_SIZE, before anything is read."""

    form_data_parser_class = CountedFormParser

    @property
    def max_content_length(self) -> int | None:
        limit = super().max_content_length
        text = self.max_form_memory_size
        if text is None or self.mimetype != PLAIN_FORM:
            return limit
        return text if limit is None else min(text, limit)

    @max_content_length.setter
    def max_content_length(self, limit: int | None) -> None:
        self._max_content_length = limit


def init_app(app: Flask) -> None:
    app.request_class = LimitedRequest
    # Before the token of a form is looked for, which reads the whole form.
    app.before_request_funcs.setdefault(None, []).insert(0, _not_too_much)


def _not_too_much() -> None:
    if len(request.headers.get("Cookie", "")) > LONGEST_COOKIES:
        raise RequestHeaderFieldsTooLarge
    if request.routing_exception is None and request.method == "POST":
        given = Counter(pair[0] for pair in request.form.items(multi=True))
        if any(given[name] > 1 for name in ONLY_ONCE):
            raise InvalidInput(SAID_TWICE)
