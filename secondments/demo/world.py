"""The invented people and organisations of the demonstration, and of the tests."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from secondments import clock
from secondments.access import passwords
from secondments.access.models import Credential
from secondments.extensions import db
from secondments.people.models import Kind, Membership, Organisation, Person, Role
from secondments.people.roles import ROLE_WORDS, short_name
from secondments.secondment.models import Secondment
from secondments.use_case import use_case

LONG_AGO = date(2020, 1, 1)
ZONE = "Europe/London"
AUTHORITY = Decimal(500_000)

TRUST = "Kingsmere University Hospitals NHS Trust"
DEANERY = "Northmoor Deanery"
UNIVERSITY = "University of Northmoor"
BOARD = "NHS Strathfell"
STRATHFELL = "Strathfell Deanery"
CORVANE = "Corvane Therapeutics Ltd"
TESSALY = "Tessaly Health Ltd"
ORGANISATIONS = (
    (TRUST, Kind.EMPLOYER, "Medical Staffing, Kingsmere Road, Kingsmere KM1 4ZZ", None),
    (DEANERY, Kind.TRAINING_BODY, "1 Deanery Court, Kingsmere KM2 2ZZ", None),
    (UNIVERSITY, Kind.UNIVERSITY, "Research Contracts, 1 College Walk, Northmoor NM1 1ZZ", None),
    (BOARD, Kind.EMPLOYER, "Medical Staffing, 2 Castle Brae, Strathfell ZE9 9ZZ", None),
    (STRATHFELL, Kind.TRAINING_BODY, "4 Castle Brae, Strathfell ZE9 9ZZ", None),
    (CORVANE, Kind.COMPANY, "Legal, 3 Ashby Wharf, Tarnley TN9 9ZZ", "00000014"),
    (TESSALY, Kind.COMPANY, "Unit 4, Foundry Yard, Tarnley TN2 2ZZ", "00000022"),
)
SECOND_LEAD = "Saskia Holm"
PEOPLE = (
    ("Dr Priya Nandakumar", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Callum Reid", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Jonas Weiss", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Leila Haddad", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Miriam Kaye", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Samuel Oyelaran", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Nerys Vaughan", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Naomi Marlow", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Idris Quayle", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Elin Prosser", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Freya Nygaard", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Helen Marsh", "", ((Role.SUPERVISOR, TRUST),)),
    ("Dr Tom Okafor", "", ((Role.PROGRAMME_DIRECTOR, DEANERY),)),
    ("Professor Ruth Aldous", "", ((Role.DEAN, DEANERY),)),
    ("Sunita Bhatt", "", ((Role.RELEASE, TRUST),)),
    ("Amara Osei", "", ((Role.CONTRACTS_OFFICE, TRUST),)),
    ("Priti Raman", "", ((Role.LEGAL_ADVISER, TRUST),)),
    ("Daniel Reyes", "Director of People", ((Role.SIGNATORY, TRUST),)),
    ("Dr Marc Lindqvist", "", ((Role.HOST_MANAGER, CORVANE),)),
    ("Jonah Price", "", ((Role.COMPLIANCE, CORVANE),)),
    ("Fiona Delaney", "", ((Role.LEGAL, CORVANE),)),
    ("Isobel Grant", "Chief Medical Officer", ((Role.SIGNATORY, CORVANE),)),
    ("Nadia Brandt", "", ((Role.HOST_MANAGER, TESSALY),)),
    (SECOND_LEAD, "", ((Role.HOST_MANAGER, TESSALY),)),
    ("Owen Fairley", "", ((Role.COMPLIANCE, TESSALY),)),
    ("Grace Adeyinka", "", ((Role.LEGAL, TESSALY),)),
    ("Victor Sandoval", "Managing Director", ((Role.SIGNATORY, TESSALY),)),
    ("Maeve Conlon", "Advanced nurse practitioner", ((Role.CLINICAL_ACADEMIC, TRUST),)),
    (
        "Professor Edwin Hale",
        "Professor of immunology",
        ((Role.CLINICAL_ACADEMIC, UNIVERSITY), (Role.CLINICAL_ACADEMIC, TRUST)),
    ),
    ("Tomasz Wilk", "Advanced clinical pharmacist", ((Role.CLINICAL_ACADEMIC, TRUST),)),
    (
        "Professor Judith Stroud",
        "Professor of medicine, adviser",
        ((Role.CLINICAL_ACADEMIC, UNIVERSITY), (Role.CLINICAL_ACADEMIC, TRUST)),
    ),
    (
        "Dr Farah Noor",
        "Public health registrar",
        ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY)),
    ),
    ("Dr Aisha Rahman", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Tamsin Pryce", "", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Beth Calloway", "Dentist in training", ((Role.TRAINEE, TRUST), (Role.TRAINEE, DEANERY))),
    ("Dr Anika Sorensen", "Data scientist", ((Role.CLINICAL_ACADEMIC, UNIVERSITY),)),
    ("Dr Ewan Baird", "", ((Role.TRAINEE, BOARD), (Role.TRAINEE, STRATHFELL))),
    ("Ailsa Drummond", "Advanced clinical pharmacist", ((Role.CLINICAL_ACADEMIC, BOARD),)),
    ("Elspeth Rae", "", ((Role.LINE_MANAGER, BOARD),)),
    ("Gordon Innes", "", ((Role.CLINICAL_DIRECTOR, BOARD),)),
    ("Hannah Lowe", "", ((Role.LINE_MANAGER, TRUST),)),
    ("Dr Peter Lang", "", ((Role.CLINICAL_DIRECTOR, TRUST),)),
    ("Professor Colm Reilly", "", ((Role.HEAD_OF_SCHOOL, DEANERY),)),
    ("Joyce Adamu", "", ((Role.DEANERY_OFFICE, DEANERY),)),
    ("Professor Anna Sule", "", ((Role.HEAD_OF_DEPARTMENT, UNIVERSITY),)),
    ("Dr Simon Ashdown", "", ((Role.LINE_MANAGER, UNIVERSITY),)),
    ("Imran Qureshi", "", ((Role.RESEARCH_OFFICE, UNIVERSITY),)),
    ("Ceri Morgan", "", ((Role.FINANCE, UNIVERSITY),)),
    ("Lena Fischer", "", ((Role.CONTRACTS_OFFICE, UNIVERSITY),)),
    ("Marcus Thorne", "", ((Role.LEGAL_ADVISER, UNIVERSITY),)),
    ("Dr Karen Liddle", "Registrar and Secretary", ((Role.SIGNATORY, UNIVERSITY),)),
    ("Alasdair Muir", "", ((Role.RELEASE, BOARD),)),
    ("Shona Fraser", "", ((Role.CONTRACTS_OFFICE, BOARD),)),
    ("Neil Gilchrist", "", ((Role.LEGAL_ADVISER, BOARD),)),
    ("Catriona Bell", "Director of Workforce", ((Role.SIGNATORY, BOARD),)),
    ("Dr Fergus McRae", "", ((Role.PROGRAMME_DIRECTOR, STRATHFELL),)),
    ("Professor Iain Sutherland", "", ((Role.DEAN, STRATHFELL),)),
    ("Morag Kerr", "", ((Role.DEANERY_OFFICE, STRATHFELL),)),
    ("Dev Chandra", "", ((Role.DATA_PROTECTION, CORVANE),)),
    ("Rosa Iglesias", "", ((Role.SYSTEM_ADMINISTRATOR, None),)),
    ("Gethin Parry", "", ((Role.SYSTEM_ADMINISTRATOR, None),)),
)


@dataclass(frozen=True)
class World:
    """Who plays which part in a case; tests and played cases read it like a cast list."""

    employer: Organisation
    training_body: Organisation
    company: Organisation
    trainee: Person
    supervisor: Person
    director: Person
    dean: Person
    release: Person
    office: Person
    adviser: Person
    employer_signatory: Person
    lead: Person
    compliance: Person
    legal: Person
    host_signatory: Person


@use_case("demo.people")
def create(_nothing: None, *, by: Person, password: str) -> None:
    """Add every organisation and person, all with the same password."""
    places = {name: _organisation(name, *rest) for name, *rest in ORGANISATIONS}
    db.session.add_all(places.values())
    hashed = passwords.hashed(password)
    for name, title, roles in PEOPLE:
        person = _person(name)
        db.session.add(person)
        # flush: roles and credential refer to the person by id, not by a relationship.
        db.session.flush()
        db.session.add_all(
            _held(person, title, role, places[at] if at else None) for role, at in roles
        )
        db.session.add(
            Credential(person_id=person.id, password_hash=hashed, changed_at=clock.wall())
        )


def _organisation(name: str, kind: Kind, address: str, number: str | None) -> Organisation:
    return Organisation(
        id=uuid.uuid4(), name=name, kind=kind, address=address, company_number=number, zone=ZONE
    )


def _person(name: str) -> Person:
    return Person(id=uuid.uuid4(), name=name, short_name=short_name(name), email=address_of(name))


def address_of(name: str) -> str:
    given, family = name.split()[-2:]
    return f"{given}.{family}@northmoor.example".lower()


def _held(person: Person, title: str, role: Role, at: Organisation | None) -> Membership:
    return Membership(
        person_id=person.id,
        organisation_id=at.id if at else None,
        role=role,
        title=title,
        from_on=LONG_AGO,
        authority_pounds=AUTHORITY if role is Role.SIGNATORY else None,
    )


def exists() -> bool:
    return db.session.scalar(select(Organisation.id).where(Organisation.name == TRUST)) is not None


def has_begun(trainee: str) -> bool:
    """Whether somebody has a secondment already."""
    mine = select(Secondment.id).join(Secondment.applicant).where(Person.name == trainee)
    return db.session.scalar(mine.limit(1)) is not None


def cast(trainee: str = "Dr Priya Nandakumar", company: str = CORVANE) -> World:
    """The people of a case, by who applies to which company. Raises NoResultFound, KeyError."""
    found = select(Organisation).where(Organisation.name.in_((TRUST, DEANERY, company)))
    places = {one.name: one for one in db.session.scalars(found)}
    trust, deanery, host = places[TRUST], places[DEANERY], places[company]
    held = _first_holders(places.values())
    return World(
        employer=trust,
        training_body=deanery,
        company=host,
        trainee=_named(trainee),
        supervisor=held[Role.SUPERVISOR, trust.id],
        director=held[Role.PROGRAMME_DIRECTOR, deanery.id],
        dean=held[Role.DEAN, deanery.id],
        release=held[Role.RELEASE, trust.id],
        office=held[Role.CONTRACTS_OFFICE, trust.id],
        adviser=held[Role.LEGAL_ADVISER, trust.id],
        employer_signatory=held[Role.SIGNATORY, trust.id],
        lead=held[Role.HOST_MANAGER, host.id],
        compliance=held[Role.COMPLIANCE, host.id],
        legal=held[Role.LEGAL, host.id],
        host_signatory=held[Role.SIGNATORY, host.id],
    )


def _first_holders(places: Collection[Organisation]) -> Mapping[tuple[Role, uuid.UUID], Person]:
    """By role and organisation, whoever holds it today; the first in the order of their names."""
    wanted = (
        select(Membership)
        .join(Membership.person)
        .options(contains_eager(Membership.person))
        .where(Membership.organisation_id.in_([place.id for place in places]))
        .where(Person.left_at.is_(None))
        .order_by(Person.name.desc())
    )
    held = (held for held in db.session.scalars(wanted) if held.is_live)
    return {(m.role, m.organisation_id): m.person for m in held if m.organisation_id}


def _named(name: str) -> Person:
    return db.session.scalars(select(Person).filter_by(email=address_of(name))).one()


def lines() -> Iterable[str]:
    """Everyone, with what they are, for the command line."""
    for name, title, roles in PEOPLE:
        what = ", ".join(
            f"{title or ROLE_WORDS[role]}, {at or 'the service'}" for role, at in roles[:1]
        )
        yield f"{name:24} {address_of(name):42} {what}"


def groups() -> dict[str, list[tuple[Person, str]]]:
    """Everyone by organisation, for the page."""
    found = {p.email: p for p in db.session.scalars(select(Person))}
    shown: dict[str, list[tuple[Person, str]]] = {}
    for name, title, roles in PEOPLE:
        role, at = roles[0]
        if (person := found.get(address_of(name))) is not None:
            shown.setdefault(at or "The service", []).append((person, title or ROLE_WORDS[role]))
    return shown
