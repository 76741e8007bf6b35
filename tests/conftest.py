"""One PostgreSQL for the whole run, one app, and an empty database for every test."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, create_engine, insert, select, text

from config import Testing
from secondments.application import create_app
from secondments.database import Urls
from secondments.documents.desk import desk
from secondments.extensions import db
from secondments.people.models import CALENDAR_ID, Person
from secondments.terms.models import Rate
from tests import copied
from tests.postgres import a_server

KEEP = {"alembic_version"}
THE_CALENDAR = {
    "id": CALENDAR_ID,
    "name": "The calendar",
    "short_name": "the calendar",
    "email": "calendar@invalid",
    "description": "",
}


# Tests make little rubbish and stand on much that stays: looking through it all again is slow.
gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session")
def urls() -> Iterator[Urls]:
    """The database as its owner, the web role and the worker see it."""
    with a_server() as server:
        os.environ["DATABASE_URL"] = server.web
        os.environ["DATABASE_OWNER_URL"] = server.owner
        os.environ["DATABASE_WORKER_URL"] = server.worker
        yield server


@pytest.fixture(scope="session")
def the_app(urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    os.environ["SECONDMENTS_DATA"] = str(tmp_path_factory.mktemp("data"))
    app = create_app(Testing())
    with app.app_context():
        upgrade()
    yield app
    desk().press.close()
    desk().inspector.close()
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture(scope="session")
def _emptying(urls: Urls, the_app: Flask) -> Iterator[object]:
    engine = create_engine(urls.owner)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def _rates(_emptying) -> list[dict[str, object]]:
    """The table of rates as the migrations leave it."""
    with _emptying.connect() as connection:
        return [dict(row) for row in connection.execute(select(Rate.__table__)).mappings()]


@pytest.fixture
def app(request: pytest.FixtureRequest, the_app: Flask, _emptying, _rates) -> Iterator[Flask]:
    """The app over an empty database; no app context is held."""
    copied.from_nothing(_emptying, patched="monkeypatch" in request.fixturenames)
    yield the_app
    with _emptying.begin() as connection:
        empty(connection)
        connection.execute(insert(Person).values(THE_CALENDAR))
        connection.execute(insert(Rate.__table__), _rates)


def empty(connection: Connection) -> None:
    """Delete every row. Much faster than TRUNCATE, which makes new files for every table."""
    found = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
    some = "SELECT '{0}' WHERE EXISTS (SELECT FROM \"{0}\")"
    asked = " UNION ALL ".join(some.format(name) for (name,) in found if name not in KEEP)
    filled = connection.execute(text(asked)).scalars().all()
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    for name in filled:
        connection.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608 - our own tables


@pytest.fixture
def office(app: Flask) -> Iterator[Flask]:
    """An app context for tests of services and queries; page tests must not hold one."""
    with app.app_context():
        yield app
        db.session.rollback()
        db.session.remove()


@pytest.fixture
def outbox(app: Flask) -> Path:
    """Where letters go when no SMTP_URL is set."""
    return app.config["DATA_FOLDER"] / "outbox"
