"""A PostgreSQL that is not ours to start: one address for all three roles, given by DATABASE_URL.

Debian's PostgreSQL 15 where it is installed, over TCP; else the private server under one address.
"""

import secrets
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from secondments.database import Urls
from secondments.database.server import ENVIRONMENT, server_account
from secondments.supervisor import Part
from tests.postgres import HASTY, a_folder, a_server

DEBIANS = Path("/usr/lib/postgresql/15/bin")
WHICH = "PostgreSQL 15" if DEBIANS.exists() else "PostgreSQL 18"


@contextmanager
def an_external_database() -> Iterator[str]:
    """The address of an empty database that its role owns."""
    if DEBIANS.exists():
        with a_folder() as home, _running(home) as url:
            yield url
    else:
        with a_server() as urls:
            yield urls.owner


def alike(url: str) -> Urls:
    return Urls(owner=url, web=url, worker=url)


@contextmanager
def _running(home: Path) -> Iterator[str]:
    """Debian's server as its package would run it, for one role that is no superuser."""
    password, account, cluster = secrets.token_urlsafe(12), server_account(), home / "pg15"
    secret = home / "password"
    secret.write_text(password)
    secret.chmod(0o644)
    home.chmod(0o777)  # gone soon; the server's account makes its folder here
    subprocess.run(
        [
            *(DEBIANS / "initdb", "-D", cluster, "-U", "postgres", f"--pwfile={secret}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"),
        ],
        env=ENVIRONMENT,
        cwd="/",
        capture_output=True,
        check=True,
        **account,
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *HASTY)
    part = Part(
        "PostgreSQL 15",
        [str(DEBIANS / "postgres"), "-D", str(cluster), *(x for o in options for x in ("-c", o))],
        ENVIRONMENT,
        stop=signal.SIGINT,
        log=home / "postgres-15.log",
        ready=lambda _pid: "ready" in _last_line(cluster),
        popen=dict(account),
    )
    try:
        part.start()
        part.wait_until_ready()
        place = f"127.0.0.1:{port}"
        with psycopg.connect(
            f"postgresql://postgres:{password}@{place}/postgres", autocommit=True
        ) as server:
            server.execute(f"CREATE ROLE app LOGIN PASSWORD '{password}'")
            server.execute("CREATE DATABASE secondments OWNER app")
        yield f"postgresql://app:{password}@{place}/secondments"
    finally:
        part.finish()


def _last_line(cluster: Path) -> str:
    path = cluster / "postmaster.pid"
    return path.read_text().splitlines()[-1] if path.exists() else ""
