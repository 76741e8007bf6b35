"""Reading notes: only ever those whose readers include the reader."""

import uuid
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from secondments import policy
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people.models import Membership, Person
from secondments.secondment.models import Secondment
from secondments.secondment.note_models import Mention, Note


def of(s: Secondment, *, reader: Person) -> Sequence[Note]:
    """Oldest first."""
    wanted = select(Note).where(Note.secondment_id == s.id, policy.visible(Note, reader))
    wanted = wanted.options(
        joinedload(Note.by), selectinload(Note.mentions).joinedload(Mention.person)
    )
    return db.session.scalars(wanted.order_by(Note.at, Note.thread_id.is_not(None), Note.id)).all()


def get(s: Secondment, note_id: uuid.UUID, *, reader: Person) -> Note:
    """Raises NotFound, also for one of another case or for other readers."""
    wanted = select(Note).where(Note.id == note_id, Note.secondment_id == s.id)
    found = db.session.scalar(wanted.where(policy.visible(Note, reader)))
    if found is None:
        raise NotFound("There is no such note, or none that you may see.")
    return found


def thread(s: Secondment, note: Note, *, reader: Person) -> Sequence[Note]:
    """The conversation that a note belongs to, oldest first."""
    first = note.thread_id or note.id
    return [one for one in of(s, reader=reader) if first in {one.id, one.thread_id}]


def people_to_call(s: Secondment, readers: str, *, by: Person) -> Sequence[Person]:
    """Whom `by` may mention in a note for these readers, in the order of their names."""
    places = [x for x in (s.employer_id, s.training_body_id, s.company_id) if x]
    named = [s.applicant_id, s.proposal.supervisor_id, s.proposal.company_lead_id]
    held = select(Membership.person_id).where(Membership.organisation_id.in_(places))
    wanted = (
        select(Person)
        .where(or_(Person.id.in_(held), Person.id.in_([x for x in named if x])))
        .where(Person.left_at.is_(None), Person.id != by.id)
        .options(selectinload(Person.memberships).joinedload(Membership.organisation))
        .order_by(Person.name)
    )
    return [p for p in db.session.scalars(wanted) if policy.may_call(by, p, s, readers)]
