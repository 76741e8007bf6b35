"""What was recorded about gates: who confirmed, overrode or gave up what, with which evidence."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base
from secondments.people.models import Person
from secondments.secondment.audiences import SCIENCE, Readers
from secondments.secondment.gates import DEANERY, SECONDEE, Asked, Cover, Entered, Gate
from secondments.secondment.pathways import Side

if TYPE_CHECKING:
    from secondments.secondment.file_models import CaseFile
    from secondments.secondment.models import Secondment


class GateEntry(Audited, Base):
    """One thing said about one gate. It counts until `ended_at`, and nothing else of it changes.

    `starts_on` is the first day as it was then. `part` tells the two halves of giving up credit
    apart, and is empty for everything else.
    """

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), index=True)
    gate: Mapped[Gate]
    kind: Mapped[Entered]
    part: Mapped[str] = mapped_column(String(12), default="")
    side: Mapped[Side]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    starts_on: Mapped[date | None]
    reference: Mapped[str | None] = mapped_column(String(120))
    dated_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    cover: Mapped[Cover | None]
    words: Mapped[str | None] = mapped_column(String(1000))
    file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case_file.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_why: Mapped[str | None] = mapped_column(String(500))
    secondment: Mapped["Secondment"] = relationship(back_populates="gate_entries")
    by: Mapped[Person] = relationship(foreign_keys=by_id, lazy="joined", innerjoin=True)
    file: Mapped["CaseFile | None"] = relationship()

    __table_args__ = (
        # Never two that count, whoever recorded them at the same moment.
        Index(
            "uq_gate_entry_standing",
            *("secondment_id", "gate", "part"),
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint(
            "(kind = 'given_up') = (part IN ('secondee', 'dean'))"
            " AND (kind <> 'given_up' OR gate = 'credit')",
            name="credit_alone_is_given_up",
        ),
        CheckConstraint("kind <> 'overridden' OR words IS NOT NULL", name="overridden_with_reason"),
        CheckConstraint(
            "kind <> 'confirmed' OR (reference IS NOT NULL AND dated_on IS NOT NULL)",
            name="confirmed_on_evidence",
        ),
        # Rule R10: these are overridden by nobody.
        CheckConstraint(
            "kind <> 'overridden' OR gate NOT IN ('signatures', 'visa', 'indemnity', 'credit')",
            name="some_are_never_overridden",
        ),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)"
            " AND (ended_at IS NULL) = (ended_why IS NULL)",
            name="ended_by_somebody",
        ),
    )

    @property
    def asked(self) -> Asked:
        return Asked(self.secondment, self.gate)

    @property
    def stands(self) -> bool:
        return self.ended_at is None


class Gated:
    """A part of Secondment: what was recorded, and what the calendar has said of what is missing.

    `held_at`: when its first day came and it could not start.
    """

    gates_reminded_on: Mapped[date | None]
    held_at: Mapped[datetime | None]

    @declared_attr
    def gate_entries(cls) -> Mapped[list[GateEntry]]:  # noqa: N805
        return relationship(
            GateEntry, back_populates="secondment", order_by=(GateEntry.at, GateEntry.id)
        )

    @declared_attr
    def shared_science(cls) -> Mapped[list["CaseFile"]]:  # noqa: N805
        """What a company reads only once an agreement is recorded, of whatever state."""
        kinds = ", ".join(f"'{kind}'" for kind in SCIENCE)
        return relationship(
            "CaseFile",
            primaryjoin="and_(Secondment.id == foreign(CaseFile.secondment_id),"
            f" CaseFile.kind.in_([{kinds}]), CaseFile.readers == '{Readers.EVERYONE}',"
            " CaseFile.removed_at.is_(None))",
            viewonly=True,
        )

    def gate_entry(self, gate: Gate) -> GateEntry | None:
        """What was confirmed or overridden, and still counts."""
        standing = [e for e in self.gate_entries if e.gate is gate and e.stands and not e.part]
        return standing[-1] if standing else None

    @property
    def given_up_entries(self) -> Sequence[GateEntry]:
        return [e for e in self.gate_entries if e.stands and e.part]

    @property
    def gave_up_credit(self) -> set[str]:
        """Which of the two have given it up."""
        return {entry.part for entry in self.given_up_entries}

    @property
    def credit_is_given_up(self) -> bool:
        """Rule R10: the secondee and the dean, both."""
        return self.gave_up_credit == {SECONDEE, DEANERY}

    @property
    def science_for_the_company(self) -> bool:
        return any(file.problem is None for file in self.shared_science)
