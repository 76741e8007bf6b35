"""Reading what has been made for the deanery: only ever by those who may."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from secondments.deanery.assembly import PaperKind
from secondments.deanery.models import DeaneryPaper
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import queries as secondments
from secondments.secondment.heading import reads_papers
from secondments.secondment.models import Secondment
from secondments.secondment.rounds import Sent

NONE_HERE = "There is no such page, or none that you may see."
MOST_AT_ONCE = 100


def case(ref: str, *, reader: Person) -> Secondment:
    """A secondment whose papers are this reader’s to have. Raises NotFound, also to a company."""
    s = secondments.case(ref, reader=reader)
    if not reads_papers(reader, s):
        raise NotFound(NONE_HERE)
    return s


def newest(s: Secondment) -> Mapping[PaperKind, DeaneryPaper]:
    """The newest paper of each kind."""
    wanted = select(DeaneryPaper).where(DeaneryPaper.secondment_id == s.id)
    return {p.kind: p for p in db.session.scalars(wanted.order_by(DeaneryPaper.seq))}


def paper(s: Secondment, kind: str) -> DeaneryPaper:
    """The newest of a kind. Raises NotFound while there is none."""
    found = next((p for name, p in newest(s).items() if name == kind), None)
    if found is None:
        raise NotFound("There is no such document yet.")
    return found


def of_fingerprint(
    secondment_id: uuid.UUID, kind: PaperKind, fingerprint: str
) -> DeaneryPaper | None:
    wanted = select(DeaneryPaper).filter_by(
        secondment_id=secondment_id, kind=kind, fingerprint=fingerprint
    )
    return db.session.scalar(wanted)


def behind(edition: str) -> Sequence[uuid.UUID]:
    """Cases that were sent and have changed since their papers were last looked at."""
    s, p = Secondment, DeaneryPaper
    looked_at = select(p.id).where(p.secondment_id == s.id, p.seq >= s.seq, p.edition == edition)
    was_sent = select(Sent.id).where(Sent.secondment_id == s.id)
    wanted = (
        select(s.id)
        .where(s.training_body_id.is_not(None), s.sent_at.is_not(None))
        .where(was_sent.exists(), ~looked_at.exists())
        .order_by(s.updated_at.desc())
        .limit(MOST_AT_ONCE)
    )
    return db.session.scalars(wanted).all()
