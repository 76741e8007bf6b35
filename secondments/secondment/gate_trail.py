"""What an entry of the trail says of a gate, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments.secondment.gates import Gate
from secondments.secondment.pathways import Side

if TYPE_CHECKING:
    from secondments.audit import AuditEntry
    from secondments.secondment.reading import Reader


def _recorded(entry: AuditEntry, column: str) -> str:
    for name, columns in (entry.changes or {}).items():
        if name.startswith("gate_entry:") and column in columns:
            return str(columns[column][1] or "")
    return ""


def words_of(entry: AuditEntry) -> str:
    """The gate that an entry is about, in words; nothing for other entries."""
    gate = _recorded(entry, "gate")
    return Gate(gate).label.lower() if gate in list(Gate) else ""


def is_kept_from(entry: AuditEntry, reader: Reader) -> bool:
    """Few are told of a visa."""
    return not reader.sees_visa and _recorded(entry, "gate") == Gate.VISA


def is_the_companys(entry: AuditEntry) -> bool:
    return _recorded(entry, "side") == Side.COMPANY
