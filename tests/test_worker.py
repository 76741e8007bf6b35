"""Worker processes: stopped, killed, cut off from the database, and two at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from secondments import jobs
from secondments.database import Urls
from secondments.extensions import db
from tests import queue_room
from tests.queue_room import Worker, rows, wait_until


@pytest.fixture(scope="module")
def urls() -> Iterator[Urls]:
    with queue_room.a_database() as urls:
        yield urls


@pytest.fixture
def app(urls: Urls, tmp_path: Path) -> Iterator[Flask]:
    queue_room.emptied(urls)
    with queue_room.closing(queue_room.a_worker_app(urls, tmp_path)) as app:
        yield app


# What the worker processes run.
SLOW = """
import time
from pathlib import Path
from secondments import jobs
@jobs.job("tests.slow", queue="tests")
def slow(*, folder, seconds):
    starts = Path(folder) / "starts"
    with starts.open("a") as file:
        file.write("x")
    time.sleep(seconds if len(starts.read_text()) == 1 else 0)
    (Path(folder) / "done").touch()
"""


@jobs.job("tests.slow", queue="tests")
def slow(*, folder: str, seconds: float) -> None:
    raise AssertionError("Only a worker process runs this.")


def defer_slow(app: Flask, folder: Path, seconds: float) -> None:
    with app.app_context():
        jobs.defer(slow, folder=str(folder), seconds=seconds)
        db.session.commit()


def started(folder: Path) -> bool:
    return (folder / "starts").exists()


def test_a_stopped_worker_finishes_its_job_first(app: Flask, urls: Urls, tmp_path: Path) -> None:
    with Worker(urls, tmp_path, SLOW) as worker:
        defer_slow(app, tmp_path, 1.5)
        wait_until(lambda: started(tmp_path))
        assert worker.stop() == 0
    assert (tmp_path / "done").exists()
    assert rows(urls)[0] == ("tests.slow", "succeeded", 1)
    assert "tests.slow[" in worker.log.read_text()
    assert "Traceback" not in worker.log.read_text()


def test_the_job_of_a_killed_worker_is_run_by_the_next(
    app: Flask, urls: Urls, tmp_path: Path
) -> None:
    defer_slow(app, tmp_path, 60)
    with Worker(urls, tmp_path, SLOW) as worker:
        wait_until(lambda: started(tmp_path))
        worker.kill()
    with Worker(urls, tmp_path, SLOW):
        wait_until((tmp_path / "done").exists)
        wait_until(lambda: ("tests.slow", "succeeded", 2) in rows(urls))


def test_a_worker_that_lost_its_database_ends_with_an_error(tmp_path: Path) -> None:
    with (
        queue_room.a_database() as short_lived,
        queue_room.closing(queue_room.a_worker_app(short_lived, tmp_path)) as app,
    ):
        worker = Worker(short_lived, tmp_path, SLOW)
        defer_slow(app, tmp_path, 0)
        wait_until((tmp_path / "done").exists)
    with worker:
        assert worker.ends() == 1
    assert "The job queue" in worker.log.read_text()


TURN = """
from secondments import jobs
@jobs.periodic("* * * * * *")
@jobs.job("tests.turn", queue="tests")
def turn():
    pass
"""


def test_two_workers_run_each_turn_of_the_clock_once(urls: Urls, tmp_path: Path) -> None:
    queue_room.emptied(urls)
    with Worker(urls, tmp_path, TURN), Worker(urls, tmp_path, TURN):
        wait_until(lambda: len([name for name, *_ in rows(urls) if name == "tests.turn"]) > 3)
    turns = [moment for name, moment in rows(urls, "task_name, args") if name == "tests.turn"]
    assert len(turns) == len({turn["timestamp"] for turn in turns})
