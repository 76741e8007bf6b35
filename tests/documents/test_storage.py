"""The store of files keeps what it was given or says that it did not."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from secondments.documents.storage import FileStore, digest
from secondments.errors import Altered, ProgrammingError

SOME = b"an agreement"


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def stored_file(store: FileStore, name: str) -> Path:
    return next(path for path in store.folder.rglob(name))


def test_what_was_put_is_read_back_by_its_digest(store: FileStore) -> None:
    name = store.put(SOME)
    assert name == digest(SOME) == hashlib.sha256(SOME).hexdigest()
    assert store.read(name) == SOME
    assert store.exists(name)
    assert store.size(name) == len(SOME)


def test_the_same_bytes_are_one_file_however_often_put(store: FileStore) -> None:
    assert store.put(SOME) == store.put(SOME)
    assert len([path for path in store.folder.rglob("*") if path.is_file()]) == 1


def test_two_writers_of_the_same_bytes_do_not_disturb_each_other(store: FileStore) -> None:
    large = SOME * 100_000
    with ThreadPoolExecutor(8) as writers:
        names = set(writers.map(lambda _: store.put(large), range(40)))
    assert store.read(names.pop()) == large
    assert not names
    assert not list(store.folder.rglob(".new-*"))


@pytest.mark.parametrize("damage", [b"An agreement", b"", b"an agreement "])
def test_an_altered_file_is_refused_when_read(store: FileStore, damage: bytes) -> None:
    name = store.put(SOME)
    stored_file(store, name).write_bytes(damage)
    with pytest.raises(Altered, match="not the one that was put there"):
        store.read(name)


def test_a_missing_file_is_said_to_be_missing(store: FileStore) -> None:
    name = digest(b"never put")
    assert not store.exists(name)
    with pytest.raises(Altered, match="missing"):
        store.read(name)
    with pytest.raises(Altered, match="missing"):
        store.size(name)


def test_a_write_that_fails_leaves_nothing_behind(store: FileStore) -> None:
    with pytest.raises(TypeError):
        store.put("text")  # type: ignore[arg-type]
    blocked = store.folder / digest(SOME)[:2] / digest(SOME)[2:4] / digest(SOME)
    blocked.mkdir(parents=True)
    with pytest.raises(OSError):  # noqa: PT011 - whatever the system calls it
        store.put(SOME)
    assert not list(store.folder.rglob(".new-*"))


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_digest_names_a_file(store: FileStore, name: str) -> None:
    with pytest.raises(ProgrammingError):
        store.read(name)


def test_files_can_be_read_by_nobody_else(store: FileStore) -> None:
    assert stored_file(store, store.put(SOME)).stat().st_mode & 0o077 == 0
