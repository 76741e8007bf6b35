"""Reading persons, organisations and roles."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from secondments import clock, policy
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people.models import (
    CALENDAR_ID,
    Cover,
    Kind,
    Membership,
    Organisation,
    Person,
    Role,
)

MOST_LISTED = 500
SERVICE_ZONE = "Europe/London"
NO_SUCH_PERSON = "There is no such person, or none that you may see."
NO_SUCH_ORGANISATION = "There is no such organisation, or none that you may see."


def get_person(person_id: uuid.UUID) -> Person:
    """For jobs and use cases, which act for nobody's eyes. Raises NoResultFound."""
    return db.session.get_one(Person, person_id)


def calendar() -> Person:
    """The service itself, which acts when a date comes and for the operator."""
    return get_person(CALENDAR_ID)


def by_email(email: str) -> Person | None:
    """Anyone with this address, in capitals or not, here or gone."""
    if not email or not email.isprintable():
        return None
    return db.session.scalar(select(Person).where(func.lower(Person.email) == email.lower()))


def holders(
    role: Role,
    organisation_id: uuid.UUID | None,
    day: date | None = None,
    *,
    with_roles: bool = False,
) -> Sequence[Person]:
    """Everyone who holds a role at an organisation on a day, else today, in order of name.

    `with_roles` for a caller who looks at all roles of each of them.
    """
    if day is None:
        organisation = db.session.get(Organisation, organisation_id) if organisation_id else None
        day = clock.today(organisation.zone if organisation else "Europe/London")
    held = (
        select(Membership.person_id)
        .where(Membership.role == role, Membership.organisation_id == organisation_id)
        .where(Membership.from_on <= day)
        .where(or_(Membership.until_on.is_(None), Membership.until_on >= day))
    )
    people = select(Person).where(Person.id.in_(held), Person.left_at.is_(None))
    if with_roles:
        people = people.options(
            selectinload(Person.memberships).joinedload(Membership.organisation)
        )
    return db.session.scalars(people.order_by(Person.name)).all()


def offices(*organisation_ids: uuid.UUID | None) -> Sequence[Person]:
    """Everyone in the contracts offices of these organisations, each once."""
    places = dict.fromkeys(filter(None, organisation_ids))
    found = [one for place in places for one in holders(Role.CONTRACTS_OFFICE, place)]
    return list({person.id: person for person in found}.values())


def covers_of(ids: Collection[uuid.UUID]) -> Sequence[Cover]:
    """The covers, live today, of those who are away among these people."""
    if not ids:
        return []
    wanted = select(Cover).where(Cover.person_id.in_(ids)).options(joinedload(Cover.cover))
    return [c for c in db.session.scalars(wanted.order_by(Cover.from_on, Cover.id)) if c.is_live]


def kept_still(cover: Cover) -> Cover:
    """The cover as it is now, which nobody ends before the transaction is over."""
    wanted = select(Cover).where(Cover.id == cover.id).with_for_update(read=True)
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def covers_about(person: Person) -> Sequence[Cover]:
    """When they are away and when they cover, from today on, the first to begin first."""
    wanted = select(Cover).where(or_(Cover.person_id == person.id, Cover.cover_id == person.id))
    wanted = wanted.options(joinedload(Cover.person), joinedload(Cover.cover))
    wanted = wanted.where(Cover.until_on > clock.today(SERVICE_ZONE))
    return db.session.scalars(wanted.order_by(Cover.from_on, Cover.id)).all()


def cover(cover_id: uuid.UUID, *, reader: Person) -> Cover:
    """Raises NotFound, also for one that the reader may not end."""
    found = db.session.get(Cover, cover_id)
    if found is None or policy.why_not(reader, "people.end_cover", found):
        raise NotFound("There is no such cover, or none that you may see.")
    return found


def colleagues(person: Person) -> Sequence[Person]:
    """Who could act where this person has a role: not trainees, in the order of their names."""
    held = select(Membership.person_id).where(
        Membership.organisation_id.in_(person.organisation_ids), Membership.role != Role.TRAINEE
    )
    wanted = select(Person).where(Person.id.in_(held), Person.id != person.id)
    wanted = wanted.where(Person.left_at.is_(None)).options(_with_roles())
    return db.session.scalars(wanted.order_by(Person.name, Person.id).limit(MOST_LISTED)).all()


def organisations(kind: Kind) -> Sequence[Organisation]:
    wanted = select(Organisation).where(Organisation.kind == kind).order_by(Organisation.name)
    return db.session.scalars(wanted).all()


def organisation_called(name: str) -> Organisation | None:
    wanted = select(Organisation).where(func.lower(Organisation.name) == name.lower())
    return db.session.scalar(wanted)


