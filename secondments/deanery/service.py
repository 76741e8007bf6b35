"""Keeping what was made for the deanery, and the record of who took a copy."""

import uuid
from dataclasses import dataclass

from secondments import clock
from secondments.deanery import queries
from secondments.deanery.assembly import PaperKind
from secondments.deanery.models import DeaneryCopy, DeaneryPaper, DeaneryProblem
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment.models import Secondment
from secondments.use_case import use_case


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A form as the record fills it in at `seq`, before it is printed."""

    secondment_id: uuid.UUID
    kind: PaperKind
    version: int
    fingerprint: str
    html: str
    seq: int
    edition: str


@dataclass(frozen=True)
class Made:
    """The document of a form: its digest, its number of pages, its size."""

    sha256: str
    pages: int
    size_bytes: int


def still_says(wanted: Wanted) -> bool:
    """Whether a paper made before says what the record says now; if so, it is the one to read.

    It is no record: the caller's job commits it.
    """
    known = queries.of_fingerprint(wanted.secondment_id, wanted.kind, wanted.fingerprint)
    if known is not None:
        known.seq, known.edition = max(known.seq, wanted.seq), wanted.edition
    return known is not None


def keep(wanted: Wanted, made: Made) -> None:
    """A paper to read. It is no record: the caller's job commits it. Safe to repeat."""
    if still_says(wanted):
        return
    db.session.add(
        DeaneryPaper(
            secondment_id=wanted.secondment_id,
            kind=wanted.kind,
            version=wanted.version,
            fingerprint=wanted.fingerprint,
            pdf_sha256=made.sha256,
            pages=made.pages,
            size_bytes=made.size_bytes,
            made_at=clock.now(),
            seq=wanted.seq,
            edition=wanted.edition,
        )
    )


def keep_problem(wanted: Wanted, why: str) -> None:
    """Why it could not be printed, for the page. It is no record: the caller's job commits it."""
    db.session.merge(
        DeaneryProblem(
            secondment_id=wanted.secondment_id,
            said=why[:400],
            seq=wanted.seq,
            edition=wanted.edition,
            at=clock.wall(),
        )
    )


def forget_problem(secondment_id: uuid.UUID) -> None:
    """Every form was made: nothing is in the way any more. The caller's job commits it."""
    if known := db.session.get(DeaneryProblem, secondment_id):
        db.session.delete(known)


@use_case("deanery.download")
def take(secondment: Secondment, *, by: Person, paper: DeaneryPaper) -> None:
    """Record that `by` takes a copy. Read its bytes first: an altered one is not taken."""
    db.session.add(
        DeaneryCopy(
            secondment_id=secondment.id,
            paper_id=paper.id,
            person_id=by.id,
            sha256=paper.pdf_sha256,
            at=clock.now(),
        )
    )
