"""The real service for a journey: PostgreSQL, web servers, workers and a mail server, as processes.

Every process is told by the kernel to stop when pytest dies, and is stopped with its group at the
end of the `with`. What they say is kept in files, which a failed test shows.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import config
from secondments.database import Urls
from secondments.supervisor import Part
from tests.letters.sink import Sink
from tests.postgres import a_folder

PATIENCE = 90.0  # seconds; the machine may be shared


@dataclass
class Stage:
    """A running service: where it answers, the letters it sent, the demo people's password."""

    home: Path
    sink: Sink
    settings: Mapping[str, str]
    addresses: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.addresses[0]

    @property
    def password(self) -> str:
        return (self.home / "data" / "demo.password").read_text(encoding="utf-8")

    @property
    def root_certificate(self) -> Path:
        return self.home / "data" / "keys" / "root.pem"

    def letters_to(self, who: str) -> list[str]:
        """The subjects of the letters a person has had, oldest first."""
        given, family = who.lower().split()[-2:]
        found = (x for x in self.sink.letters if f"{given}.{family}@" in str(x["To"]))
        return [str(letter["Subject"]) for letter in found]

    def letter(self, who: str, subject: str) -> EmailMessage:
        """The newest letter to a person whose subject holds `subject`; waits for the post."""
        given, family = who.lower().split()[-2:]

        def found() -> EmailMessage | None:
            for letter in reversed(self.sink.letters):
                if f"{given}.{family}@" in str(letter["To"]) and subject in str(letter["Subject"]):
                    return letter
            return None

        return until(found, f"a letter “{subject}” to {who}; they had {self.letters_to(who)}")

    def said(self) -> str:
        """The end of what every process has said."""
        logs = sorted((self.home / "logs").glob("*.log"))
        return "\n".join(f"── {log.name}\n{log.read_text()[-6000:]}" for log in logs)

    def was_asked(self, number: int) -> bool:
        """Whether the web server of this number answered anybody but us."""
        return "/secondments/SEC-" in (self.home / "logs" / f"access-{number}.log").read_text()

    def run(self, *command: str) -> str:
        """A command of ours to its end, beside the service; its output."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env=self.settings,
            cwd=config.ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def with_people_only(self) -> None:
        """The demo people and no case."""
        self.run("tests.journeys.people")

    def with_the_gallery(self) -> None:
        """What `make run` loads, and a case at every other place; `found` says where."""
        self.found = json.loads(self.run("tests.journeys.gallery").splitlines()[-1])

    def flask(self, *command: str) -> str:
        return self.run("flask", "--app", "wsgi", *command)


def until(found: Callable[[], object], what: str, patience: float = PATIENCE) -> object:
    """Wait for something true and return it. Fails, saying what was awaited."""
    end = time.monotonic() + patience
    while not (value := found()):
        assert time.monotonic() < end, f"{patience:.0f} s went by without {what}"
        time.sleep(0.1)
    return value


@contextmanager
def a_stage(
    urls: Urls, *, hosts: int = 1, prepare: Callable[[Stage], None] = Stage.with_people_only
) -> Iterator[Stage]:
    """`hosts` web servers, each with a worker, over one database and one folder of files.

    The demo people are there; `prepare` may add to them before anything serves.
    """
    with ExitStack() as stack:
        home, sink = stack.enter_context(a_folder()), stack.enter_context(Sink())
        listeners = [stack.enter_context(_a_listener()) for _ in range(hosts)]
        stage = Stage(home, sink, _settings(home, urls, sink.url, _address(listeners[0])))
        (home / "logs").mkdir()
        stage.flask("db", "upgrade")
        prepare(stage)
        for number, listener in enumerate(listeners, start=1):
            stage.addresses.append(_address(listener))
            for part in (_web(stage, listener, number), _worker(stage, number)):
                stack.callback(part.finish)
                part.start()
                stage.parts.append(part)
        for part in stage.parts:
            part.wait_until_ready()
        yield stage


def _settings(home: Path, urls: Urls, smtp_url: str, address: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "SECONDMENTS_ENV": "development",
        "SECONDMENTS_DATA": str(home / "data"),
        "SECRET_KEY": "of the journeys, never secret",
        "BASE_URL": address,
        "SMTP_URL": smtp_url,
        "DATABASE_URL": urls.web,
        "DATABASE_OWNER_URL": urls.owner,
        "DATABASE_WORKER_URL": urls.worker,
        "PYTHONUNBUFFERED": "1",
        "PDF_SECONDS": "60",  # a journey is about the document, not about a busy machine
    }


def _a_listener() -> socket.socket:
    """Opened by us and handed over: no other program can take the port in between."""
    return socket.create_server(("127.0.0.1", 0), backlog=256)


def _address(listener: socket.socket) -> str:
    # By name: passkeys belong to a name, not to a number.
    return f"http://localhost:{listener.getsockname()[1]}"


def _web(stage: Stage, listener: socket.socket, number: int) -> Part:
    command = (
        *("gunicorn", "wsgi:app", "--bind", f"fd://{listener.fileno()}", "--no-control-socket"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "4"),
        *("--graceful-timeout", "2", "--timeout", "90", "--log-level", "warning"),
        *("--access-logfile", str(stage.home / "logs" / f"access-{number}.log")),
    )
    return Part(
        f"web {number}",
        [sys.executable, "-m", *command],
        stage.settings,
        cwd=config.ROOT,
        log=stage.home / "logs" / f"web-{number}.log",
        popen={"pass_fds": [listener.fileno()]},
        ready=lambda _pid: _answers(listener),
    )


def _worker(stage: Stage, number: int) -> Part:
    return Part(
        f"worker {number}",
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
        stage.settings,
        cwd=config.ROOT,
        log=stage.home / "logs" / f"worker-{number}.log",
    )


def _answers(listener: socket.socket) -> bool:
    visitor = http.client.HTTPConnection(*listener.getsockname()[:2], timeout=10)
    try:
        visitor.request("GET", "/health")
        return visitor.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        visitor.close()
