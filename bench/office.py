"""An office to measure in: a private PostgreSQL as `make run` sets it up, and the app over it."""

import os
import secrets
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Engine, create_engine, insert

from config import Testing
from secondments import clock
from secondments.access import queries as access
from secondments.access.models import AuthSession
from secondments.application import create_app
from secondments.database import Urls
from secondments.documents.desk import Desk, desk
from secondments.extensions import db
from tests.postgres import a_folder, running

KEY = "for measuring only, never secret"
DURABLE: Sequence[str] = ()  # PostgreSQL's own settings: every commit waits for the disk


@dataclass(frozen=True)
class Office:
    """The app, its database as three roles see it, and the folder of its documents."""

    app: Flask
    urls: Urls
    owner: Engine
    folder: Path
    desk: Desk

    def cookie_of(self, person: uuid.UUID) -> tuple[str, str]:
        """The name and value of the cookie of somebody who has signed in."""
        token, now = secrets.token_hex(16), clock.wall()
        with self.owner.begin() as connection:
            connection.execute(
                insert(AuthSession.__table__).values(
                    id=uuid.uuid4(),
                    token_hash=access.hash_of(token),
                    person_id=person,
                    created_at=now,
                    seen_at=now,
                    amr=["passkey"],
                    aal=2,
                    ip="::1",
                    user_agent="bench",
                )
            )
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        return self.app.config["SESSION_COOKIE_NAME"], serializer.dumps({"_user_id": token})

    def browser_of(self, person: uuid.UUID) -> FlaskClient:
        browser = self.app.test_client()
        browser.set_cookie(*self.cookie_of(person))
        return browser


class _Measured(Testing):
    def secret_keys(self) -> list[str]:
        return [KEY]


@contextmanager
def an_office(settings: Sequence[str] = DURABLE) -> Iterator[Office]:
    with (
        a_folder() as home,
        running(home, settings) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        urls = server.bootstrap()
        app = _an_app(urls, Path(folder))
        office = Office(app, urls, create_engine(urls.owner), Path(folder), desk())
        try:
            yield office
        finally:
            office.desk.press.close()
            office.owner.dispose()
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def _an_app(urls: Urls, folder: Path) -> Flask:
    os.environ |= {
        "DATABASE_URL": urls.web,
        "DATABASE_OWNER_URL": urls.owner,
        "DATABASE_WORKER_URL": urls.worker,
        "SECONDMENTS_DATA": str(folder),
    }
    app = create_app(_Measured())
    with app.app_context():
        upgrade()
    return app
