"""What is asked about letters."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from secondments.extensions import db
from secondments.letters.models import Letter, Status

A_BATCH = 200


def of(secondment_id: uuid.UUID) -> Sequence[Letter]:
    """The delivery log of a secondment, oldest first; the caller may see that secondment."""
    return db.session.scalars(
        select(Letter)
        .where(Letter.secondment_id == secondment_id)
        .order_by(Letter.posted_at, Letter.status_at, Letter.id)
    ).all()


def by_key(dedupe_key: str) -> Letter | None:
    return db.session.scalars(select(Letter).where(Letter.dedupe_key == dedupe_key)).one_or_none()


def in_hand(letter_id: uuid.UUID, *, attempt: int) -> Letter | None:
    """The letter, locked, if it is still being sent by this very attempt."""
    return db.session.scalars(
        select(Letter)
        .where(Letter.id == letter_id, Letter.status == Status.SENDING, Letter.attempts == attempt)
        .with_for_update()
    ).one_or_none()


def stuck(now: datetime, *, after: timedelta) -> Sequence[Letter]:
    """Letters whose sender has not been heard of since, locked."""
    return db.session.scalars(
        select(Letter)
        .where(Letter.status == Status.SENDING, Letter.status_at < now - after)
        .order_by(Letter.status_at)
        .limit(A_BATCH)
        .with_for_update(skip_locked=True)
    ).all()


def overdue(now: datetime, *, after: timedelta) -> Sequence[Letter]:
    """Letters that should have been tried by now, locked."""
    return db.session.scalars(
        select(Letter)
        .where(Letter.status == Status.WAITING, Letter.try_at < now - after)
        .order_by(Letter.try_at)
        .limit(A_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
