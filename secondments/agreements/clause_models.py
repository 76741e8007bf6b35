"""Clause texts written in the browser: drafts, texts in review, and what was approved."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.agreements.amending import Amendment
from secondments.audit import Audited
from secondments.extensions import Base
from secondments.people.models import Person


class TextState(StrEnum):
    """Where a text is on its way into agreements."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


OPEN = (TextState.DRAFT, TextState.IN_REVIEW, TextState.SENT_BACK)
WRITABLE = (TextState.DRAFT, TextState.SENT_BACK)


class ClauseText(Audited, Base):
    """One text of a clause, numbered from 2: number 1 is what the library’s file ships.

    `library` is the version that it amends, `base` the number that it was written from, `saves` how
    often it was saved. `writers` are all who have saved it, by id: none of them reviews it.
    PostgreSQL refuses to change a text that is not being written, and anything once it is approved.
    """

    library: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(4))
    number: Mapped[int]
    base: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(1000))
    state: Mapped[TextState] = mapped_column(default=TextState.DRAFT)
    saves: Mapped[int]
    writers: Mapped[list[str]]
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(String(2000))
    effective_from: Mapped[date | None]

    written_by: Mapped[Person] = relationship(foreign_keys=written_by_id)
    reviewed_by: Mapped[Person | None] = relationship(foreign_keys=reviewed_by_id)

    __table_args__ = (
        UniqueConstraint("code", "number"),
        CheckConstraint("number > 1 AND base > 0 AND base < number", name="counted_from_two"),
        CheckConstraint("char_length(text) <= 20000", name="not_too_long"),
        CheckConstraint("(state = 'approved') = (effective_from IS NOT NULL)", name="has_its_day"),
        CheckConstraint(
            "state NOT IN ('approved', 'sent_back')"
            " OR (reviewed_by_id IS NOT NULL AND reviewed_at IS NOT NULL)",
            name="reviewed_by_somebody",
        ),
        CheckConstraint(
            "reviewed_by_id IS NULL OR NOT writers ? reviewed_by_id::text",
            name="reviewed_by_another",
        ),
        CheckConstraint("state <> 'in_review' OR submitted_at IS NOT NULL", name="was_submitted"),
        Index(
            "uq_clause_text_open",
            "code",
            unique=True,
            postgresql_where="state IN ('draft', 'in_review', 'sent_back')",
        ),
    )

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def can_be_written(self) -> bool:
        return self.state in WRITABLE

    @property
    def as_amendment(self) -> Amendment:
        return Amendment(self.code, self.number, self.title, self.text)
