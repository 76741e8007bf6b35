"""A browser for tests: it reads the token of a page's form before it sends one, as people do."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from secondments.extensions import db

PASSWORD = "tea kettle fence marble"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
VARYING = re.compile(r'(name="(?:csrf_token|once)" value|nonce|at )="?[^"<]*"?|\d\d:\d\d \w+')


class Browser:
    """One browser with its cookies; the app context is never held between requests."""

    def __init__(self, app: Flask, **environ: Any) -> None:
        self.app, self.environ = app, environ
        self.client = app.test_client()

    def see(self, path: str, **rest: Any) -> TestResponse:
        return self.client.get(path, environ_overrides=self.environ, **rest)

    def token(self, page: str = "/sign-in") -> str:
        return TOKEN.findall(self.see(page).text)[-1]

    def send(self, path: str, *, page: str = "", **fields: Any) -> TestResponse:
        """Post a form. `page` is where it stands; its own address unless given."""
        given = {"csrf_token": self.token(page or path), **fields}
        return self.client.post(path, data=given, environ_overrides=self.environ)

    def sign_in(self, email: str, password: str = PASSWORD, to: str = "") -> TestResponse:
        path = f"/sign-in?next={to}" if to else "/sign-in"
        return self.send(path, email=email, password=password)

    def enter(self, person_id: uuid.UUID) -> TestResponse:
        """With two factors, as the demonstration's one click has it."""
        return self.send(f"/demo/enter/{person_id}", page="/sign-in")

    def is_in(self) -> bool:
        return self.see("/account").status_code == 200


def words(answer: TestResponse) -> str:
    """A page without what differs on every showing."""
    return VARYING.sub("", answer.text)


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What is said to the database meanwhile."""
    said: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        # The demonstration's clock is read now and then, whatever the page.
        if "demo_clock" not in statement:
            said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)
