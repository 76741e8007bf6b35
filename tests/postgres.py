"""A PostgreSQL of the tests' own: the private server in a temporary folder, gone afterwards."""

import shutil
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from secondments import database
from secondments.database import Server, Urls
from secondments.database.server import SUPERUSER
from secondments.supervisor import Part

# A crash may lose a test's data: nobody waits for the disk.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


@contextmanager
def a_folder() -> Iterator[Path]:
    """For a server's data. Not pytest's tmp_path: as root the server is another user, who cannot
    pass through that one, and its path may be too long for a socket.
    """
    folder = Path(tempfile.mkdtemp(prefix="secondments-test-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def running(home: Path, settings: Sequence[str] = HASTY) -> Iterator[Server]:
    """The private server of a folder, ready, without roles; stopped afterwards, its data kept."""
    server = database.prepare(home, durable=False)
    part = Part(
        name="database",
        argv=server.argv(*settings),
        env=database.ENVIRONMENT,
        stop=signal.SIGINT,
        ready=server.is_ready,
        log=home / "database.log",
        popen=dict(server.account),
    )
    try:
        part.start()
        part.wait_until_ready()
        yield server
    finally:
        part.finish()
        if server.sockets.parent != home:
            shutil.rmtree(server.sockets)


@contextmanager
def a_server() -> Iterator[Urls]:
    """An empty database `secondments` with the roles app_owner, app_web and app_worker.

    The owner may empty tables without their triggers: between two tests, all of them.
    """
    with a_folder() as home, running(home) as server:
        urls = server.bootstrap()
        with psycopg.connect(server.url(SUPERUSER, "secondments")) as superuser:
            superuser.execute("GRANT SET ON PARAMETER session_replication_role TO app_owner")
        yield urls
