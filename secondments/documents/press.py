"""The press: warm child processes that print and seal, and can be stopped when they run away."""

import ctypes
import importlib
import logging
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Collection, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from secondments.documents.values import (
    Act,
    Attachment,
    Cleaned,
    Printed,
    PrintingFailed,
    Revision,
    SignerIdentity,
    Verdict,
)
from secondments.errors import DomainError, ProgrammingError

log = logging.getLogger(__name__)
Result = TypeVar("Result")

TOO_LONG = "Making the document took longer than {seconds} seconds and was stopped. Try again."
STOPPED = "Making the document was stopped before it was done. Try again."
TOO_LARGE = "The document is too large to be made here: it needs more than {memory} MB."
FAILED = "The document could not be made. The reason is in the log."
UNABLE = "Documents cannot be made on this machine. {reasons}"

PRINTER = "secondments.documents.printer"
INSPECTOR = "secondments.documents.inspector"
OUT_OF_MEMORY, SURPRISED = 86, 87  # the child's exit statuses
TASKS_PER_CHILD = 50
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
FONTS = Path(__file__).parent.parent / "static" / "vendor" / "fonts" / "pdf"
LIBRARIES = {
    "libpangoft2-1.0.so.0": "The library Pango is missing: install libpangoft2-1.0-0.",
    "libharfbuzz-subset.so.0": "HarfBuzz's subsetter is missing: install libharfbuzz-subset0.",
}
NO_FONTS = "The document fonts are missing from {folder}: build the assets again."


class Press:
    """One warm child, started at the first task and again when it died. One press per process.

    The child does what the module `workshop` says: prints and seals, or, as an inspector without
    keys, looks at files that people sent.

    Every failure is a DomainError: PrintingFailed, or what the documents package itself raised.
    Safe to use from several threads; the time allowed counts from the start of a task.
    """

    def __init__(
        self, *, keys: Path, seconds: float = 10, memory_mb: int = 900, workshop: str = PRINTER
    ) -> None:
        self.keys, self.seconds, self.memory_mb = keys, seconds, memory_mb
        self.workshop = workshop
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None

    def render(self, html: str, attachments: Sequence[Attachment] = ()) -> Printed:
        """The HTML as PDF/A-3a with its attachments and empty signature fields."""
        return self._do(Printed, "render", html, tuple(attachments))

    def certify(self, pdf: bytes) -> Revision:
        """Add the seal of issue."""
        return self._do(Revision, "certify", self.keys, pdf)

    def sign(
        self, pdf: bytes, field: str, *, signer: SignerIdentity, act: Act, reason: str
    ) -> Revision:
        """Add one person's signature, with its visible stamp."""
        return self._do(Revision, "sign", self.keys, pdf, field, signer, act, reason)

    def complete(self, pdf: bytes) -> Revision:
        """Add the seal of completion."""
        return self._do(Revision, "complete", self.keys, pdf)

    def verify(self, pdf: bytes, expected_fields: Collection[str]) -> Verdict:
        """The strict verdict. A long document needs a press with more seconds."""
        return self._do(Verdict, "verify", self.keys, pdf, tuple(expected_fields))

    def clean(self, content: bytes) -> Cleaned:
        """A file that somebody sent, read and written anew; raises Refused. Inspectors only."""
        return self._do(Cleaned, "clean", content)

    def close(self) -> None:
        """Stop the child at once. The press may be used again afterwards."""
        with self._lock:
            self._discard()

    def _do(self, kind: type[Result], task: str, *args: object) -> Result:
        try:
            try:
                result = self._run(task, args)
            except BrokenProcessPool:  # the child died idle, before it had the task: once more
                result = self._run(task, args)
        except (DomainError, ProgrammingError):
            raise
        except Exception as error:
            log.warning("The press failed at %s.", task, exc_info=error)
            raise self._explained(error) from error
        assert isinstance(result, kind)
        return result

    def _run(self, task: str, args: tuple[object, ...]) -> object:
        work = (self.workshop, task, args)
        future = self._running().schedule(_work, args=work, timeout=self.seconds)
        return future.result()

    def _explained(self, error: Exception) -> PrintingFailed:
        match error:
            case TimeoutError():
                return PrintingFailed(TOO_LONG.format(seconds=f"{self.seconds:g}"))
            case ProcessExpired(exitcode=int(code)):
                sentence = {OUT_OF_MEMORY: TOO_LARGE, SURPRISED: FAILED}.get(code, STOPPED)
                return PrintingFailed(sentence.format(memory=self.memory_mb))
            case _:
                return PrintingFailed(UNABLE.format(reasons=" ".join(missing()) or FAILED))

    def _running(self) -> ProcessPool:
        with self._lock:
            if self._pool is None or not self._pool.active:
                self._discard()
                self._pool = self._started()
            return self._pool

    def _started(self) -> ProcessPool:
        pool = ProcessPool(
            max_workers=1,
            max_tasks=TASKS_PER_CHILD,
            initializer=_prepare,
            initargs=(self.workshop, os.getpid(), self.memory_mb, self.keys),
            context=multiprocessing.get_context("spawn"),
        )
        # PR_SET_PDEATHSIG follows the thread that started the child, and the caller's may be short.
        ready = threading.Event()
        threading.Thread(target=_hold, args=(pool, ready), daemon=True, name="press").start()
        ready.wait()
        return pool

    def _discard(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None


def missing() -> list[str]:
    """What this machine lacks for making documents, a sentence each; empty if nothing."""
    lacks = [sentence for name, sentence in LIBRARIES.items() if not _loadable(name)]
    if not any(FONTS.glob("*.ttf")):
        lacks.append(NO_FONTS.format(folder=FONTS))
    return lacks


def _loadable(name: str) -> bool:
    if sys.platform != "linux":
        return True  # named otherwise there; WeasyPrint says itself what it cannot find
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _hold(pool: ProcessPool, ready: threading.Event) -> None:
    """Start the pool (asking does it) and outlive its child."""
    while pool.active:
        ready.set()
        time.sleep(1)


def _prepare(workshop: str, parent: int, memory_mb: int, keys: Path) -> None:
    """In the child: die with the parent, keep within the memory, load everything once."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    _tools(workshop).warm(keys)


def _work(workshop: str, task: str, args: tuple[object, ...]) -> object:
    """In the child, which ends after any surprise: after some it would go on, but spoilt."""
    try:
        return getattr(_tools(workshop), task)(*args)
    except (DomainError, ProgrammingError):
        raise
    except (MemoryError, SystemError):  # CPython's two ways of saying so in the middle of C code
        os._exit(OUT_OF_MEMORY)
    except BaseException:  # logged here; the exit status tells the parent
        log.exception("The press failed at %s.", task)
        os._exit(SURPRISED)


def _tools(workshop: str) -> Any:
    """Imported by name, in the child only: the parent is spared 60 MB of WeasyPrint and pyHanko."""
    return importlib.import_module(workshop)
