"""What the contracts office and administrators do: add organisations and people, give roles."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import available_timezones

from sqlalchemy import func, select

from secondments import clock, jobs
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.letters.rendering import is_address
from secondments.people import company_queries, queries
from secondments.people.models import Kind, Membership, Organisation, Person, Role, Sector
from secondments.people.roles import ROLE_WORDS, ROLES_AT, THE_SERVICE, WITH_AUTHORITY, short_name
from secondments.use_case import use_case

SERVICE_ZONE = "Europe/London"
TAKEN_NAME = "There is an organisation called {name} already"
TAKEN_NUMBER = "This is the number of {name}, which is listed here already"
LEFT_ALREADY = "Somebody with this address has left. Enter another address"
NO_SUCH_ZONE = "Enter a time zone such as Europe/London or America/New_York"
NO_ADDRESS = "Enter an email address like name@company.co.uk"
NO_NAME = "Enter the full name, at most 120 characters"
LONGEST_NAME = 120
ONE_AT_A_TIME = 735  # of the advisory locks; the trail has 734
TAKEN_EMAIL = "Somebody with this address is here already. Give them the role instead"
NO_SUCH_ROLE = "There is no {role} at {organisation}"
HELD_ALREADY = "{name} holds this role there already"
NEEDS_AUTHORITY = "Say the largest total, VAT included, that this person may sign for"
ENDS_FIRST = "The last day cannot be before the first, {first:%-d %B %Y}"


@dataclass(frozen=True)
class Appointment:
    """A role about to be given: at an organisation, or (None) of the service itself.

    Both days are included; `from_on` None is today. `person` is None for someone new.
    """

    organisation: Organisation | None
    person: Person | None = None
    role: Role | None = None
    title: str = ""
    from_on: date | None = None
    until_on: date | None = None
    authority_pounds: Decimal | None = None

    @property
    def organisation_id(self) -> uuid.UUID | None:
        return self.organisation.id if self.organisation else None

    @property
    def person_id(self) -> uuid.UUID | None:
        return self.person.id if self.person else None

    @property
    def first_day(self) -> date:
        return self.from_on or clock.today(_zone(self.organisation))


@dataclass(frozen=True)
class NewCompany:
    """A company as somebody describes it, with who leads the secondment there."""

    name: str
    number: str | None
    address: str
    sector: Sector
    lead_name: str
    lead_email: str


@use_case("people.add_organisation")
def add_organisation(  # noqa: PLR0913 - they are the organisation
    kind: Kind,
    *,
    by: Person,
    name: str,
    address: str = "",
    company_number: str | None = None,
    industry_code: str | None = None,
    zone: str = SERVICE_ZONE,
    once: uuid.UUID | None = None,
) -> str:
    """The id of the new organisation."""
    _is_new(name, company_number, number_field="company_number")
    if zone not in available_timezones():
        raise _wrong("zone", NO_SUCH_ZONE)
    made = Organisation(id=uuid.uuid4(), kind=kind, name=name, address=address, zone=zone)
    made.company_number, made.industry_code = company_number, industry_code
    db.session.add(made)
    return str(made.id)


def admit_company(company: NewCompany, *, by: Person, ref: str) -> tuple[Organisation, Person]:
    """For use inside a use case: list it, with its lead, who is invited unless known already.

    The lead looks after who else is there. `ref` is the secondment that it is for.

    Raises InvalidInput when it is listed already, by name or number.
    """
    _is_new(company.name, company.number, number_field="number")
    made = Organisation(id=uuid.uuid4(), kind=Kind.COMPANY, name=company.name, zone=SERVICE_ZONE)
    made.company_number, made.address = company.number, company.address
    made.sector = company.sector
    db.session.add(made)
    lead = queries.by_email(company.lead_email)
    if lead is not None and lead.left_at is not None:
        raise _wrong("lead_email", LEFT_ALREADY)
    if lead is None:
        lead = enrol(name=company.lead_name, email=company.lead_email)
        who, inviter = str(lead.id), str(by.id)
        jobs.defer("access.send_invitation", person_id=who, inviter_id=inviter, ref=ref)
    for role in (Role.COMPANY_ADMINISTRATOR, Role.HOST_MANAGER):
        appoint(lead, Appointment(made, role=role))
    return made, lead


@use_case("people.add_person")
def add_person(
    appointment: Appointment,
    *,
    by: Person,
    name: str,
    email: str,
    description: str = "",
    once: uuid.UUID | None = None,
) -> str:
    """The id of the new person, who is invited by letter."""
    person = enrol(name=name, email=email, description=description)
    appoint(person, appointment)
    jobs.defer("access.send_invitation", person_id=str(person.id), inviter_id=str(by.id))
    return str(person.id)


def enrol_first_administrator(*, name: str, email: str) -> Person:
    """For use inside a use case. Raises NotPossibleNow when there is an administrator."""
    if queries.holders(Role.SYSTEM_ADMINISTRATOR, None):
        raise NotPossibleNow("There is a system administrator already, who can add others.")
    person = queries.by_email(email) or enrol(name=name, email=email)
    appoint(person, Appointment(None, role=Role.SYSTEM_ADMINISTRATOR))
    return person


@use_case("people.give_role")
def give_role(appointment: Appointment, *, by: Person, once: uuid.UUID | None = None) -> None:
    person = appointment.person
    if person is None or person.left_at is not None:
        raise NotPossibleNow("A role can be given to people who are here.")
    appoint(person, appointment)


@use_case("people.end_role")
def end_role(
    membership: Membership, *, by: Person, last_day: date, once: uuid.UUID | None = None
) -> None:
    """`last_day` is the last one with the role."""
    if last_day < membership.from_on:
        raise _wrong("last_day", ENDS_FIRST.format(first=membership.from_on))
    if membership.until_on is not None and membership.until_on < last_day:
        raise _wrong("last_day", "The role ends before that day already")
    membership.until_on = last_day
    _reconcile_turns(membership.organisation_id)


@use_case("people.leave")
def leave(person: Person, *, by: Person, once: uuid.UUID | None = None) -> None:
    """They can no longer sign in, and every session of theirs is dead at once. Roles end today."""
    if person.left_at is not None:
        raise NotPossibleNow("This person has left already.")
    person.left_at = clock.now()
    for membership in person.memberships:
        if membership.is_live:
            membership.until_on = clock.today(_zone(membership.organisation))
            _reconcile_turns(membership.organisation_id)
    jobs.defer("access.shut_out", person_id=str(person.id))


def _is_new(name: str, number: str | None, *, number_field: str) -> None:
    """Nobody else adds an organisation until this is committed. Raises InvalidInput."""
    # Two at once would both find it new, and a number has no constraint of its own.
    db.session.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
    if queries.organisation_called(name) is not None:
        raise _wrong("name", TAKEN_NAME.format(name=name))
    if number and (known := company_queries.numbered(number)) is not None:
        raise _wrong(number_field, TAKEN_NUMBER.format(name=known.name))


def enrol(*, name: str, email: str, description: str = "") -> Person:
    if not is_address(email):
        raise _wrong("email", NO_ADDRESS)
    if not 1 < len(name.strip()) <= LONGEST_NAME or not name.isprintable():
        raise _wrong("name", NO_NAME)
    if queries.by_email(email) is not None:
        raise _wrong("email", TAKEN_EMAIL)
    person = Person(id=uuid.uuid4(), name=name, short_name=short_name(name), email=email)
    person.description = description
    db.session.add(person)
    return person


def appoint(person: Person, appointment: Appointment) -> None:
    role, organisation = appointment.role, appointment.organisation
    _check(person, appointment)
    given = Membership(person=person, organisation=organisation, role=role)
    given.title, given.authority_pounds = appointment.title, appointment.authority_pounds
    given.from_on, given.until_on = appointment.first_day, appointment.until_on
    db.session.add(given)
    _reconcile_turns(appointment.organisation_id)


def _check(person: Person, appointment: Appointment) -> None:
    """Raises InvalidInput at the field that is wrong."""
    role, organisation = appointment.role, appointment.organisation
    if role is None or role not in ROLES_AT[organisation.kind if organisation else None]:
        named = ROLE_WORDS[role].lower() if role else "such role"
        at = organisation.name if organisation else THE_SERVICE.lower()
        raise _wrong("role", NO_SUCH_ROLE.format(role=named, organisation=at))
    if (role in WITH_AUTHORITY) != (appointment.authority_pounds is not None):
        raise _wrong("authority_pounds", NEEDS_AUTHORITY)
    until = appointment.until_on
    if until is not None and until < appointment.first_day:
        raise _wrong("until_on", ENDS_FIRST.format(first=appointment.first_day))
    if any(_overlap(held, appointment) for held in person.memberships):
        raise _wrong("role", HELD_ALREADY.format(name=person.name))


def _overlap(held: Membership, appointment: Appointment) -> bool:
    same = (held.role, held.organisation_id) == (appointment.role, appointment.organisation_id)
    begins, ends = appointment.first_day, appointment.until_on or date.max
    return same and held.from_on <= ends and begins <= (held.until_on or date.max)


def _reconcile_turns(organisation_id: uuid.UUID | None) -> None:
    """Whose turn it is may have changed: looked at by a job, when this is committed."""
    if organisation_id is not None and "turns.reconcile" in jobs.JOBS:
        jobs.defer("turns.reconcile", organisation_id=str(organisation_id))


def _zone(organisation: Organisation | None) -> str:
    return organisation.zone if organisation else SERVICE_ZONE


def _wrong(field: str, sentence: str) -> InvalidInput:
    return InvalidInput(sentence, fields={field: sentence})
