"""The job engine, the only importer of procrastinate: a job joins the transaction that causes it.

A job is a function with a name and arguments that JSON can hold. It exists if and only if its cause
was committed, runs at least once and may run twice: it looks at the facts before it acts.
Its tables, and what each role may do with them: migrations/procrastinate_*.sql.
"""

import asyncio
import contextvars
import logging
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Generic, ParamSpec

import procrastinate
import psycopg
from flask import Flask
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Status
from sqlalchemy import Engine, create_engine, text

from secondments.database.shared import Shared
from secondments.errors import ProgrammingError
from secondments.extensions import db

P = ParamSpec("P")
Args = dict[str, Any]
Run = Callable[["Job[...]", procrastinate.JobContext, Args], None]
Ended = Callable[[Exception | None], None]
ENGINE = "secondments.worker_engine"
LOG = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 10.0
STALLED_SECONDS = 30.0
POLL_SECONDS = 5.0  # retried and rescued jobs are not announced, they are found
PATIENCE_SECONDS = 10.0  # for a connection, before the database counts as lost
MOST_ATTEMPTS = 5
KEEP_HOURS = 30 * 24
HOLD = text("SELECT hold_waiting_job(:wanted)")
CRON = {"jobs.sweep": "* * * * * */30", "jobs.forget": "40 3 * * *"}


@dataclass(frozen=True)
class Job(Generic[P]):
    """A kind of job. Called directly, it runs its function here and now, in the caller's session.

    `retry` is how often it is tried again after an error, 4, 16, 64 … seconds later.
    Those with a higher `priority` go first.
    """

    name: str
    function: Callable[P, None]
    queue: str
    retry: int
    priority: int
    cron: str | None = None

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        self.function(*args, **kwargs)


JOBS: dict[str, Job[...]] = {}


def job(
    name: str, *, queue: str = "default", retry: int = 3, priority: int = 0
) -> Callable[[Callable[P, None]], Job[P]]:
    """Make a function a job. What it changes is committed when it returns; see also `step`."""

    def register(function: Callable[P, None]) -> Job[P]:
        if name in JOBS:
            raise ProgrammingError(f"Two jobs are called {name}.")
        JOBS[name] = made = Job(name, function, queue=queue, retry=retry, priority=priority)
        return made

    return register


def periodic(cron: str) -> Callable[[Job[P]], Job[P]]:
    """Run a job by the clock as well: five fields in UTC, or six of which the last is seconds.

    Two workers run each turn once. It is not retried, for its next turn comes.
    """

    def schedule(unscheduled: Job[P]) -> Job[P]:
        JOBS[unscheduled.name] = made = replace(unscheduled, cron=cron, retry=0)
        return made

    return schedule


# It works on the connections it is handed, and never opens a pool.
_DEFERRING = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


def defer(
    what: Job[...] | str,
    /,
    *,
    at: datetime | None = None,
    lock: str | None = None,
    queueing_lock: str | None = None,
    **args: Any,
) -> bool:
    """Queue a job in the open transaction of db.session, not before `at` (a moment of clock.wall).

    Jobs with one `lock` run one at a time, in order. False: one with this `queueing_lock` is
    waiting already, and it will not start before the caller has committed.
    """
    kind = JOBS.get(what) if isinstance(what, str) else what
    if kind is None:
        raise ProgrammingError(f"There is no job called {what}.")
    if queueing_lock is None:
        _insert(kind, args, schedule_at=at, lock=lock)
        return True
    if kind.retry:
        # The retry of a running job would collide with the one that waits, and hang for ever.
        raise ProgrammingError(f"{kind.name} is retried, so it cannot have a queueing lock.")
    while True:
        try:
            # A refused INSERT spoils the transaction it is in, so this one has a savepoint.
            with db.session.begin_nested():
                _insert(kind, args, schedule_at=at, lock=lock, queueing_lock=queueing_lock)
            return True
        except AlreadyEnqueued:
            if db.session.scalar(HOLD, {"wanted": queueing_lock}):
                return False


def _insert(kind: Job[...], args: Args, **options: Any) -> None:
    connection = db.session.connection().connection.driver_connection
    _DEFERRING.configure_task(
        kind.name, queue=kind.queue, priority=kind.priority, connection=connection, **options
    ).defer(**args)


@contextmanager
def step() -> Iterator[None]:
    """One transaction inside a job. Between two steps none is open: there the network belongs."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def run_worker(app: Flask, *, concurrency: int = 2) -> int:
    """Work until SIGTERM or Ctrl-C, then finish the running jobs. Returns the exit code.

    1 means that the database was lost: whoever started this process starts it again.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    # One line for each job, and it is ours: procrastinate has several, which repeat the arguments.
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    logging.getLogger("procrastinate.worker").setLevel(logging.CRITICAL)
    logging.getLogger("procrastinate.worker.worker").setLevel(logging.WARNING)
    with _as_the_worker(app) as engine:
        queue = _assemble(engine, _runner(app, engine))
        _keep_time(queue)
        try:
            return asyncio.run(_work_until_asked(queue, concurrency))
        except (ConnectorException, psycopg.Error) as lost:
            LOG.error("The job queue cannot be reached: %s", lost.__cause__ or lost)  # noqa: TRY400
            return 1