def person(person_id: uuid.UUID, *, reader: Person) -> Person:
    """Raises NotFound, also for somebody the reader may not see."""
    wanted = _visible_people(reader).where(Person.id == person_id)
    found = db.session.scalar(wanted.options(_with_roles()))
    if found is None:
        raise NotFound(NO_SUCH_PERSON)
    return found


def people(*, reader: Person, called: str = "") -> Sequence[Person]:
    """Those the reader may see, by name; only those whose name or address contains `called`."""
    if not called.isprintable():
        return ()
    wanted = _visible_people(reader).options(_with_roles())
    if called:
        found = or_(
            Person.name.icontains(called, autoescape=True),
            Person.email.icontains(called, autoescape=True),
        )
        wanted = wanted.where(found)
    return db.session.scalars(wanted.order_by(Person.name, Person.id).limit(MOST_LISTED)).all()


def people_at(organisation: Organisation, *, reader: Person) -> Sequence[Person]:
    """Those with a role there, past, present or to come, whom the reader may see."""
    has_role = Person.memberships.any(Membership.organisation_id == organisation.id)
    wanted = _visible_people(reader).where(has_role).options(_with_roles())
    return db.session.scalars(wanted.order_by(Person.name, Person.id).limit(MOST_LISTED)).all()


def membership(membership_id: uuid.UUID, *, reader: Person) -> Membership:
    """Raises NotFound, also for a role of somebody the reader may not see."""
    wanted = select(Membership).join(Membership.person).where(Membership.id == membership_id)
    found = db.session.scalar(wanted.where(policy.visible(Person, reader)))
    if found is None:
        raise NotFound(NO_SUCH_PERSON)
    return found


def organisation(organisation_id: uuid.UUID, *, reader: Person) -> Organisation:
    """Raises NotFound, also for one the reader may not see."""
    wanted = select(Organisation).where(Organisation.id == organisation_id)
    found = db.session.scalar(wanted.where(policy.visible(Organisation, reader)))
    if found is None:
        raise NotFound(NO_SUCH_ORGANISATION)
    return found


def worked_at(organisation_id: uuid.UUID, *, reader: Person) -> Organisation:
    """One at which the reader has a role today. Raises NotFound."""
    held = (m.organisation for m in reader.memberships if m.is_live and m.organisation)
    found = next((at for at in held if at.id == organisation_id), None)
    if found is None:
        raise NotFound(NO_SUCH_ORGANISATION)
    return found


def sets_rules(organisation: Organisation, *, reader: Person) -> bool:
    """Whether it sets rules for secondments, and the reader may change them."""
    is_company = organisation.kind is Kind.COMPANY
    return not is_company and policy.why_not(reader, "rulebook.change", organisation) is None


def all_organisations(*, reader: Person) -> Sequence[Organisation]:
    """Those the reader may see, by kind and name."""
    wanted = select(Organisation).where(policy.visible(Organisation, reader))
    wanted = wanted.order_by(Organisation.kind, Organisation.name).limit(MOST_LISTED)
    return db.session.scalars(wanted).all()


def places_to_appoint(reader: Person, person: Person) -> tuple[list[Organisation], bool]:
    """Where the reader may give this person a role; and whether at the service itself, too."""

    def may(organisation_id: uuid.UUID | None) -> bool:
        held = Membership(organisation_id=organisation_id, person_id=person.id)
        return policy.why_not(reader, "people.give_role", held) is None

    return [o for o in all_organisations(reader=reader) if may(o.id)], may(None)


@dataclass(frozen=True)
class Acts:
    """What the reader may do: give a role, end those with these ids, close the account, help in."""

    give_role: bool
    ends: frozenset[uuid.UUID]
    leave: bool
    help: bool


def acts_on(person: Person, *, reader: Person) -> Acts:
    here = person.left_at is None
    places, service_too = places_to_appoint(reader, person)
    ends = {
        m.id for m in person.memberships if policy.why_not(reader, "people.end_role", m) is None
    }
    leave = policy.why_not(reader, "people.leave", person) is None
    helps = policy.why_not(reader, "access.recover", person) is None
    may_give = bool(places or service_too)
    return Acts(here and may_give, frozenset(ends), leave=here and leave, help=here and helps)


def _visible_people(reader: Person) -> Select[Person]:
    return select(Person).where(policy.visible(Person, reader), Person.id != CALENDAR_ID)


def _with_roles() -> ExecutableOption:
    # Not a constant: an option made at import configures mappers that are not all there yet.
    return selectinload(Person.memberships).selectinload(Membership.organisation)
