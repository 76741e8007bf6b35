"""Persons, organisations and the dated roles that join them."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from secondments import clock
from secondments.audit import Audited
from secondments.extensions import Base
from secondments.people.names import known_as

CALENDAR_ID = uuid.UUID("00000000-0000-4000-8000-000000000001")


class Kind(StrEnum):
    """What an organisation is."""

    EMPLOYER = "nhs_employer"
    UNIVERSITY = "university"
    TRAINING_BODY = "training_body"
    COMPANY = "company"


class Sector(StrEnum):
    """What a company does."""

    PHARMA = "pharma"
    BIOTECH = "biotech"
    MEDTECH = "medtech"
    DIGITAL_HEALTH = "digital_health"
    RESEARCH = "cro"
    OTHER = "other"


class Role(StrEnum):
    """What a person is for an organisation; the codes of domain §3.3 where there is one."""

    TRAINEE = "trainee"
    CLINICAL_ACADEMIC = "clinical_academic"
    SUPERVISOR = "educational_supervisor"
    LINE_MANAGER = "line_manager"
    PROGRAMME_DIRECTOR = "training_programme_director"
    HEAD_OF_SCHOOL = "head_of_school"
    DEAN = "postgraduate_dean"
    DEANERY_OFFICE = "deanery_office"
    RELEASE = "employer_release"
    CLINICAL_DIRECTOR = "clinical_director"
    HEAD_OF_DEPARTMENT = "head_of_department"
    RESEARCH_OFFICE = "research_contracts_office"
    FINANCE = "finance"
    CONTRACTS_OFFICE = "contracts_office"
    LEGAL_ADVISER = "legal_adviser"
    SIGNATORY = "signatory"
    COMPANY_ADMINISTRATOR = "company_administrator"
    HOST_MANAGER = "host_manager"
    COMPLIANCE = "company_compliance"
    DATA_PROTECTION = "data_protection_lead"
    LEGAL = "company_legal"
    SYSTEM_ADMINISTRATOR = "system_administrator"


class Organisation(Audited, Base):
    """`known_as` is the name as people search for it and compare it."""

    kind: Mapped[Kind]
    name: Mapped[str] = mapped_column(String(200), unique=True)
    known_as: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(400), default="")
    company_number: Mapped[str | None] = mapped_column(String(8))
    industry_code: Mapped[str | None] = mapped_column(String(40))
    sector: Mapped[Sector | None]
    zone: Mapped[str] = mapped_column(String(60), default="Europe/London")

    @validates("name")
    def _as_it_is_known(self, _column: str, name: str) -> str:
        self.known_as = known_as(name)
        return name


class Person(Audited, Base):
    """Anyone who signs in, and the calendar, which acts when a date comes."""

    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    description: Mapped[str] = mapped_column(String(200), default="")
    left_at: Mapped[datetime | None]
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", order_by="Membership.from_on"
    )
    covering: Mapped[list["Cover"]] = relationship(
        foreign_keys="Cover.cover_id", back_populates="cover", order_by="Cover.from_on"
    )

    __table_args__ = (Index("uq_person_email", func.lower(email), unique=True),)

    @property
    def is_calendar(self) -> bool:
        return self.id == CALENDAR_ID

    def roles_at(self, organisation_id: uuid.UUID | None) -> set[Role]:
        """The roles held today at an organisation (None: those of the service itself)."""
        return {
            m.role for m in self.memberships if m.organisation_id == organisation_id and m.is_live
        }

    def holds(self, role: Role, organisation_id: uuid.UUID | None) -> bool:
        return role in self.roles_at(organisation_id)

    def organisations_as(self, role: Role) -> list["Organisation"]:
        """Where a role is held today, the longest-held first."""
        live = [m for m in self.memberships if m.role == role and m.is_live]
        return [m.organisation for m in live if m.organisation is not None]

    @property
    def organisation_ids(self) -> set[uuid.UUID]:
        return {m.organisation_id for m in self.memberships if m.organisation_id and m.is_live}


class Membership(Audited, Base):
    """A role a person holds at an organisation, from one day to another, both included.

    A signatory's authority is the largest total, VAT included, that the person may sign for.
    """

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )
    role: Mapped[Role]
    title: Mapped[str] = mapped_column(String(120), default="")
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    authority_pounds: Mapped[Decimal | None]
    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation | None] = relationship()

    __table_args__ = (
        CheckConstraint("until_on IS NULL OR from_on <= until_on", name="starts_before_it_ends"),
        CheckConstraint(
            "(organisation_id IS NULL) = (role = 'system_administrator')",
            name="only_the_service_has_administrators",
        ),
        CheckConstraint(
            "authority_pounds IS NULL OR role = 'signatory'", name="authority_is_to_sign"
        ),
    )

    @property
    def is_live(self) -> bool:
        day = clock.today(self.organisation.zone if self.organisation else "Europe/London")
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Cover(Audited, Base):
    """Who decides for somebody who is away, from one day up to another, that one not included.

    It covers one role at an organisation, one secondment, or (neither named) every decision. One
    that was `by_office` may be taken by people of other organisations.
    """

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    cover_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    role: Mapped[Role | None]
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    secondment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("secondment.id"))
    by_office: Mapped[bool] = mapped_column(default=False)
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    cover: Mapped[Person] = relationship(foreign_keys=cover_id, back_populates="covering")
    organisation: Mapped[Organisation | None] = relationship()

    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="begins_before_it_ends"),
        CheckConstraint("person_id <> cover_id", name="by_somebody_else"),
        CheckConstraint("(role IS NULL) = (organisation_id IS NULL)", name="a_role_is_somewhere"),
        CheckConstraint("role IS NULL OR secondment_id IS NULL", name="one_scope"),
    )

    @property
    def zone(self) -> str:
        return self.organisation.zone if self.organisation else "Europe/London"

    @property
    def is_live(self) -> bool:
        return self.from_on <= clock.today(self.zone) < self.until_on

    @property
    def is_readable(self) -> bool:
        """Also on the day on which it has ended, so that what was begun is refused in words."""
        return self.from_on <= clock.today(self.zone) <= self.until_on
