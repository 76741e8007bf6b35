"""Secrets that work once: made for one purpose and person, consumed by compare-and-set."""

import secrets
import uuid
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, delete, select, update

from secondments import clock
from secondments.access.models import OneTime
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


def person_of(token: str, purpose: str) -> Person | None:
    """Whom a live secret is for; looking does not use it up."""
    wanted = select(OneTime).where(has_token(token, purpose), is_live())
    found = db.session.scalar(wanted)
    return found.person if found is not None else None


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
