"""What the history says of terms that were moved: which, and to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from secondments.catalogue.parameters import PARAMETERS

if TYPE_CHECKING:
    from secondments.audit import AuditEntry

TERMS = "terms."
MOST = 6  # more are told as a number


def moved(entry: AuditEntry) -> list[tuple[str, str]]:
    """Label and value of each term that an act at the table moved; nothing of other acts."""
    if not entry.action.startswith(TERMS):
        return []
    found = list(_moves(entry.changes or {}))
    if len(found) > MOST:
        return [("Terms", f"{len(found)} at once")]
    return [(label, value) for label, value in found if value]


def _moves(changes: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for name, columns in changes.items():
        if not name.startswith("term_move:"):
            continue
        # A parameter may be one that later versions of the catalogue lack.
        parameter = PARAMETERS.get(columns["parameter"][1])
        raw = columns["value"][1] if "value" in columns else None
        if parameter is not None and raw is not None:
            said = parameter.say(parameter.read(raw))
            yield parameter.label, f"{said[:1].upper()}{said[1:]}"
