"""How much one request may carry; Werkzeug's limit on text covers only forms with files."""

from flask import Flask, Request


class LimitedRequest(Request):
    """A request whose plain forms are held to MAX_FORM_MEMORY_SIZE, before anything is read."""

    @property
    def max_content_length(self) -> int | None:
        limit = super().max_content_length
        text = self.max_form_memory_size
        if text is None or self.mimetype != "application/x-www-form-urlencoded":
            return limit
        return text if limit is None else min(text, limit)

    @max_content_length.setter
    def max_content_length(self, limit: int | None) -> None:
        self._max_content_length = limit


def init_app(app: Flask) -> None:
    app.request_class = LimitedRequest
