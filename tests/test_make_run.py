"""`make run` as a newcomer meets it: started, killed, started again, and its refusals in words."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.postgres import a_folder

ROOT = Path(__file__).resolve().parents[1]
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL", "SECRET_KEY", "BASE_URL")
PARTS = {"database": "postgres -D", "web server": "-m gunicorn", "worker": "wsgi worker"}
COMMAND = (sys.executable, "-m", "secondments")
MAKE = ("make", "run", f"PYTHON={sys.executable}")


def environment(home, **settings):
    """The terminal's, without what other tests have put into it."""
    others = {name: value for name, value in os.environ.items() if name not in OURS}
    return others | {"SECONDMENTS_DATA": str(home), "SECONDMENTS_ENV": "development"} | settings


def without_demo(home):
    """As if the demo people had been loaded: that takes time, and one test looks at it."""
    (home / "demo-people.txt").touch()
    return home


def a_free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_until(true, seconds=180):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def seconds_to_load_the_app():
    before = time.monotonic()
    subprocess.run([sys.executable, "-c", "import secondments.application"], cwd=ROOT, check=True)
    return time.monotonic() - before


class Started:
    """A run of the whole service and what it says."""

    def __init__(self, home, *, command=COMMAND, cwd=ROOT):
        self.home, self.port = home, a_free_port()
        self.log = home / "said"
        self.bare = seconds_to_load_the_app()
        before = time.monotonic()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command,
                cwd=cwd,
                env=environment(home, PORT=str(self.port)),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: "is running at" in self.said() or self.process.poll() is not None)
        self.took = time.monotonic() - before
        assert self.process.poll() is None, self.said()

    def said(self):
        return self.log.read_text()

    def health(self):
        visitor = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            visitor.request("GET", "/health")
            return visitor.getresponse().status
        except OSError:
            return None
        finally:
            visitor.close()

    def pids(self):
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
            if int(parent) == self.process.pid:
                found |= {name: int(folder.name) for name, sign in PARTS.items() if sign in words}
        return found

    def owner(self):
        told = json.loads((self.home / "environment.json").read_text())
        return psycopg.connect(told["DATABASE_OWNER_URL"])

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(90)


@contextmanager
def running(home, **how) -> Iterator[Started]:
    service = Started(home, **how)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop(signal.SIGTERM)


@pytest.fixture(scope="module")
def home():
    """A data folder in which the first start has been made."""
    with a_folder() as home:
        with running(home) as service, service.owner() as owner:
            owner.execute("CREATE TABLE kept_by_a_test AS SELECT 'still here' AS word")
        yield home


@pytest.fixture(scope="module")
def service(home):
    with running(home) as service:
        yield service


def refusal(home, *, command=COMMAND, cwd=ROOT, **settings):
    """What it says instead of starting."""
    env = environment(home, **settings)
    ended = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=180)
    assert ended.returncode != 0
    assert "Traceback" not in ended.stdout + ended.stderr
    return ended.stderr


def test_it_is_healthy_and_names_its_address_and_the_demo_people(service):
    people = (service.home / "demo-people.txt").read_text()
    assert service.health() == 200
    assert f"Secondments is running at http://localhost:{service.port} " in service.said()
    assert "@" in people
    assert people in service.said()


def test_a_second_start_takes_less_than_five_seconds_and_keeps_the_data(service):
    with service.owner() as owner:
        assert owner.execute("SELECT word FROM kept_by_a_test").fetchone() == ("still here",)
    # On a machine that is busy with other things, five times what Python needs to read the app.
    assert service.took < max(5, 5 * service.bare)


@pytest.mark.parametrize("part", PARTS)
def test_a_killed_part_comes_back(service, part):
    before = service.pids()
    os.kill(before[part], signal.SIGKILL)
    wait_until(lambda: service.pids().get(part, before[part]) != before[part])
    wait_until(lambda: service.health() == 200)
    others = PARTS.keys() - {part, "worker"}
    assert {name: service.pids()[name] for name in others} == {
        name: before[name] for name in others
    }


def test_web_and_worker_have_only_the_passwords_they_need(service):
    told = {}
    for part, pid in service.pids().items():
        words = Path("/proc", str(pid), "environ").read_text().split("\0")
        told[part] = {word for word in words if word.startswith("DATABASE_")}
    roles = {
        part: {word.split("=postgresql://")[1].split(":")[0] for word in words}
        for part, words in told.items()
    }
    assert roles == {
        "database": set(),
        "web server": {"app_web"},
        "worker": {"app_web", "app_worker"},
    }


