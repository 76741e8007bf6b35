"""The hash chain of the trail: how an entry is sealed and how a chain is checked."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

START = "0" * 64
SEALED = (
    "chain", "seq", "at", "effective_at", "wall_at", "action", "by_id", "request_id", "revision",
    "from_state", "to_state", "reason", "commitment",
)  # fmt: skip
# Sealed where there is one, so that entries made before there were any keep their seals.
SEALED_IF_KNOWN = ("on_behalf_of_id",)


def canonical(value: Any) -> str:
    """One spelling of a JSON value: sorted keys, no spaces, UTF-8, moments as ISO in UTC."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )


def commit_to(salt: str, changes: Any, message: str | None) -> str:
    """A value that proves `changes` and `message` while they are kept, and hides them when not."""
    return _sha256(salt + canonical({"changes": changes, "message": message}))


def seal(prev_hash: str, entry: Mapping[str, Any]) -> str:
    known = [name for name in SEALED_IF_KNOWN if entry.get(name) is not None]
    return _sha256(prev_hash + canonical({name: entry[name] for name in (*SEALED, *known)}))


def first_break(entries: Iterable[Any]) -> str | None:
    """Walk one chain in order; the sentence that names the first wrong entry, or None."""
    prev, expected = START, 1
    for entry in entries:
        if entry.seq != expected:
            return f"Entry {expected} of {entry.chain} is missing."
        values = {name: getattr(entry, name) for name in (*SEALED, *SEALED_IF_KNOWN)}
        if entry.prev_hash != prev or entry.hash != seal(prev, values):
            return f"Entry {entry.seq} of {entry.chain} was altered."
        if entry.salt is not None and entry.commitment != commit_to(
            entry.salt, entry.changes, entry.message
        ):
            return f"What entry {entry.seq} of {entry.chain} says was altered."
        prev, expected = entry.hash, expected + 1
    return None


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
