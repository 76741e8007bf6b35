"""Jobs join the transaction that causes them, and survive the worker that ran them."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError as Refused

from secondments import clock, jobs
from secondments.database import Urls
from secondments.errors import ProgrammingError
from secondments.extensions import db
from tests import queue_room
from tests.queue_room import rows

DONE: list[Any] = []


@jobs.job("tests.note", queue="tests")
def note(*, what: str) -> None:
    DONE.append((what, db.session.execute(text("SELECT current_user")).scalar()))


@jobs.job("tests.break", queue="tests", retry=2)
def break_down() -> None:
    jobs.defer(note, what="rolled back")
    raise RuntimeError("broken on purpose")


@jobs.job("tests.once", queue="tests", retry=0)
def once() -> None:
    DONE.append("once")


@jobs.periodic("* * * * *")
@jobs.job("tests.tick", queue="tests")
def tick() -> None:
    DONE.append("tick")


@jobs.job("tests.clock", queue="tests")
def read_clock() -> None:
    DONE.append(clock.now())


@pytest.fixture(scope="module")
def urls() -> Iterator[Urls]:
    with queue_room.a_database() as urls:
        yield urls


@pytest.fixture
def app(urls: Urls, tmp_path: Path) -> Iterator[Flask]:
    queue_room.emptied(urls)
    DONE.clear()
    with queue_room.closing(queue_room.a_worker_app(urls, tmp_path)) as app:
        yield app


def as_owner(urls: Urls, statement: str) -> None:
    with queue_room.as_owner(urls) as owner, owner.begin() as connection:
        connection.execute(text(statement))


def test_a_rolled_back_cause_leaves_no_job(app: Flask, urls: Urls) -> None:
    with app.app_context():
        jobs.defer(note, what="never")
        db.session.rollback()
    assert rows(urls) == []
    assert jobs.run_due(app) == 0


def test_a_committed_cause_leaves_one_job_which_runs_as_the_worker(app: Flask, urls: Urls) -> None:
    with app.app_context():
        assert db.session.execute(text("SELECT current_user")).scalar() == "app_web"
        jobs.defer(note, what="something")
        db.session.commit()
    assert rows(urls) == [("tests.note", "todo", 0)]
    assert jobs.run_due(app) == 1
    assert DONE == [("something", "app_worker")]
    assert jobs.run_due(app) == 0
    with app.app_context():
        assert db.session.execute(text("SELECT current_user")).scalar() == "app_web"


def test_a_job_can_be_deferred_by_name_and_by_another_job(app: Flask) -> None:
    @jobs.job("tests.first", queue="tests")
    def first() -> None:
        jobs.defer("tests.note", what="second")

    with app.app_context():
        jobs.defer("tests.first")
        db.session.commit()
    assert jobs.run_due(app) == 2
    assert DONE == [("second", "app_worker")]


def test_an_unknown_name_is_refused_at_once(app: Flask) -> None:
    with app.app_context(), pytest.raises(ProgrammingError, match="There is no job called"):
        jobs.defer("tests.nothing")


def test_two_jobs_cannot_have_one_name() -> None:
    with pytest.raises(ProgrammingError, match=r"Two jobs are called tests\.note"):
        jobs.job("tests.note")(once.function)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT args FROM procrastinate_jobs",
        "UPDATE procrastinate_jobs SET status = 'failed'",
        "DELETE FROM procrastinate_jobs",
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('a', 'b', 'doing')",
        "SELECT procrastinate_finish_job_v1(1, 'failed', false)",
        "SELECT * FROM procrastinate_events",
        "SELECT * FROM procrastinate_workers",
        "TRUNCATE procrastinate_periodic_defers",
    ],
)
def test_the_web_role_can_queue_but_neither_read_nor_change_the_queue(
    app: Flask, statement: str
) -> None:
    with app.app_context(), pytest.raises(Refused, match="permission denied"):
        db.session.execute(text(statement))


def test_only_one_job_with_a_queueing_lock_waits_and_the_transaction_goes_on(
    app: Flask, urls: Urls
) -> None:
    with app.app_context():
        assert jobs.defer(once, queueing_lock="tests.once")
        db.session.commit()
        assert not jobs.defer(once, queueing_lock="tests.once")
        jobs.defer(note, what="the rest of the transaction")
        db.session.commit()
    assert [name for name, *_ in rows(urls)] == ["tests.once", "tests.note"]


def test_a_waiting_job_does_not_start_before_those_who_rely_on_it_have_committed(
    app: Flask,
) -> None:
    with app.app_context():
        assert jobs.defer(once, queueing_lock="tests.once")
        db.session.commit()
        assert not jobs.defer(once, queueing_lock="tests.once")
        assert jobs.run_due(app) == 0
        db.session.commit()
    assert jobs.run_due(app) == 1


def test_a_job_that_is_retried_cannot_have_a_queueing_lock(app: Flask) -> None:
    with app.app_context(), pytest.raises(ProgrammingError, match="queueing lock"):
        jobs.defer(note, queueing_lock="tests.note", what="no")


def test_a_job_for_later_is_not_due_yet(app: Flask) -> None:
    with app.app_context():
        jobs.defer(note, at=clock.wall() + timedelta(hours=1), what="later")
        jobs.defer(note, at=clock.wall() - timedelta(hours=1), what="earlier")
        db.session.commit()
    assert jobs.run_due(app) == 1
    assert [what for what, _ in DONE] == ["earlier"]


def test_only_the_named_queue_is_drained(app: Flask) -> None:
    with app.app_context():
        jobs.defer(note, what="here")
        db.session.commit()
    assert jobs.run_due(app, queue="letters") == 0
    assert jobs.run_due(app, queue="tests") == 1


def test_an_error_rolls_back_is_logged_once_and_is_tried_again_later(
    app: Flask, urls: Urls, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        jobs.defer(break_down)
        jobs.defer(note, what="after")
        db.session.commit()
    with (
        caplog.at_level(logging.INFO, "secondments.jobs"),
        pytest.raises(RuntimeError, match="broken on purpose"),
    ):
        jobs.run_due(app)
    assert rows(urls) == [("tests.break", "todo", 1), ("tests.note", "succeeded", 1)]
    assert rows(urls, "scheduled_at > now() + interval '2 seconds'")[0] == (True,)
    ours = [r.getMessage() for r in caplog.records if r.name == "secondments.jobs"]
    assert len(ours) == 2
    assert ours[0].endswith("failed at attempt 1")
    assert "tests.note[" in ours[1]
    assert "done in" in ours[1]


def test_a_job_that_fails_each_time_is_failed_for_good(app: Flask, urls: Urls) -> None:
    with app.app_context():
        jobs.defer(break_down)
        db.session.commit()
    for _ in range(3):
        assert jobs.run_due(app, raising=False) == 1
        as_owner(urls, "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
    assert jobs.run_due(app) == 0
    assert rows(urls) == [("tests.break", "failed", 3)]


def test_a_drained_job_sees_the_callers_clock(app: Flask) -> None:
    moment = clock.wall() + timedelta(days=400)
    with app.app_context():
        jobs.defer(read_clock)
        db.session.commit()
    with clock.stopped_at(moment):
        jobs.run_due(app)
    assert DONE[0] == moment


def test_draining_works_beside_a_running_event_loop(app: Flask) -> None:
    async def from_a_browser_test() -> int:
        return jobs.run_due(app)

    with app.app_context():
        jobs.defer(once)
        db.session.commit()
    assert asyncio.run(from_a_browser_test()) == 1


def a_stalled_job(urls: Urls, attempts: int, *, queueing_lock: str | None = None) -> None:
    """A job whose worker was killed a minute ago."""
    lock = f"'{queueing_lock}'" if queueing_lock else "NULL"
    as_owner(
        urls,
        "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"  # noqa: S608
        " VALUES (now() - interval '1 minute') RETURNING id)"
        " INSERT INTO procrastinate_jobs"
        " (queue_name, task_name, status, attempts, worker_id, queueing_lock)"
        f" SELECT 'tests', 'tests.once', 'doing', {attempts}, id, {lock} FROM dead",
    )


def test_the_sweep_restarts_a_job_whose_worker_died(app: Flask, urls: Urls) -> None:
    a_stalled_job(urls, attempts=0)
    queue_room.sweep(app)
    assert rows(urls) == [("tests.once", "todo", 1)]
    assert jobs.run_due(app) == 1


def test_the_sweep_gives_up_on_a_job_that_took_five_workers_with_it(app: Flask, urls: Urls) -> None:
    a_stalled_job(urls, attempts=4)
    queue_room.sweep(app)
    assert rows(urls) == [("tests.once", "failed", 5)]


def test_the_sweep_ends_a_stalled_turn_when_the_next_one_waits(app: Flask, urls: Urls) -> None:
    a_stalled_job(urls, attempts=0, queueing_lock="tests.once")
    with app.app_context():
        jobs.defer(once, queueing_lock="tests.once")
        db.session.commit()
    queue_room.sweep(app)
    assert [status for _, status, _ in rows(urls)] == ["failed", "todo"]


def test_the_sweep_leaves_the_jobs_of_the_living(app: Flask, urls: Urls) -> None:
    a_stalled_job(urls, attempts=0)
    as_owner(urls, "UPDATE procrastinate_workers SET last_heartbeat = now()")
    queue_room.sweep(app)
    assert rows(urls) == [("tests.once", "doing", 0)]
