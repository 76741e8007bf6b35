"""What the pages of notes show: conversations, each under the name of its readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from secondments import policy, words
from secondments.errors import NotFound
from secondments.forms import Option
from secondments.secondment import note_queries, note_service
from secondments.secondment.audiences import OF_NOTES, SEEN_BY, Readers
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.note_forms import NoteForm

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment
    from secondments.secondment.note_models import Note


@dataclass(frozen=True)
class Said:
    """One note. `text` is empty once it was withdrawn."""

    id: str
    who: str
    at: datetime
    text: str
    mentions: str
    withdrawn_at: datetime | None
    withdraw: str


@dataclass(frozen=True)
class Conversation:
    id: str
    readers: str
    seen_by: str
    notes: Sequence[Said]
    reply: str


@dataclass(frozen=True)
class Start:
    """Where a conversation with some readers begins."""

    label: str
    hint: str
    href: str


@dataclass(frozen=True)
class Notes:
    heading: Heading
    conversations: Sequence[Conversation]
    starts: Sequence[Start]


@dataclass(frozen=True)
class Writing:
    """The page on which one note is written; `so_far` is what it answers."""

    heading: Heading
    title: str
    href: str
    back: str
    readers: str
    seen_by: str
    so_far: Conversation | None


def notes(s: Secondment, *, reader: Person) -> Notes:
    """`s` comes from queries.case(). The conversation with the newest note comes first."""
    found = note_queries.of(s, reader=reader)
    return Notes(
        heading=heading(s, reader=reader, here="notes"),
        conversations=list(_conversations(s, found, reader)),
        starts=[
            Start(r.label, SEEN_BY[r], path(s, f"notes/new/{r}"))
            for r in OF_NOTES
            if policy.belongs(reader, s, r)
        ],
    )


def _conversations(s: Secondment, found: Sequence[Note], reader: Person) -> Iterator[Conversation]:
    threads: dict[object, list[Note]] = {}
    for note in found:
        first = note.thread_id or note.id
        threads[first] = [*threads.pop(first, []), note]
    for thread in reversed(threads.values()):
        yield _conversation(s, thread, reader)


def _conversation(s: Secondment, thread: Sequence[Note], reader: Person) -> Conversation:
    first = thread[0]
    return Conversation(
        id=str(first.id),
        readers=first.readers.label,
        seen_by=SEEN_BY[first.readers],
        notes=[_said(s, note, reader) for note in thread],
        reply=path(s, f"notes/{first.id}/reply"),
    )


def _said(s: Secondment, note: Note, reader: Person) -> Said:
    is_mine = policy.why_not(reader, "note.withdraw", note) is None
    may_withdraw = is_mine and note_service.may_still_be_withdrawn(note)
    return Said(
        id=str(note.id),
        who=note.by.name,
        at=note.at,
        text=note.text,
        mentions=words.listed(sorted(x.person.name for x in note.mentions)),
        withdrawn_at=note.withdrawn_at,
        withdraw=path(s, f"notes/{note.id}/withdraw") if may_withdraw else "",
    )


def readers_called(code: str) -> Readers:
    """The readers of a note by their code in an address. Raises NotFound."""
    if code not in OF_NOTES:
        raise NotFound
    return Readers(code)


def form_for(note: Note) -> NoteForm:
    """With those whom its writer may mention."""
    form = NoteForm()
    called = note_queries.people_to_call(note.secondment, note.readers, by=note.by)
    form.mentioned.options = [Option(str(person.id), person.name) for person in called]
    return form


def beginning(note: Note, *, reader: Person) -> Writing:
    s = note.secondment
    return _writing(s, note, reader, "Start a conversation", f"notes/new/{note.readers}", None)


def answering(first: Note, note: Note, *, reader: Person) -> Writing:
    s = note.secondment
    thread = note_queries.thread(s, first, reader=reader)
    so_far = _conversation(s, thread, reader)
    return _writing(s, note, reader, "Answer", f"notes/{first.id}/reply", so_far)


def _writing(
    s: Secondment, note: Note, reader: Person, title: str, here: str, so_far: Conversation | None
) -> Writing:
    return Writing(
        heading=heading(s, reader=reader, here="notes"),
        title=title,
        href=path(s, here),
        back=path(s, "notes"),
        readers=note.readers.label,
        seen_by=SEEN_BY[note.readers],
        so_far=so_far,
    )
