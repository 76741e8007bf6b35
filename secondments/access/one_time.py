"""Secrets that work once: made for one purpose and person, consumed by compare-and-set.

`make` and `consume` work in the caller's transaction; `set_aside` and `spend` each in one of their
own, for what stays made or used whatever becomes of the rest.
"""

import secrets
import uuid
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from secondments import clock
from secondments.access.models import AuthSession, OneTime
from secondments.errors import Gone
from secondments.extensions import Json, db
from secondments.people.models import Person

INVITATION, RESET, TYPED = "invitation", "reset", "typed"
SECOND, STOP_RECOVERY, JOIN = "second_factor", "stop_recovery", "join"
LASTING = {
    INVITATION: timedelta(days=7),
    RESET: timedelta(minutes=30),
    TYPED: timedelta(hours=1),
    SECOND: timedelta(minutes=5),
    STOP_RECOVERY: timedelta(days=2),
    JOIN: timedelta(days=1),
}
NO_LONGER = (
    "This link was used already, was replaced by a newer one, or has expired: each works once. Ask"
    " for a new one under “I have forgotten my password”."
)


def make(
    purpose: str, person: Person | None, *, data: Json | None = None, replaces: bool = True
) -> tuple[uuid.UUID, str]:
    """The row's id and the token, which is kept nowhere else. It replaces the person's older ones.

    `person` is None for somebody who has no account yet.
    """
    if replaces and person is not None:
        drop(person, purpose)
    token, now = secrets.token_urlsafe(32), clock.wall()
    row = OneTime(
        id=uuid.uuid4(), purpose=purpose, token_hash=hash_of(purpose, token), used_at=None
    )
    row.person_id, row.data = person.id if person else None, data or {}
    row.made_at, row.expires_at = now, now + LASTING[purpose]
    db.session.add(row)
    return row.id, token


def drop(person: Person, *purposes: str) -> None:
    """The person's unused secrets for these purposes stop working."""
    db.session.execute(
        delete(OneTime).where(
            OneTime.person_id == person.id, OneTime.purpose.in_(purposes), OneTime.used_at.is_(None)
        )
    )


def consume(token: str, *purposes: str) -> OneTime:
    """Use it up, in the caller's transaction: of two at once, one wins. Raises Gone."""
    used = (
        update(OneTime)
        .where(has_token(token, *purposes), is_live())
        .values(used_at=clock.wall())
        .returning(OneTime)
    )
    found = db.session.scalar(used)
    if found is None:
        raise Gone(NO_LONGER)
    return found


class Spent(NamedTuple):
    """What was kept with a secret that is used up, and since when."""

    data: Json
    made_at: datetime


def set_aside(
    purpose: str,
    lasting: timedelta,
    *,
    data: Json,
    session: AuthSession | None,
    instead_of: str = "",
) -> tuple[uuid.UUID, str]:
    """The row's id and the token, kept at once; `data` says of which session it is.

    `instead_of` is the token of one that it replaces.
    """
    row_id, token, now = uuid.uuid4(), secrets.token_urlsafe(32), clock.wall()
    row = insert(OneTime).values(
        id=row_id,
        purpose=purpose,
        token_hash=hash_of(purpose, token),
        person_id=session.person_id if session else None,
        data={**data, "session": str(session.id) if session else ""},
        made_at=now,
        expires_at=now + lasting,
    )
    with db.engine.begin() as connection:
        if instead_of:
            connection.execute(delete(OneTime).where(has_token(instead_of, purpose)))
        connection.execute(row)
    return row_id, token


def spend(token: str, purpose: str, *more: ColumnElement[bool]) -> Spent | None:
    """Use it up at once, if it is live and fulfils `more`: of two at once, one wins."""
    used = update(OneTime).where(has_token(token, purpose), is_live(), *more)
    used = used.values(used_at=clock.wall())
    with db.engine.begin() as connection:
        found = connection.execute(used.returning(OneTime.data, OneTime.made_at)).one_or_none()
    return Spent(*found) if found else None


def of_session(session: AuthSession | None) -> ColumnElement[bool]:
    is_it: ColumnElement[bool] = OneTime.data["session"].astext == (
        str(session.id) if session else ""
    )
    return is_it


def find(token: str, *purposes: str) -> OneTime | None:
    """A live one; looking does not use it up."""
    return db.session.scalar(select(OneTime).where(has_token(token, *purposes), is_live()))


def has_token(token: str, *purposes: str) -> ColumnElement[bool]:
    return and_(
        OneTime.token_hash.in_([hash_of(purpose, token) for purpose in purposes]),
        OneTime.purpose.in_(purposes),
    )


def is_live() -> ColumnElement[bool]:
    return and_(OneTime.used_at.is_(None), OneTime.expires_at > clock.wall())


def hash_of(purpose: str, token: str) -> str:
    """SHA-256 with the purpose in front: a token of one kind is nothing at another's door."""
    return sha256(f"{purpose}\0{token}".encode("utf-8", "surrogatepass")).hexdigest()
