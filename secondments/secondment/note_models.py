"""Notes on a case: conversations, each with one audience."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base
from secondments.people.models import Person
from secondments.secondment.audiences import Readers
from secondments.secondment.models import Secondment

MOST_CHARACTERS = 4000


class Note(Audited, Base):
    """One note. Its text is never changed, and taken out when its writer withdraws it.

    A reply names the note that began the conversation in `thread_id` and has its audience.
    """

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), index=True)
    thread_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("note.id"), index=True)
    readers: Mapped[Readers]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(String(MOST_CHARACTERS))
    withdrawn_at: Mapped[datetime | None]
    secondment: Mapped[Secondment] = relationship()
    by: Mapped[Person] = relationship()
    mentions: Mapped[list["Mention"]] = relationship(back_populates="note")

    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (text <> '')", name="withdrawn_is_blank"),
        CheckConstraint("thread_id <> id", name="does_not_answer_itself"),
    )


class Mention(Audited, Base):
    """Somebody of the audience whom a note calls in."""

    note_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("note.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    note: Mapped[Note] = relationship(back_populates="mentions")
    person: Mapped[Person] = relationship()

    __table_args__ = (UniqueConstraint("note_id", "person_id"),)
