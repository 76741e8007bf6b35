"""Reading files: only ever those the reader may know of."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from secondments import policy
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment.file_models import CaseFile, FileState
from secondments.secondment.models import Secondment

WAITING = (FileState.RECEIVED, FileState.CHECKING)
A_BATCH = 200


def of(s: Secondment, *, reader: Person) -> Sequence[CaseFile]:
    """Newest first."""
    wanted = select(CaseFile).options(joinedload(CaseFile.by))
    wanted = wanted.where(CaseFile.secondment_id == s.id, policy.visible(CaseFile, reader))
    return db.session.scalars(wanted.order_by(CaseFile.at.desc(), CaseFile.id)).all()


def get(s: Secondment, file_id: uuid.UUID, *, reader: Person) -> CaseFile:
    """Raises NotFound, also for one of another case or that the reader may not know of."""
    wanted = select(CaseFile).where(CaseFile.id == file_id, CaseFile.secondment_id == s.id)
    found = db.session.scalar(wanted.where(policy.visible(CaseFile, reader)))
    if found is None:
        raise NotFound("There is no such file, or none that you may see.")
    return found


def by_id(file_id: uuid.UUID) -> CaseFile:
    """For jobs, which act for nobody's eyes. Raises NoResultFound."""
    return db.session.get_one(CaseFile, file_id)


def number_by(person: Person, s: Secondment) -> int:
    """How many files of a case one person has added that stand or are being checked."""
    wanted = select(func.count(CaseFile.id)).where(
        CaseFile.secondment_id == s.id,
        CaseFile.by_id == person.id,
        CaseFile.removed_at.is_(None),
        CaseFile.state.in_((*WAITING, FileState.READY)),
    )
    return db.session.scalar(wanted) or 0


def waiting(before: datetime) -> Sequence[uuid.UUID]:
    """Files that came in before then and were not settled yet."""
    wanted = select(CaseFile.id).where(CaseFile.state.in_(WAITING), CaseFile.at < before)
    return db.session.scalars(wanted.order_by(CaseFile.at).limit(A_BATCH)).all()


def is_waiting(file_id: uuid.UUID) -> bool:
    wanted = select(CaseFile.id).where(CaseFile.id == file_id, CaseFile.state.in_(WAITING))
    return db.session.scalar(wanted) is not None
