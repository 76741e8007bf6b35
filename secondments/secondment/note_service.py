"""Writing a note, answering one, withdrawing one's own."""

import uuid
from collections.abc import Collection, Sequence
from datetime import timedelta

from secondments import clock
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import letters, note_queries
from secondments.secondment.audiences import OF_NOTES, Readers
from secondments.secondment.models import Secondment
from secondments.secondment.note_models import Mention, Note
from secondments.use_case import use_case

MINUTES = 10
NOT_OFFERED = "Choose who may read it from what is offered."
UNKNOWN = "Choose the people you mention from the list"
TOO_LATE = (
    "A note can be withdrawn for {minutes} minutes after it was written. Write another one that"
    " puts it right."
)


def blank(s: Secondment, readers: Readers, *, by: Person) -> Note:
    """A note for these readers, not written yet."""
    return Note(secondment=s, readers=readers, by=by, by_id=by.id)


def answer_to(note: Note, *, by: Person) -> Note:
    """One in the same conversation, for the same readers, not written yet."""
    made = blank(note.secondment, note.readers, by=by)
    made.thread_id = note.thread_id or note.id
    return made


@use_case("note.write")
def write(
    note: Note,
    *,
    by: Person,
    text: str,
    mentioned: Collection[uuid.UUID] = (),
    once: uuid.UUID | None = None,
) -> None:
    """Keep a new note and tell those it mentions; for good, but for `withdraw`."""
    if note.readers not in OF_NOTES:
        raise InvalidInput(NOT_OFFERED)
    called = _people(note, by, mentioned)
    note.text, note.at = text, clock.now()
    note.mentions = [Mention(person=person, person_id=person.id) for person in called]
    db.session.add(note)
    letters.mentioned(note.secondment, by, called)


def _people(note: Note, by: Person, mentioned: Collection[uuid.UUID]) -> Sequence[Person]:
    if not mentioned:
        return []
    offered = note_queries.people_to_call(note.secondment, note.readers, by=by)
    if set(mentioned) - {person.id for person in offered}:
        raise InvalidInput(UNKNOWN, fields={"mentioned": UNKNOWN})
    return [person for person in offered if person.id in mentioned]


@use_case("note.withdraw")
def withdraw(note: Note, *, by: Person, once: uuid.UUID | None = None) -> None:
    """Take the text of one's own note out, soon after it was written. Safe to repeat."""
    if note.withdrawn_at is not None:
        return
    if not may_still_be_withdrawn(note):
        raise NotPossibleNow(TOO_LATE.format(minutes=MINUTES))
    note.text, note.withdrawn_at = "", clock.now()


def may_still_be_withdrawn(note: Note) -> bool:
    young = clock.now() - note.at <= timedelta(minutes=MINUTES)
    return young and note.withdrawn_at is None
