"""The supervisor, with small real processes in place of database, web server and worker."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import pytest

from secondments.errors import CannotStart
from secondments.supervisor import Part, StopAsked, Supervisor

ROOT = Path(__file__).resolve().parents[1]


def a_part(name, script, **others):
    """A child in Python; `said(line)` in its script writes to the terminal at once."""
    # One write: two processes share the file, and print() writes the line's end by itself.
    preamble = (
        "import os, signal, sys, time\n"
        "def said(line): os.write(1, (str(line) + chr(10)).encode())\n"
    )
    return Part(name, [sys.executable, "-c", preamble + script], dict(os.environ), **others)


def wait_until(true, seconds=10):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def is_running(pid):
    try:
        return "Z" not in Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def stop_when(supervisor, seconds):
    timer = Timer(seconds, setattr, (supervisor, "stop_asked", True))
    timer.start()
    return timer


def test_whatever_ends_is_started_again_even_when_it_ended_well(tmp_path):
    log = tmp_path / "log"
    with Supervisor() as supervisor:
        supervisor.start(a_part("worker", "said('hello')", log=log))
        timer = stop_when(supervisor, 1.0)
        assert supervisor.watch() == 0
    timer.join()
    assert 2 <= log.read_text().count("hello") <= 4


def test_a_part_that_keeps_failing_ends_everything_with_1(tmp_path, capsys):
    log = tmp_path / "log"
    with Supervisor() as supervisor:
        supervisor.start(good := a_part("database", "time.sleep(60)"))
        pid = good.process.pid
        supervisor.start(a_part("web server", "said('hello'); sys.exit(3)", log=log))
        assert supervisor.watch() == 1
    assert log.read_text().count("hello") == 5
    assert not is_running(pid)
    assert "The web server ended with 3: again in 0.2 s." in capsys.readouterr().out


def test_parts_are_stopped_in_reverse_each_by_its_own_signal(tmp_path):
    log = tmp_path / "log"
    script = """
def stop(number, frame): said(f"{NAME} {signal.Signals(number).name}"); sys.exit()
for number in (signal.SIGINT, signal.SIGTERM): signal.signal(number, stop)
said("ready")
while True: time.sleep(1)
"""
    with Supervisor() as supervisor:
        for name, number in (("database", signal.SIGINT), ("worker", signal.SIGTERM)):
            supervisor.start(a_part(name, f"NAME = {name!r}{script}", stop=number, log=log))
        wait_until(lambda: log.read_text().count("ready") == 2)
    assert log.read_text().split("\n")[2:4] == ["worker SIGTERM", "database SIGINT"]


def test_a_part_that_will_not_stop_is_killed_after_its_grace_with_its_children(tmp_path):
    log = tmp_path / "log"
    script = "signal.signal(signal.SIGTERM, signal.SIG_IGN); child = os.fork()\n"
    script += "said(os.getpid()); time.sleep(60)"
    with Supervisor() as supervisor:
        supervisor.start(a_part("worker", script, grace=0.3, log=log))
        wait_until(lambda: len(log.read_text().split()) == 2)
    for pid in log.read_text().split():
        wait_until(lambda pid=pid: not is_running(pid))


def test_what_a_killed_part_leaves_behind_is_killed_before_it_starts_again(tmp_path):
    log = tmp_path / "log"
    script = "child = os.fork(); said(os.getpid()); time.sleep(60)"
    with Supervisor() as supervisor:
        supervisor.start(part := a_part("web server", script, log=log))
        wait_until(lambda: len(log.read_text().split()) == 2)
        before = log.read_text().split()
        os.kill(part.process.pid, signal.SIGKILL)
        timer = stop_when(supervisor, 1.0)
        supervisor.watch()
        for pid in before:
            wait_until(lambda pid=pid: not is_running(pid))
        assert len(log.read_text().split()) == 4
    timer.join()


def test_we_wait_until_a_part_is_ready(tmp_path):
    sign = tmp_path / "ready"
    part = a_part("database", f"time.sleep(0.3); open({str(sign)!r}, 'w').close(); time.sleep(60)")
    part.ready = lambda _pid: sign.exists()
    with Supervisor() as supervisor:
        supervisor.start(part)
        assert not sign.exists()
        supervisor.wait_for(part)
        assert sign.exists()


def test_a_part_that_ends_instead_of_getting_ready_is_a_sentence():
    part = a_part("database", "sys.exit(7)", ready=lambda _pid: False)
    with Supervisor() as supervisor:
        supervisor.start(part)
        with pytest.raises(CannotStart, match="The database ended with 7 instead of starting"):
            supervisor.wait_for(part)


def test_a_part_that_is_never_ready_is_a_sentence():
    part = a_part("database", "time.sleep(60)", ready=lambda _pid: False, patience=0.2)
    with Supervisor() as supervisor:
        supervisor.start(part)
        with pytest.raises(CannotStart, match="The database is not ready after 0 s"):
            supervisor.wait_for(part)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_ends_even_the_waiting(number):
    part = a_part("database", "time.sleep(60)", ready=lambda _pid: False)
    timer = Timer(0.2, os.kill, (os.getpid(), number))
    with Supervisor() as supervisor:
        supervisor.start(part)
        timer.start()
        with pytest.raises(StopAsked):
            supervisor.wait_for(part)
    timer.join()
    assert part.process is None


def test_a_step_gives_its_exit_code_and_is_not_started_again():
    with Supervisor() as supervisor:
        assert supervisor.run(a_part("migration", "sys.exit(4)")) == 4
        assert supervisor.parts == []


def test_the_supervisors_own_death_reaches_every_part(tmp_path):
    log = tmp_path / "log"
    script = f"""
from pathlib import Path
from tests.test_supervisor import a_part
from secondments.supervisor import Supervisor
child = "said(os.getpid()); signal.signal(signal.SIGTERM, lambda *_: (said('told'), sys.exit()))"
child += "\\nwhile True: time.sleep(1)"
with Supervisor() as supervisor:
    supervisor.start(a_part("worker", child, log=Path({str(log)!r})))
    supervisor.watch()
"""
    supervisor = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    wait_until(lambda: log.exists() and log.read_text().strip())
    supervisor.kill()
    supervisor.wait()
    wait_until(lambda: "told" in log.read_text())
    wait_until(lambda: not is_running(log.read_text().split()[0]))
