"""A database with the queue and the letters in it, an app of no pages, and workers to kill."""

import asyncio
import os
import pkgutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import configure_mappers

import config
import secondments
from secondments import jobs, letters
from secondments.database import Urls
from secondments.extensions import Base, db
from tests.postgres import a_server

ROOT = Path(__file__).parents[1]
TABLES_ARE_IN = ("models", "rounds", "requests", "overdue")  # modules whose names end so

# Letters refer to secondments and people, and those to everything that is theirs.
for module in pkgutil.walk_packages(secondments.__path__, "secondments."):
    if module.name.endswith(TABLES_ARE_IN):
        import_module(module.name)
configure_mappers()


@contextmanager
def a_database() -> Iterator[Urls]:
    with a_server() as urls:
        owner = create_engine(urls.owner)
        Base.metadata.create_all(owner)
        with owner.begin() as connection:
            for file in ("procrastinate_3_10.sql", "procrastinate_grants.sql"):
                connection.execute(text((ROOT / "migrations" / file).read_text()))
            # These letters are about secondments and people that are not there.
            connection.execute(
                text(
                    f"ALTER TABLE {letters.Letter.__tablename__}"
                    " DROP CONSTRAINT fk_letter_secondment_id, DROP CONSTRAINT fk_letter_person_id"
                )
            )
        owner.dispose()
        yield urls


@contextmanager
def as_owner(urls: Urls) -> Iterator[Engine]:
    engine = create_engine(urls.owner)
    try:
        yield engine
    finally:
        engine.dispose()


def rows(urls: Urls, columns: str = "task_name, status::text, attempts") -> list[tuple[Any, ...]]:
    with as_owner(urls) as owner, owner.connect() as connection:
        query = f"SELECT {columns} FROM procrastinate_jobs ORDER BY id"  # noqa: S608
        found = connection.execute(text(query))
        return [tuple(row) for row in found]


def emptied(urls: Urls) -> None:
    with as_owner(urls) as owner, owner.begin() as connection:
        connection.execute(
            text(
                "TRUNCATE letter, procrastinate_jobs, procrastinate_events,"
                " procrastinate_periodic_defers, procrastinate_workers CASCADE"
            )
        )


def a_worker_app(urls: Urls, data: Path, **settings: Any) -> Flask:
    """What create_app makes, as far as jobs and letters can see."""
    environment = {
        "DATABASE_URL": urls.web,
        "DATABASE_OWNER_URL": urls.owner,
        "DATABASE_WORKER_URL": urls.worker,
        "SECONDMENTS_DATA": str(data),
    }
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        app = Flask("secondments", root_path=str(ROOT / "secondments"))
        app.config.from_object(config.Testing())
    finally:
        os.environ.clear()
        os.environ.update(before)
    app.config.update(settings)
    db.init_app(app)
    return app


@contextmanager
def closing(app: Flask) -> Iterator[Flask]:
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def sweep(app: Flask) -> None:
    """What the worker does every 30 seconds."""

    async def once_round() -> None:
        with jobs._as_the_worker(app) as engine:
            queue = jobs._assemble(engine, jobs._runner(app, engine))
            async with queue.open_async():
                await jobs._restart_stalled(queue)

    asyncio.run(once_round())


class Worker:
    """A worker in a process of its own, which a test may kill."""

    def __init__(self, urls: Urls, data: Path, script: str, **settings: Any) -> None:
        given = {"urls": tuple(urls.__dict__.values()), "data": str(data), "settings": settings}
        self.log = data / f"worker-{time.monotonic_ns()}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.a_worker", repr(given), script],
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )

    def ends(self, within: float = 90) -> int:
        return self.process.wait(within)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(90)

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()


def wait_until(true: Callable[[], Any], seconds: float = 90) -> Any:
    until = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)
    return found
