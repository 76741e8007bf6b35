"""What the processes of `make run` hold in memory after some work; on Linux only."""

import http.client
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from sqlalchemy import text

from bench.issuing import DAY, Contracts
from bench.many import Many
from bench.office import KEY, Office, an_office
from bench.pages import PAGES
from secondments import clock
from secondments.__main__ import Service
from secondments.supervisor import Part
from tests.postgres import HASTY

SECONDMENTS, REQUESTS, DOCUMENTS = 1000, 200, 3
PATIENCE = 300
OPEN_JOBS = text("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")


@dataclass(frozen=True)
class Held:
    """In MB: resident, and the share that is its own when common pages are divided up."""

    resident: int
    share: int


@dataclass(frozen=True)
class Found:
    """The largest web process, the worker, and the worker's PDF child."""

    web: Held
    worker: Held
    child: Held


def measure() -> Found:
    """Each at an office of its own: the worker has the contracts to make and nothing beside."""
    with a_service() as (office, service):
        web = web_after_requests(office, service)
    with a_service() as (office, service):
        return Found(web, *worker_after_jobs(office, service))


@contextmanager
def a_service() -> Iterator[tuple[Office, Service]]:
    with an_office(HASTY) as office, socket.create_server(("127.0.0.1", 0)) as listener:
        os.environ["SECRET_KEY"] = KEY
        yield office, Service(office.folder, listener, office.urls)


def web_after_requests(office: Office, service: Service) -> Held:
    """The gunicorn process that holds most, when each has had REQUESTS or more in all."""
    many = Many(SECONDMENTS)
    many.insert(office.owner)
    paths = [path.format(ref=many.known_ref) for path in PAGES.values()]
    cookies = [office.cookie_of(reader) for reader in many.readers().values()]
    rounds = cycle((path, cookie) for path in paths for cookie in cookies)
    with running(service.web()) as master:
        # Of n processes that share n times as many requests, one has had its number.
        for path, cookie in islice(rounds, REQUESTS * len(children(master))):
            assert asked(service, path, cookie) == http.HTTPStatus.OK, path
        return max((held(one) for one in children(master)), key=_resident)


def worker_after_jobs(office: Office, service: Service) -> tuple[Held, Held]:
    """The worker and its child, when contracts were issued, made and their letters posted."""
    with running(service.worker()) as worker, clock.stopped_at(DAY):
        contracts = Contracts(office)
        for _ in range(DOCUMENTS):
            contracts.ask()
            until(lambda: not open_jobs(office))
            contracts.take_back()
        contracts.close()
        child = max((held(one) for one in children(worker)), key=_resident)
        return held(worker), child


@contextmanager
def running(part: Part) -> Iterator[int]:
    """Its process id, once it is ready."""
    part.start()
    try:
        part.wait_until_ready()
        assert part.process is not None
        yield part.process.pid
    finally:
        part.finish()


def asked(service: Service, path: str, cookie: tuple[str, str]) -> int:
    host, port = service.listener.getsockname()[:2]
    connection = http.client.HTTPConnection(host, port, timeout=60)
    try:
        connection.request("GET", path, headers={"Cookie": "=".join(cookie)})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def open_jobs(office: Office) -> int:
    with office.owner.connect() as connection:
        return int(connection.scalar(OPEN_JOBS) or 0)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "the worker did not finish its jobs"
        time.sleep(0.1)


def children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for one in lists for child in one.read_text().split()]


def held(pid: int) -> Held:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    sizes = {name: value for name, _, value in (line.partition(":") for line in lines)}
    return Held(*(int(sizes[name].split()[0]) // 1024 for name in ("Rss", "Pss")))


def _resident(one: Held) -> int:
    return one.resident
