"""One user action = one function = one permission = one transaction = one name in the trail."""

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast

from psycopg.errors import (
    DeadlockDetected,
    ExclusionViolation,
    SerializationFailure,
    UniqueViolation,
)
from sqlalchemy import ForeignKey, String, delete, inspect, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column

from secondments import audit, clock, policy
from secondments.errors import InvalidInput, NotFound, NotPossibleNow, ProgrammingError, Stale
from secondments.extensions import Base, db

F = TypeVar("F", bound=Callable[..., Any])
USE_CASES: dict[str, Callable[..., Any]] = {}
RACES = (UniqueViolation, ExclusionViolation, SerializationFailure, DeadlockDetected)
LOCKED = "secondments.locked"
_FINISHING: list[Callable[[Any], None]] = []


class Receipt(Base):
    """The first answer to a form, so that its second post gets the same one."""

    once: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[Any] = mapped_column(JSONB)
    at: Mapped[datetime]


def finishing(function: Callable[[Any], None]) -> Callable[[Any], None]:
    """Run `function(secondment)` at the end of every use case on a secondment, before commit."""
    _FINISHING.append(function)
    return function


def use_case(action: str) -> Callable[[F], F]:
    """Make `function(record, *, by, ...)` the one way to do `action`.

    Locks the secondment the record belongs to, asks policy, runs the function, commits. On any
    error nothing is kept. One that also takes `revision`, which the person was looking at, never
    runs on another. `once`, the key of a form, makes a second post get the first answer: the
    function's return value, plain JSON then. (It is declared for callers only.)
    `reason`, `message` and `effective_at` go into the trail by their names.
    """

    def decorate(function: F) -> F:
        @wraps(function)
        def run(record: Any, *, by: Any, once: uuid.UUID | None = None, **details: Any) -> Any:
            if audit.current(db.session()) is not None:
                raise ProgrammingError(f"{action} was called inside another use case")
            try:
                return _run(action, function, record, by, once, details)
            except DBAPIError as error:
                db.session.rollback()
                raise _someone_else(error) from error
            except BaseException:
                db.session.rollback()
                raise

        if action in USE_CASES:
            raise ProgrammingError(f"Two use cases are called {action}")
        USE_CASES[action] = run
        return cast(F, run)

    return decorate


def _run(
    action: str,
    function: Callable[..., Any],
    record: Any,
    by: Any,
    once: uuid.UUID | None,
    details: dict[str, Any],
) -> Any:
    root = _root(record)
    _lock(root)
    answered, answer = _first_answer(action, by, once)
    if answered:
        return answer
    _not_stale(root, details.get("revision"))
    policy.require(by, action, record)
    policy.require_strength(action, db.session.info.get("aal"))
    now = audit.Recording(
        action,
        by,
        record=root,
        reason=details.get("reason"),
        message=details.get("message"),
        effective_at=details.get("effective_at"),
        from_state=str(root.state) if root is not None and not _is_new(root) else None,
    )
    if root is not None:
        root.seq = (root.seq or 0) + 1
    with audit.recording(db.session(), now):
        # A lazy load would flush a half-done record into its CHECKs: nothing is, before the end.
        with db.session.no_autoflush:
            answer = function(record, by=by, **details)
        _finish(root)
        _keep_answer(once, answer)
        db.session.commit()
    return answer


def _root(record: Any) -> Any:
    """The secondment a record belongs to, or None for people, organisations and nothing."""
    if hasattr(record, "ref"):
        return record
    return getattr(record, "secondment", None) or getattr(
        getattr(record, "agreement", None), "secondment", None
    )


def _is_new(record: Any) -> bool:
    return bool(inspect(record).transient or inspect(record).pending)


def has_locked(root: Any) -> None:
    """Say that a secondment was just read with its lock: a use case on it need not do so again."""
    db.session.info[LOCKED] = (db.session().get_transaction(), root)


def _lock(root: Any) -> None:
    """Read the secondment afresh and keep others from changing it until we commit."""
    if root is None or _is_new(root):
        return
    # flush: a change that somebody made outside is refused, not forgotten.
    db.session.flush()
    if db.session.info.pop(LOCKED, None) == (db.session().get_transaction(), root):
        return
    kind, (key, *_) = type(root), inspect(root).identity
    # key_share: FOR NO KEY UPDATE, so that rows which only refer to it are not held up. A select
    # of its own, no refresh: a page may have loaded it with outer joins, which cannot be locked.
    wanted = select(kind).where(kind.id == key).with_for_update(key_share=True)
    db.session.expire_all()
    if db.session.scalar(wanted) is None:
        raise NotFound


def _not_stale(root: Any, revision: int | None) -> None:
    if root is not None and revision not in {None, root.revision}:
        raise Stale(
            "There is a newer version of this. Look at what changed, then decide.",
            seen=revision or 0,
            newest=root.revision,
        )


def _first_answer(action: str, by: Any, once: uuid.UUID | None) -> tuple[bool, Any]:
    """Claim the form's key. Waits while another post of the same form is under way."""
    if once is None:
        return False, None
    claim = (
        insert(Receipt)
        .values(once=once, action=action, person_id=by.id, answer=None, at=clock.wall())
        .on_conflict_do_nothing()
        .returning(Receipt.once)
    )
    if db.session.execute(claim).one_or_none() is not None:
        return False, None
    receipt = db.session.get_one(Receipt, once, populate_existing=True)
    if (receipt.action, receipt.person_id) != (action, by.id):
        raise InvalidInput("This form belongs to another page. Open the page again.")
    return True, receipt.answer


def _keep_answer(once: uuid.UUID | None, answer: Any) -> None:
    if once is not None:
        db.session.get_one(Receipt, once).answer = answer


def _finish(root: Any) -> None:
    if root is None:
        return
    if _is_new(root):
        # flush: what finishing adds to a new secondment needs its id, made when the row is.
        db.session.flush()
    # Facts and what follows from them go out together, in one flush and not one for each query.
    with db.session.no_autoflush:
        for function in _FINISHING:
            function(root)


def forget_receipts(*, before: datetime) -> None:
    """Delete the answers to forms posted before then: nobody posts those again by mistake."""
    db.session.execute(delete(Receipt).where(Receipt.at < before))


def _someone_else(error: DBAPIError) -> Exception:
    """Two people at once end here only where a constraint caught what the lock did not."""
    if isinstance(error.orig, RACES):
        return NotPossibleNow(
            "Someone changed this at the same moment. Nothing of yours was saved; look at it again."
        )
    return error
