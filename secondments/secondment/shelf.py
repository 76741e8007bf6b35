"""How many files and notes of a case a reader knows of, in one query."""

from collections.abc import Mapping

from sqlalchemy import func, select

from secondments import policy
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment.file_models import CaseFile
from secondments.secondment.models import Secondment
from secondments.secondment.note_models import Note


def counts(s: Secondment, *, reader: Person) -> Mapping[str, int]:
    """By section of the case."""
    files = select(func.count(CaseFile.id)).where(
        CaseFile.secondment_id == s.id, policy.visible(CaseFile, reader)
    )
    notes = select(func.count(Note.id)).where(
        Note.secondment_id == s.id, Note.withdrawn_at.is_(None), policy.visible(Note, reader)
    )
    found = db.session.execute(select(files.scalar_subquery(), notes.scalar_subquery())).one()
    return {"files": found[0], "notes": found[1]}