def test_secrets_and_settings_for_a_second_terminal_are_for_our_eyes_only(service):
    for name in ("environment.json", "secret.key", "database.log"):
        assert (service.home / name).stat().st_mode & 0o777 == 0o600


def test_a_command_in_a_second_terminal_finds_the_database(service):
    script = "import config; print(config.load().SQLALCHEMY_DATABASE_URI)"
    said = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment(service.home),
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.startswith("postgresql://app_web:")


def test_making_the_app_opens_no_connection_and_no_thread_so_that_it_can_be_forked(service):
    script = """
import threading, wsgi
from secondments.extensions import db
with wsgi.app.app_context():
    pools = [engine.pool for engine in db.engines.values()]
    print(threading.active_count(), [pool.checkedin() + pool.checkedout() for pool in pools])
"""
    said = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment(service.home),
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "1 [0]\n"


def test_already_running_is_a_sentence(service):
    sentence = refusal(service.home, PORT=str(a_free_port()))
    assert sentence == (
        f"Secondments is already running with the data in {service.home} "
        f"(process {service.process.pid}).\n"
    )


def test_a_taken_port_is_a_sentence():
    with a_folder() as home, socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert refusal(home, PORT=str(port)).startswith(f"Port {port} is taken by another program")


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_port_that_is_none_is_a_sentence(port):
    with a_folder() as home:
        assert (
            refusal(home, PORT=port) == f"PORT is '{port}'; it must be a number from 1 to 65535.\n"
        )


def test_an_unreachable_database_is_a_sentence():
    url = "postgresql://app_web:a-secret@127.0.0.1:1/secondments"
    with a_folder() as home:
        sentence = refusal(home, PORT=str(a_free_port()), DATABASE_URL=url)
    assert sentence.startswith("The database of DATABASE_URL cannot be reached: ")
    assert "a-secret" not in sentence


def test_production_never_makes_a_database_of_its_own():
    with a_folder() as home:
        sentence = refusal(home, PORT=str(a_free_port()), SECONDMENTS_ENV="production")
    assert "set DATABASE_URL" in sentence


def test_a_misspelt_environment_is_a_sentence():
    with a_folder() as home:
        sentence = refusal(home, SECONDMENTS_ENV="prod")
    assert sentence.startswith("SECONDMENTS_ENV is 'prod'; it must be one of")


def test_a_data_folder_that_cannot_be_made_is_a_sentence():
    sentence = refusal("/proc/secondments", PORT=str(a_free_port()))
    assert sentence.startswith("The data folder /proc/secondments cannot be made")


def test_a_python_too_old_is_a_sentence(tmp_path):
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    sentence = refusal(tmp_path, command=("make", "run", f"PYTHON={old}"))
    assert sentence.startswith(f"Secondments needs Python 3.11 or newer, and {old} is not")


def test_ctrl_c_stops_everything_and_is_no_failure(home):
    with a_folder() as other, running(without_demo(other)) as service:
        pids = service.pids()
        assert pids.keys() == PARTS.keys()
        assert service.stop(signal.SIGINT) == 0
    assert not [pid for pid in pids.values() if Path("/proc", str(pid)).exists()]


def test_after_kill_9_of_the_supervisor_all_parts_end_and_the_next_start_is_fine():
    with a_folder() as home:
        with running(without_demo(home)) as service:
            pids = service.pids()
            service.process.kill()
            service.process.wait()
        with running(home) as service:
            assert service.health() == 200
            # The worker may be at the end of a job when it is told.
            wait_until(lambda: not any(Path("/proc", str(pid)).exists() for pid in pids.values()))


def test_make_run_works_in_a_path_with_a_space():
    not_cloned = shutil.ignore_patterns(".*", "node_modules", "vendor", "instance", "__pycache__")
    with a_folder() as folder:
        clone = folder / "path with space"
        shutil.copytree(ROOT, clone, ignore=not_cloned)
        # Installed already: this is not a test of the registries.
        (clone / ".venv").symlink_to(ROOT / ".venv")
        for name in ("node_modules", "secondments/static/vendor"):
            shutil.copytree(ROOT / name, clone / name)
        home = clone / "instance"
        home.mkdir(mode=0o711)
        with running(without_demo(home), command=MAKE, cwd=clone) as service:
            assert service.health() == 200
