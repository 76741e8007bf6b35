"""What a process handles documents with: stores, keys, presses, scanner; each opened when used."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from secondments.documents import keys
from secondments.documents.keys import KeyRing
from secondments.documents.press import INSPECTOR, Press
from secondments.documents.scanner import Scanner, scanner_at
from secondments.documents.storage import FileStore, Tray
from secondments.errors import ProgrammingError


@dataclass
class Desk:
    """One for each process. `folder` holds files/, incoming/ and keys/.

    `owner` is whose paper it is and `verify_at` where a reader checks a document; `scanner_url`
    is where clamd listens, or empty.
    """

    folder: Path
    production: bool
    seconds: int
    memory_mb: int
    owner: str
    verify_at: str
    scanner_url: str = ""

    @cached_property
    def store(self) -> FileStore:
        return FileStore(self.folder / "files")

    @cached_property
    def tray(self) -> Tray:
        return Tray(self.folder / "incoming")

    @cached_property
    def scanner(self) -> Scanner:
        return scanner_at(self.scanner_url)

    @cached_property
    def ring(self) -> KeyRing:
        return keys.load_or_create(self.folder / "keys", production=self.production)

    @cached_property
    def press(self) -> Press:
        self.ring  # noqa: B018 - made at first need, before a child looks for it
        return Press(keys=self.folder / "keys", seconds=self.seconds, memory_mb=self.memory_mb)

    @cached_property
    def inspector(self) -> Press:
        """A child of its own, which never sees the keys, for files that people sent."""
        nothing = self.folder / "incoming"
        return Press(
            keys=nothing, seconds=self.seconds, memory_mb=self.memory_mb, workshop=INSPECTOR
        )


_desks: list[Desk] = []


def furnish(desk: Desk) -> None:
    """Use this desk from now on; called once by create_app."""
    _desks[:] = [desk]


def desk() -> Desk:
    if not _desks:
        raise ProgrammingError("No desk was furnished: create_app() does that.")
    return _desks[0]
