"""The rules of an organisation, version by version; a version never changes."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, foreign, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base, Json
from secondments.people.models import Organisation, Person
from secondments.secondment.rulebook import Rulebook, Rules


class RuleVersion(Audited, Base):
    """What an organisation set on a day. PostgreSQL refuses to change or delete one."""

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[int]
    book: Mapped[Json]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship()
    by: Mapped[Person] = relationship()

    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        CheckConstraint("number > 0", name="counted_from_one"),
    )

    @property
    def rulebook(self) -> Rulebook:
        return Rulebook.read(self.book)


class UnderRules:
    """What a secondment keeps of the rules: the versions pinned when it was first sent.

    None is pinned where the organisation had changed nothing by then.
    """

    training_rules_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("rule_version.id"))
    employer_rules_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("rule_version.id"))
    university_rules_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("rule_version.id"))
    university_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    sent_at: Mapped[datetime | None]

    @declared_attr
    def training_rules(cls) -> Mapped[RuleVersion | None]:  # noqa: N805
        return relationship(foreign_keys="Secondment.training_rules_id")

    @declared_attr
    def employer_rules(cls) -> Mapped[RuleVersion | None]:  # noqa: N805
        return relationship(foreign_keys="Secondment.employer_rules_id")

    @declared_attr
    def university_rules(cls) -> Mapped[RuleVersion | None]:  # noqa: N805
        return relationship(foreign_keys="Secondment.university_rules_id")

    @declared_attr
    def training_versions(cls) -> Mapped[list[RuleVersion]]:  # noqa: N805
        return _versions_of(cls, "training_body_id")

    @declared_attr
    def employer_versions(cls) -> Mapped[list[RuleVersion]]:  # noqa: N805
        return _versions_of(cls, "employer_id")

    @declared_attr
    def university_versions(cls) -> Mapped[list[RuleVersion]]:  # noqa: N805
        return _versions_of(cls, "university_id")

    @property
    def rules(self) -> Rules:
        """Those pinned when it was first sent; a draft follows the newest."""
        there = self.university_id is not None
        if self.sent_at is None:
            training, employer = _book(self.training_versions), _book(self.employer_versions)
            return Rules(training, employer, _book(self.university_versions) if there else None)
        pinned = (self.training_rules, self.employer_rules, self.university_rules)
        training, employer, university = (_book([version]) for version in pinned)
        return Rules(training, employer, university if there else None)

    def pin_rules(self) -> None:
        """Keep the rules in force now, whatever the organisations change later."""
        if self.sent_at is None:
            self.training_rules = next(reversed(self.training_versions), None)
            self.employer_rules = next(reversed(self.employer_versions), None)
            self.university_rules = next(reversed(self.university_versions), None)


def _versions_of(cls: Any, column: str) -> Mapped[list[RuleVersion]]:
    return relationship(
        RuleVersion,
        primaryjoin=lambda: getattr(cls, column) == foreign(RuleVersion.organisation_id),
        order_by=RuleVersion.number,
        viewonly=True,
    )


def _book(versions: Sequence[RuleVersion | None]) -> Rulebook:
    newest = versions[-1] if versions else None
    return newest.rulebook if newest else Rulebook()
