"""Reading the texts of clauses: all of them, one of them, who may review them."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from secondments import policy
from secondments.agreements.clause_models import OPEN, ClauseText, TextState
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people import queries as people
from secondments.people.models import Person, Role

NO_SUCH_TEXT = "There is no such text of this clause."


def every_text(*, reader: Person) -> Sequence[ClauseText]:
    """Of every clause, the newest first. Raises NotAllowed."""
    policy.require(reader, "clauses.see", None)
    wanted = select(ClauseText).options(*_with_people())
    return db.session.scalars(wanted.order_by(ClauseText.code, ClauseText.number.desc())).all()


def texts(code: str) -> Sequence[ClauseText]:
    """Of one clause, the newest first."""
    wanted = select(ClauseText).where(ClauseText.code == code).options(*_with_people())
    return db.session.scalars(wanted.order_by(ClauseText.number.desc())).all()


def text(code: str, number: int, *, reader: Person) -> ClauseText:
    """Raises NotAllowed, NotFound."""
    policy.require(reader, "clauses.see", None)
    wanted = select(ClauseText).where(ClauseText.code == code, ClauseText.number == number)
    found = db.session.scalar(wanted.options(*_with_people()))
    if found is None:
        raise NotFound(NO_SUCH_TEXT)
    return found


def open_text(code: str, *, locked: bool = False) -> ClauseText | None:
    """The one that is written or reviewed now. `locked`: read afresh, and kept for us."""
    wanted = select(ClauseText).where(ClauseText.code == code, ClauseText.state.in_(OPEN))
    if locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(wanted)


def read_afresh(known: ClauseText) -> ClauseText:
    """As it is kept now, and kept for us until we commit."""
    wanted = select(ClauseText).where(ClauseText.id == known.id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def last_number(code: str) -> int:
    """1, the file's own, where none was written yet."""
    wanted = select(func.max(ClauseText.number)).where(ClauseText.code == code)
    return db.session.scalar(wanted) or 1


def last_approved(code: str) -> ClauseText | None:
    wanted = select(ClauseText).where(ClauseText.code == code)
    wanted = wanted.where(ClauseText.state == TextState.APPROVED)
    return db.session.scalar(wanted.order_by(ClauseText.number.desc()).limit(1))


def reviewers_of(text: ClauseText) -> list[Person]:
    """The administrators who have written none of it."""
    administrators = people.holders(Role.SYSTEM_ADMINISTRATOR, None)
    return [each for each in administrators if str(each.id) not in text.writers]


def writers_of(text: ClauseText) -> Sequence[Person]:
    wanted = select(Person).where(Person.id.in_(text.writers), Person.left_at.is_(None))
    return db.session.scalars(wanted.order_by(Person.name)).all()


def _with_people() -> tuple[ExecutableOption, ...]:
    return joinedload(ClauseText.written_by), joinedload(ClauseText.reviewed_by)
