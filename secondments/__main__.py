"""What `make run` runs: database, web server and worker, in one foreground command."""

import errno
import fcntl
import http.client
import json
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

import config
from secondments import database
from secondments.database import Urls
from secondments.errors import CannotStart
from secondments.secondment import versions
from secondments.supervisor import Part, StopAsked, Supervisor, say

PATIENCE_WITH_THE_PORT = 3.0  # seconds; the web server of a killed supervisor may still be closing
# In the order of Urls: owner, web, worker.
ADDRESSES = ("DATABASE_OWNER_URL", "DATABASE_URL", "DATABASE_WORKER_URL")
LARGEST_LOG = 10_000_000  # bytes


@dataclass(frozen=True)
class Service:
    """The parts of the running service, and what each of them is told."""

    home: Path
    listener: socket.socket
    urls: Urls

    @property
    def address(self) -> str:
        host, port = self.listener.getsockname()[:2]
        name = host if host not in {"127.0.0.1", "0.0.0.0", "::1", "::"} else "localhost"  # noqa: S104
        return f"http://{name}:{port}"

    def settings(self) -> dict[str, str]:
        return {
            "SECONDMENTS_DATA": str(self.home),
            "SECRET_KEY": secret_key(self.home),
            "BASE_URL": os.environ.get("BASE_URL") or self.address,
        }

    def addresses(self) -> dict[str, str]:
        return dict(zip(ADDRESSES, astuple(self.urls), strict=True))

    def part(self, name: str, *command: str, **addresses: str) -> Part:
        """A child that has the operator's environment, but no database address but the given."""
        others = {name: value for name, value in os.environ.items() if name not in ADDRESSES}
        env = others | self.settings() | {"PYTHONUNBUFFERED": "1"} | addresses
        return Part(name, [sys.executable, "-m", *command], env, cwd=config.ROOT)

    def flask(self, *command: str, **addresses: str) -> Part:
        name = f"flask {' '.join(command)}"
        return self.part(name, "flask", "--app", "wsgi", *command, **addresses)

    def web(self) -> Part:
        """The socket stays ours: visitors wait in it while the web server is started again.

        Loaded once and forked, which halves the start; a test sees to it that the app opens no
        connection and no thread when it is made.
        """
        number = self.listener.fileno()
        workers = min(max(os.cpu_count() or 2, 2), 4)
        part = self.part(
            "web server",
            *("gunicorn", "wsgi:app", "--bind", f"fd://{number}", "--no-control-socket"),
            *("--worker-class", "gthread", "--workers", str(workers), "--threads", "4"),
            *("--preload", "--graceful-timeout", "10", "--timeout", "90", "--log-level", "warning"),
            DATABASE_URL=self.urls.web,
        )
        part.popen = {"pass_fds": [number]}
        part.ready = lambda _pid: answers(self.listener)
        return part

    def worker(self) -> Part:
        addresses = self.addresses()
        del addresses["DATABASE_OWNER_URL"]
        part = self.flask("worker", **addresses)
        part.name = "worker"
        return part


def main() -> int:
    """0 after Ctrl-C or another stop signal, 1 after a sentence on what is wrong."""
    try:
        demo, home = config.chosen().DEMO, data_folder()
        with only_one(home), Supervisor() as supervisor, listening(supervisor) as listener:
            service = Service(home, listener, the_database(supervisor, home))
            set_up(supervisor, service, demo=demo)
            return serve(supervisor, service, demo=demo)
    except StopAsked:
        return 0
    except (CannotStart, config.MissingSetting) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


def data_folder() -> Path:
    """Made when missing, for our eyes only; root's PostgreSQL, another user, may pass through."""
    home = config.data_folder()
    try:
        if not home.exists():
            home.mkdir(parents=True)
            home.chmod(0o700 if os.geteuid() else 0o711)
    except OSError as problem:
        raise CannotStart(
            f"The data folder {home} cannot be made: {problem.strerror}."
        ) from problem
    os.umask(0o077)
    return home


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Held while we run, and let go by the kernel however we end."""
    with (home / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(
                f"Secondments is already running with the data in {home} (process {lock.read()})."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def listening(supervisor: Supervisor) -> Iterator[socket.socket]:
    """The open port HOST:PORT, closed at the end."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CannotStart(f"PORT is {port!r}; it must be a number from 1 to 65535.")
    until = time.monotonic() + PATIENCE_WITH_THE_PORT
    while (listener := opened(host, int(port))) is None:
        supervisor.check()
        if time.monotonic() > until:
            raise CannotStart(
                f"Port {port} is taken by another program: stop that, or choose another port, "
                "for example make run PORT=8001."
            )
        time.sleep(0.1)
    with listener:
        yield listener


