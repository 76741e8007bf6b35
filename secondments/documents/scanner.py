"""Virus scanners: clamd over its socket, or none; the test string of EICAR is known to both."""

import contextlib
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from secondments.errors import CannotStart, DomainError

# In two parts, or a scanner would take this very file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
EICAR_NAME = "EICAR-Test-File"
CHUNK = 64 * 1024
SECONDS = 30.0
LONGEST_ANSWER = 4096
PORT = 3310
WRONG = "CLAMD_URL must look like tcp://host:3310 or unix:///run/clamav/clamd.ctl."


class ScannerDown(DomainError):
    """The scanner cannot be reached or gave no verdict: the file has to wait."""


class Scanner(Protocol):
    """Whatever tells infected files from others."""

    @property
    def is_there(self) -> bool: ...

    def infection(self, content: bytes) -> str | None:
        """The name of what was found. Raises ScannerDown."""


class NoScanner:
    """Finds nothing but the test string: there is no scanner behind it."""

    is_there = False

    def infection(self, content: bytes) -> str | None:
        return EICAR_NAME if EICAR in content else None


@dataclass(frozen=True)
class Clamd:
    """ClamAV's daemon, by its INSTREAM command; `place` is (host, port) or a path."""

    place: tuple[str, int] | str
    seconds: float = SECONDS
    is_there = True

    def infection(self, content: bytes) -> str | None:
        if EICAR in content:
            return EICAR_NAME
        try:
            answer = self._asked(content)
        except OSError as error:
            raise ScannerDown(f"The virus scanner did not answer: {error}.") from error
        verdict = answer.removeprefix("stream: ")
        if verdict == "OK":
            return None
        if verdict.endswith(" FOUND"):
            return verdict.removesuffix(" FOUND")
        raise ScannerDown(f"The virus scanner gave no verdict: {verdict[:200] or 'nothing'}.")

    def _asked(self, content: bytes) -> str:
        with self._connected() as line:
            # It may answer, and hang up, before it has read everything: its limit was reached.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                line.sendall(b"zINSTREAM\0")
                for part in _parts(content):
                    line.sendall(part)
            return _answer(line)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        if isinstance(self.place, str):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(self.seconds)
            line.connect(self.place)
        else:
            line = socket.create_connection(self.place, timeout=self.seconds)
        with line:
            yield line


def _parts(content: bytes) -> Iterator[bytes]:
    """Each with its length before it; the length 0 ends them."""
    for start in range(0, len(content), CHUNK):
        part = content[start : start + CHUNK]
        yield struct.pack("!L", len(part)) + part
    yield struct.pack("!L", 0)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        said += part
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def scanner_at(url: str) -> Scanner:
    """Raises CannotStart for an address that is none."""
    if not url:
        return NoScanner()
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path:
        return Clamd(parts.path)
    try:
        host, port = parts.hostname, parts.port or PORT
    except ValueError:
        raise CannotStart(WRONG) from None
    if parts.scheme != "tcp" or not host:
        raise CannotStart(WRONG)
    return Clamd((host, port))
