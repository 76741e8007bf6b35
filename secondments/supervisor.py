"""Runs the parts of the service as children: starts in order, restarts, stops in reverse."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Self

from secondments.errors import CannotStart

SET_SIGNAL_OF_PARENTS_DEATH = 1  # PR_SET_PDEATHSIG
KERNEL = ctypes.CDLL(None) if sys.platform == "linux" else None
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STARTS_A_MINUTE = 5


class StopAsked(Exception):
    """Somebody pressed Ctrl-C, or a stop signal came, while we waited for something."""


def say(line: str) -> None:
    """One line to the person at the terminal, who may have gone away."""
    with suppress(OSError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


@dataclass
class Part:
    """One child and its group of processes, told to stop when this process dies, however it dies.

    `popen` are further arguments of Popen. `ready` says of a pid whether the part does its work.
    What it says goes to the terminal, or to the end of `log`.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: Path = Path("/")
    stop: signal.Signals = signal.SIGTERM
    grace: float = 20.0
    ready: Callable[[int], bool] = lambda _pid: True
    patience: float = 120.0
    log: Path | None = None
    popen: Mapping[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)
    start_again_at: float = 0.0

    def start(self) -> None:
        self.starts.append(time.monotonic())
        with self.log.open("ab") if self.log else nullcontext() as log:
            self.process = subprocess.Popen(  # noqa: S603 - an argument list of our own
                self.argv,
                env=self.env,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log and subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone
                preexec_fn=_stop_when_parent_dies(os.getpid(), self.stop),
                **self.popen,
            )

    def wait_until_ready(self, check: Callable[[], None] = lambda: None) -> None:
        """Calls `check` meanwhile. Raises CannotStart when it ends, or is not ready in time."""
        until = time.monotonic() + self.patience
        while (ended := self.exit_code()) is None:
            if self.process and self.ready(self.process.pid):
                return
            if time.monotonic() > until:
                raise CannotStart(f"The {self.name} is not ready after {self.patience:.0f} s.")
            check()
            time.sleep(0.02)
        raise CannotStart(f"The {self.name} ended with {ended} instead of starting.")

    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else None

    def bury(self) -> float:
        """After an unexpected end: nothing of its group survives. Returns the seconds to wait."""
        self._kill_group()
        self.process = None
        wait = 0.1 * 2.0 ** self.starts_lately()
        self.start_again_at = time.monotonic() + wait
        return wait

    def starts_lately(self) -> int:
        self.starts = [at for at in self.starts if at > time.monotonic() - 60]
        return len(self.starts)

    def finish(self) -> None:
        """Stop it in its own way, after the grace by force; nothing of its group survives."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.stop)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.grace)
        self._kill_group()
        self.process.wait()
        self.process = None

    def _kill_group(self) -> None:
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Supervisor:
    """A `with` block: inside it stop signals only ask, at its end every part is stopped."""

    parts: list[Part] = field(default_factory=list)
    stop_asked: bool = False
    _former: dict[signal.Signals, Any] = field(default_factory=dict)

    def __enter__(self) -> Self:
        for number in STOP_SIGNALS:
            if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
                continue  # started by nohup, which means it
            self._former[number] = signal.signal(number, self._ask_to_stop)
        return self

    def __exit__(self, *problem: object) -> None:
        for part in reversed(self.parts):
            part.finish()
        for number, former in self._former.items():
            signal.signal(number, former)

    def start(self, part: Part) -> None:
        """From now on it runs, is watched, and is stopped before the parts started earlier."""
        self.parts.append(part)
        part.start()

    def wait_for(self, part: Part) -> None:
        part.wait_until_ready(self.check)

    def run(self, step: Part) -> int:
        """Run something that ends by itself and return its exit code."""
        self.start(step)
        while (code := step.exit_code()) is None:
            self.check()
            time.sleep(0.02)
        self.parts.remove(step)
        return code

    def watch(self) -> int:
        """Restart what ends, until a signal (0) or until a part keeps failing (1)."""
        while not self.stop_asked:
            if not all(self._keep_alive(part) for part in self.parts):
                return 1
            time.sleep(0.05)
        return 0

    def _keep_alive(self, part: Part) -> bool:
        if part.process is None:
            if time.monotonic() >= part.start_again_at:
                part.start()
        elif (code := part.exit_code()) is not None:
            if part.starts_lately() >= STARTS_A_MINUTE:
                say(f"The {part.name} ended {STARTS_A_MINUTE} times in a minute: giving up.")
                return False
            say(f"The {part.name} ended with {code}: again in {part.bury():.1f} s.")
        return True

    def check(self) -> None:
        """Raises StopAsked when a stop signal has come."""
        if self.stop_asked:
            raise StopAsked

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_asked = True


def _stop_when_parent_dies(parent: int, stop: signal.Signals) -> Callable[[], None]:
    """What a child does before its program: ask the kernel for `stop` when its parent has died."""

    def ask() -> None:
        if KERNEL:
            KERNEL.prctl(SET_SIGNAL_OF_PARENTS_DEATH, stop)
        if os.getppid() != parent:
            os._exit(1)

    return ask
