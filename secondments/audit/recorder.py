"""Session listeners that write the trail: changes are gathered at each flush, sealed at commit."""

import enum
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Table, event, insert, inspect, select, text
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm import Session as OrmSession

from secondments import clock
from secondments.audit import chain
from secondments.audit.models import Audited, AuditEntry
from secondments.errors import ProgrammingError
from secondments.extensions import Session

# As a table: an entry is written and never looked at again here.
ENTRIES = cast(Table, AuditEntry.__table__)
Changes = dict[str, dict[str, list[Any]]]  # "table:id" -> column -> [before, after]


@dataclass
class Recording:
    """One use case in progress: what it is called, who does it, why, and what it has changed."""

    action: str
    by: Any
    record: Any = None  # the secondment that is changed, or None
    reason: str | None = None
    message: str | None = None
    effective_at: datetime | None = None
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    from_state: str | None = None
    on_behalf_of: Any = None  # the absent person whose act it is
    changes: Changes = field(default_factory=dict)


def current(session: OrmSession) -> Recording | None:
    return session.info.get("recording")


def act_for(session: OrmSession, absent: Any) -> None:
    """Say that the use case under way is done for somebody who is away; None says nothing."""
    now = current(session)
    if now is not None:
        now.on_behalf_of = absent


@contextmanager
def recording(session: OrmSession, what: Recording) -> Iterator[None]:
    """Let changes in; the caller commits inside. Use cases do not nest."""
    if current(session) is not None:
        raise ProgrammingError(f"{what.action} was called inside another use case")
    session.info["recording"] = what
    try:
        yield
    finally:
        del session.info["recording"]


@event.listens_for(Session, "after_flush")
def _gather(session: OrmSession, _context: Any) -> None:
    found = {
        **{r: _snapshot(r, after=True) for r in session.new if isinstance(r, Audited)},
        **{r: _difference(r) for r in session.dirty if isinstance(r, Audited)},
        **{r: _snapshot(r, after=False) for r in session.deleted if isinstance(r, Audited)},
    }
    for record, change in found.items():
        now = current(session)
        if change and now is None:
            raise ProgrammingError(f"{type(record).__name__} changed outside a use case")
        if change and now is not None:
            _merge(now.changes, f"{inspect(record).mapper.local_table.name}:{record.id}", change)


def _merge(changes: Changes, key: str, change: dict[str, list[Any]]) -> None:
    known = changes.setdefault(key, {})
    for column, (before, after) in change.items():
        known[column] = [known.get(column, [before])[0], after]


@event.listens_for(Session, "before_commit")
def _append_entry(session: OrmSession) -> None:
    now = current(session)
    # A savepoint's release is announced as a commit too.
    if now is None or session.in_nested_transaction():
        return
    session.flush()  # so that every change has been gathered before the entry is sealed
    if now.changes:
        session.connection().execute(insert(ENTRIES).inline(), _sealed(session, now))
        now.changes = {}


def _sealed(session: OrmSession, now: Recording) -> dict[str, Any]:
    name = str(now.record.id) if now.record is not None else "people"
    if now.record is None:  # a secondment's chain is guarded by the lock on its row
        session.execute(text("SELECT pg_advisory_xact_lock(734)"))
    last = select(ENTRIES.c.seq, ENTRIES.c.hash).where(ENTRIES.c.chain == name)
    last = last.order_by(ENTRIES.c.seq.desc()).limit(1)
    seq, prev = session.connection().execute(last).one_or_none() or (0, chain.START)
    salt, at = secrets.token_hex(32), clock.now()
    entry = {
        "chain": name,
        "seq": seq + 1,
        "secondment_id": now.record.id if now.record is not None else None,
        "at": at,
        "effective_at": now.effective_at or at,
        "wall_at": clock.wall(),
        "action": now.action,
        "by_id": now.by.id,
        "by_name": now.by.name,
        "on_behalf_of_id": now.on_behalf_of.id if now.on_behalf_of else None,
        "on_behalf_of_name": now.on_behalf_of.name if now.on_behalf_of else None,
        "request_id": now.request_id,
        "revision": now.record.revision if now.record is not None else None,
        "from_state": now.from_state,
        "to_state": str(now.record.state) if now.record is not None else None,
        "reason": now.reason,
        "message": now.message,
        "changes": now.changes,
        "salt": salt,
        "commitment": chain.commit_to(salt, now.changes, now.message),
        "prev_hash": prev,
    }
    return {**entry, "hash": chain.seal(prev, entry)}


def _snapshot(record: Any, *, after: bool) -> dict[str, list[Any]]:
    """Every column of a record that came (after) or went, as [before, after]."""
    values = {c.key: _plain(getattr(record, c.key)) for c in inspect(record).mapper.column_attrs}
    present = {key: value for key, value in values.items() if value is not None}
    return {key: [None, value] if after else [value, None] for key, value in present.items()}


def _difference(record: Any) -> dict[str, list[Any]]:
    """The changed columns, as [before, after]."""
    state = inspect(record)
    same = state.unmodified
    changed = (c.key for c in state.mapper.column_attrs if c.key not in same)
    histories = {key: state.attrs[key].history for key in changed}
    return {
        key: [_plain(next(iter(h.deleted), None)), _plain(next(iter(h.added), None))]
        for key, h in histories.items()
        if h.has_changes()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date | uuid.UUID | Decimal):
        return str(value)
    return value


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk_changes(execution: ORMExecuteState) -> None:
    mapper = execution.bind_mapper
    writes = execution.is_update or execution.is_delete or execution.is_insert
    if writes and mapper is not None and issubclass(mapper.class_, Audited):
        raise ProgrammingError(f"Bulk change of {mapper.class_.__name__} would leave no trail")