async def _work_until_asked(queue: procrastinate.App, concurrency: int) -> int:
    """0 after a signal. By itself procrastinate returns only when it has given up on the queue."""
    loop = asyncio.get_running_loop()
    async with queue.open_async():
        work = queue.run_worker_async(
            concurrency=concurrency,
            fetch_job_polling_interval=POLL_SECONDS,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
            install_signal_handlers=False,
        )
        working = asyncio.create_task(work)
        for asked in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(asked, working.cancel)
        LOG.info("The worker waits for jobs.")
        try:
            await working
        except asyncio.CancelledError:
            return 0
    LOG.error("The job queue was lost; the worker ends, to be started afresh.")
    return 1


def run_due(app: Flask, *, queue: str | None = None, raising: bool = True) -> int:
    """Run everything that is due, here and now, and return how many; for tests and `flask demo`.

    Periodic jobs do not come due by themselves. Raises the first error once all have been tried.
    """
    ends: list[Exception | None] = []
    queues = [queue] if queue else sorted({kind.queue for kind in JOBS.values()})

    async def drain(jobs: procrastinate.App) -> None:
        async with jobs.open_async():
            await jobs.run_worker_async(
                queues=queues, wait=False, listen_notify=False, install_signal_handlers=False
            )

    with _as_the_worker(app) as engine, ThreadPoolExecutor(1) as thread:
        jobs = _assemble(engine, _runner(app, engine, ends.append))
        # A thread, because a browser test has an event loop already; it keeps the caller's clock.
        thread.submit(contextvars.copy_context().run, asyncio.run, drain(jobs)).result()
    for error in filter(None, ends if raising else []):
        raise error
    return len(ends)


@contextmanager
def _as_the_worker(app: Flask) -> Iterator[Engine]:
    """Connections with the worker's own role, which may read the queue and every secondment."""
    # One engine for an app: it remembers the statements that it has compiled.
    if ENGINE not in app.extensions:
        options = app.config["SQLALCHEMY_ENGINE_OPTIONS"]
        uri = app.config["WORKER_DATABASE_URI"]
        app.extensions[ENGINE] = Shared(create_engine(uri, **options))
    shared: Shared = app.extensions[ENGINE]
    with shared.used() as engine:
        yield engine


def _runner(app: Flask, engine: Engine, ended: Ended = lambda _error: None) -> Run:
    def run(kind: Job[...], context: procrastinate.JobContext, args: Args) -> None:
        label, started = f"{kind.name}[{context.job.id}]", time.perf_counter()
        with app.app_context():
            db.session.info["engine"] = engine
            try:
                with step():
                    kind.function(**args)
            except Exception as error:
                LOG.exception("%s failed at attempt %d", label, context.job.attempts + 1)
                ended(error)
                raise
        ended(None)
        LOG.info("%s done in %.3f s", label, time.perf_counter() - started)

    return run


def _assemble(engine: Engine, run: Run) -> procrastinate.App:
    """A procrastinate app that knows all our jobs and connects as `engine` does."""
    # Not the URL itself: SQLAlchemy writes a space in it as "+", which libpq does not undo.
    _, where = engine.dialect.create_connect_args(engine.url)
    pool: Args = {"min_size": 1, "max_size": 4, "timeout": PATIENCE_SECONDS}
    queue = procrastinate.App(connector=procrastinate.PsycopgConnector(kwargs=where, **pool))
    for kind in JOBS.values():
        _add(queue, kind, run)
    return queue


def _add(queue: procrastinate.App, kind: Job[...], run: Run) -> None:
    def perform(context: procrastinate.JobContext, /, **args: Any) -> None:
        if kind.cron:
            args.pop("timestamp", None)
        run(kind, context, args)

    again = procrastinate.RetryStrategy(max_attempts=kind.retry, exponential_wait=4)
    named = partial(queue.task, name=kind.name, queue=kind.queue, priority=kind.priority)
    named(pass_context=True, retry=again if kind.retry else False)(perform)


def _keep_time(queue: procrastinate.App) -> None:
    """Add what runs by the clock: our periodic jobs, the sweep, forgetting what is long done."""

    async def sweep(timestamp: int) -> None:  # noqa: ARG001 - every periodic task is handed one
        await _restart_stalled(queue)

    async def forget(timestamp: int) -> None:  # noqa: ARG001
        await queue.job_manager.delete_old_jobs(nb_hours=KEEP_HOURS, include_cancelled=True)

    queue.task(name="jobs.sweep")(sweep)
    queue.task(name="jobs.forget")(forget)
    for name, cron in {**CRON, **{k.name: k.cron for k in JOBS.values() if k.cron}}.items():
        queue.periodic(cron=cron, queueing_lock=name)(queue.tasks[name])


async def _restart_stalled(queue: procrastinate.App) -> None:
    """Restart the jobs of workers that died; give up on one that has been tried five times."""
    manager = queue.job_manager
    for one in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        LOG.warning("%s[%s] has lost its worker", one.task_name, one.id)
        give_up = partial(manager.finish_job, one, Status.FAILED, delete_job=False)
        try:
            await (manager.retry_job(one) if one.attempts + 1 < MOST_ATTEMPTS else give_up())
        except UniqueViolation:  # its next turn waits already, with the same queueing lock
            await give_up()
        except ConnectorException:
            LOG.info("%s[%s] was restarted by another worker", one.task_name, one.id)