def opened(host: str, port: int) -> socket.socket | None:
    """None while another program has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            return None
        raise CannotStart(f"Port {port} of {host} cannot be opened: {problem}.") from None


def the_database(supervisor: Supervisor, home: Path) -> Urls:
    """The server that DATABASE_URL names, or else our own, started and set up."""
    if url := os.environ.get("DATABASE_URL"):
        for name in ADDRESSES:
            if address := os.environ.get(name):
                database.reach(name, address)
        return Urls(*(os.environ.get(name, url) for name in ADDRESSES))
    if config.chosen() is config.Production:
        raise CannotStart("In production the database is not ours to make: set DATABASE_URL.")
    server = database.prepare(home)
    log = home / "database.log"
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(home / "database.log.1")
    part = Part("database", server.argv(), database.ENVIRONMENT, stop=signal.SIGINT, log=log)
    part.ready, part.popen = server.is_ready, dict(server.account)
    supervisor.start(part)
    try:
        supervisor.wait_for(part)
    except CannotStart as problem:
        raise CannotStart(f"{problem} {log} says why.") from None
    return server.bootstrap()


def secret_key(home: Path) -> str:
    """SECRET_KEY, else one made once; production has to set its own."""
    if config.chosen() is config.Production:
        return config.required("SECRET_KEY")
    if given := os.environ.get("SECRET_KEY"):
        return given
    path = home / "secret.key"
    path.touch(mode=0o600)
    if not path.read_text():
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def set_up(supervisor: Supervisor, service: Service, *, demo: bool) -> None:
    """Tables, and on the first start of a demonstration its people."""
    owner = service.urls.owner
    if not database.is_up_to_date(owner, config.ROOT / "migrations"):
        migrate = service.flask("db", "upgrade", DATABASE_URL=owner, DATABASE_OWNER_URL=owner)
        if supervisor.run(migrate) != 0:
            raise CannotStart("The database could not be brought up to date; see above.")
    versions.check(database.kinds_of_cases(owner), database.terms_in_use(owner))
    if config.chosen() is config.Development:
        tell_second_terminals(service)
    people = people_file(service.home)
    if demo and not people.exists():
        say("Loading the demonstration, which takes a while the first time …")
        if supervisor.run(service.flask("demo", "load", **service.addresses())) != 0:
            raise CannotStart("The demo people could not be loaded; see above.")
        listing = service.flask("demo", "people", **service.addresses())
        listing.log = people.with_suffix(".half")
        if supervisor.run(listing) != 0:
            raise CannotStart(f"The demo people could not be listed; {listing.log} says why.")
        listing.log.rename(people)


def tell_second_terminals(service: Service) -> None:
    """For config.load(), when a command is given beside us."""
    told = service.home / "environment.json"
    told.touch(mode=0o600)
    told.write_text(json.dumps(service.settings() | service.addresses()))


def people_file(home: Path) -> Path:
    """Says that the demo people were loaded, and who they are: a later start need not ask."""
    return home / "demo-people.txt"


def serve(supervisor: Supervisor, service: Service, *, demo: bool) -> int:
    """Web server and worker, until a stop signal; says where, and as whom to sign in."""
    web = service.web()
    supervisor.start(web)
    supervisor.start(service.worker())
    supervisor.wait_for(web)
    people = people_file(service.home).read_text() if demo else ""
    say(f"\nSecondments is running at {service.address} (Ctrl-C stops it).\n{people}")
    return supervisor.watch()


def answers(listener: socket.socket) -> bool:
    """Whether /health says that all is well; never through a proxy."""
    host, port = listener.getsockname()[:2]
    visitor = http.client.HTTPConnection(host, port, timeout=2)
    try:
        visitor.request("GET", "/health")
        return visitor.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        visitor.close()


if __name__ == "__main__":
    sys.exit(main())
