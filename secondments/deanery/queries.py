"""Reading what has been made for the deanery: only ever by those who may."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from secondments import clock
from secondments.deanery.assembly import PaperKind
from secondments.deanery.models import DeaneryPaper, DeaneryProblem
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import queries as secondments
from secondments.secondment.heading import reads_papers
from secondments.secondment.models import Secondment
from secondments.secondment.rounds import Sent

NONE_HERE = "There is no such page, or none that you may see."
MOST_AT_ONCE = 100
TRIED_AGAIN = timedelta(hours=1)


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


def problem(s: Secondment) -> DeaneryProblem | None:
    """Of the case as it is now."""
    found = db.session.get(DeaneryProblem, s.id)
    return found if found and found.seq >= s.seq else None


def behind(edition: str) -> Sequence[uuid.UUID]:
    """Cases that were sent and have changed since their papers were last looked at.

    What could not be printed is tried again when the case or the forms change, else each hour.
    """
    s, p, x = Secondment, DeaneryPaper, DeaneryProblem
    looked_at = select(p.id).where(p.secondment_id == s.id, p.seq >= s.seq, p.edition == edition)
    failed = select(x.secondment_id).where(x.secondment_id == s.id)
    as_it_is = failed.where(x.seq >= s.seq, x.edition == edition)
    long_ago = failed.where(x.at <= clock.wall() - TRIED_AGAIN)
    was_sent = select(Sent.id).where(Sent.secondment_id == s.id)
    wanted = (
        select(s.id)
        .where(s.training_body_id.is_not(None), s.sent_at.is_not(None))
        .where(was_sent.exists())
        .where((~looked_at.exists() & ~as_it_is.exists()) | long_ago.exists())
        .order_by(s.updated_at.desc())
        .limit(MOST_AT_ONCE)
    )
    return db.session.scalars(wanted).all()
