"""Letters: what was said to whom, and what became of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from secondments.extensions import Base


class Status(StrEnum):
    """Where a letter is. `unknown`: the mail server may or may not have taken it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class WhenUnsure(StrEnum):
    """What to do when nobody knows whether a letter went out: a second copy, or none."""

    REPEAT_ONCE = "repeat_once"
    NEVER = "never"


WORDS = {
    Status.WAITING: "Waiting to be sent",
    Status.SENDING: "Being sent",
    Status.SENT: "Sent",
    Status.FAILED: "Could not be delivered",
    Status.UNKNOWN: "May not have arrived",
    Status.CANCELLED: "Withdrawn before it was sent",
}


@dataclass(frozen=True)
class Recipient:
    """Who a letter is for; `person_id` is None for someone who has no account."""

    person_id: uuid.UUID | None
    name: str
    address: str


class Letter(Base):
    """One letter to one person, fully worded when posted and never changed afterwards.

    `posted_at` is of the business clock; `status_at` and `try_at` (not before) are of the wall's.
    `attempts` counts the times it was handed over, and tells a late worker from the present one.
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    secondment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("secondment.id"), index=True)
    event: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    to_name: Mapped[str] = mapped_column(String(200))
    to_address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str]
    message_id: Mapped[str] = mapped_column(String(320))
    dedupe_key: Mapped[str] = mapped_column(String(400), unique=True)
    when_unsure: Mapped[WhenUnsure]
    posted_at: Mapped[datetime]
    status: Mapped[Status]
    status_at: Mapped[datetime]
    try_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    repeats: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None] = mapped_column(String(400))

    __table_args__ = (
        CheckConstraint(
            "status NOT IN ('failed', 'unknown') OR reason IS NOT NULL", name="says_why_not"
        ),
        CheckConstraint("status <> 'sent' OR attempts > 0", name="sent_by_somebody"),
        Index(
            "ix_letter_unfinished",
            "status",
            "try_at",
            postgresql_where=text("status IN ('waiting', 'sending')"),
        ),
    )

    @property
    def status_in_words(self) -> str:
        if self.status is Status.WAITING and self.attempts:
            return "Not sent yet, we will try again"
        return WORDS[self.status]
