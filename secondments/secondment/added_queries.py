"""Reading companies that applicants added, for those who may confirm them."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from secondments import policy
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment.company_models import AddedCompany
from secondments.secondment.lifecycle import State
from secondments.secondment.models import Secondment

NOT_THERE = "There is no such company to confirm, or none that you may see."


def added(added_id: uuid.UUID, *, reader: Person) -> AddedCompany:
    """Raises NotFound, also for one the reader may not see."""
    wanted = select(AddedCompany).where(AddedCompany.id == added_id)
    found = db.session.scalar(wanted.where(policy.visible(AddedCompany, reader)))
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def to_confirm(reader: Person, *, most: int) -> Sequence[AddedCompany]:
    """Those that wait for the reader, the oldest first; no query for who confirms none."""
    if policy.why_not(reader, "people.see", None) is not None:
        return ()
    written = (State.DRAFT, State.RETURNED)  # as Move("confirm_company") has it
    wanted = (
        select(AddedCompany)
        .join(AddedCompany.secondment)
        .where(AddedCompany.settled_at.is_(None), Secondment.state.in_(written))
        .where(policy.visible(AddedCompany, reader))
        .options(joinedload(AddedCompany.secondment).joinedload(Secondment.applicant))
        .order_by(AddedCompany.at, AddedCompany.id)
        .limit(most)
    )
    return db.session.scalars(wanted).all()
