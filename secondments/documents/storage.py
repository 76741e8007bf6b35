"""The store of documents, named by their SHA-256 and hashed again on every read; the tray."""

import hashlib
import os
import re
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from secondments.errors import Altered, ProgrammingError

DIGEST = re.compile(r"[0-9a-f]{64}")
ALTERED = "The stored document is not the one that was put there. It will not be served."
MISSING = "The stored document is missing. Restore it from the backup."


def digest(content: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


class FileStore:
    """Write once, by content: the same bytes are one file, however often and by whomever put."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Store durably and return the digest; safe to repeat, also by two writers at once."""
        name = digest(content)
        path = self._path(name)
        self._make_folder(path.parent)
        write(path, content)
        return name

    def read(self, name: str) -> bytes:
        """The bytes of this digest. Raises Altered if they are missing or no longer match it."""
        try:
            content = self._path(name).read_bytes()
        except FileNotFoundError:
            raise Altered(MISSING) from None
        if digest(content) != name:
            raise Altered(ALTERED)
        return content

    def exists(self, name: str) -> bool:
        return self._path(name).is_file()

    def size(self, name: str) -> int:
        """In bytes, without reading the file. Raises Altered if it is missing."""
        try:
            return self._path(name).stat().st_size
        except FileNotFoundError:
            raise Altered(MISSING) from None

    def _path(self, name: str) -> Path:
        if not DIGEST.fullmatch(name):
            raise ProgrammingError("A stored document is named by its SHA-256.")
        return self.folder / name[:2] / name[2:4] / name

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        folder.mkdir(parents=True, exist_ok=True)
        for parent in (folder.parent, folder.parent.parent):
            flush(parent)


class Tray:
    """Files that have come in and were not looked at yet, by a key of ours; served to nobody."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: uuid.UUID, content: bytes) -> str:
        """Store durably and return the digest."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write(self.folder / str(key), content)
        return digest(content)

    def read(self, key: uuid.UUID, name: str) -> bytes:
        """The bytes, which have this digest. Raises Altered if they are missing or do not."""
        try:
            content = (self.folder / str(key)).read_bytes()
        except FileNotFoundError:
            raise Altered(MISSING) from None
        if digest(content) != name:
            raise Altered(ALTERED)
        return content

    def drop(self, key: uuid.UUID) -> None:
        (self.folder / str(key)).unlink(missing_ok=True)

    def lying(self) -> Iterator[tuple[uuid.UUID, float]]:
        """Every key, with when it was put there, in seconds of the machine's clock."""
        for path in self.folder.glob("????????-????-????-????-????????????"):
            yield uuid.UUID(path.name), path.stat().st_mtime


def write(path: Path, content: bytes) -> None:
    """All of it or nothing, also in a power cut. The folder is there."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    flush(path.parent)


def flush(folder: Path) -> None:
    """Make a rename survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
