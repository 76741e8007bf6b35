"""Builders: the people of case T1, and secondments brought to where a test starts.

Everything goes through the real use cases, as the real people.
"""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import select

from secondments import audit, clock
from secondments.demo import cases, world
from secondments.demo.cases import Case, Stage
from secondments.demo.world import World
from secondments.extensions import db
from secondments.people.models import CALENDAR_ID, Kind, Membership, Organisation, Person, Role
from secondments.secondment import drafts, votes
from secondments.secondment.models import Secondment
from tests import copied

PASSWORD = "a password for tests only"
LINE_OF_T1 = date(2027, 2, 4)
EXCEPTIONAL = (
    "The post came free in January, and the study it is for cannot wait for another intake."
)
LONG_AGO = date(2020, 1, 1)


def the_calendar() -> Person:
    return db.session.get_one(Person, CALENDAR_ID)


def a_world(trainee: str = "Dr Priya Nandakumar", company: str = world.CORVANE) -> World:
    """Everyone of the demonstration, and who plays which part in this case."""
    if not world.exists():
        copied.once("the world", _make_the_world)
    return world.cast(trainee, company)


def _make_the_world() -> None:
    world.create(None, by=the_calendar(), password=PASSWORD)


def kept(*records: Any) -> None:
    """Commit records that no use case of the story makes."""
    with audit.recording(db.session(), audit.Recording("test.build", the_calendar())):
        db.session.add_all(records)
        db.session.commit()


def an_organisation(kind: Kind, name: str, **more: Any) -> Organisation:
    made = Organisation(id=uuid.uuid4(), kind=kind, name=name, zone="Europe/London", **more)
    kept(made)
    return made


def a_person(name: str, *roles: tuple[Role, Organisation], title: str = "", **more: Any) -> Person:
    """Someone with roles at organisations since long ago, and no password."""
    email = f"{name.replace(' ', '.').lower()}@example.org"
    person = Person(id=uuid.uuid4(), **{"name": name, "short_name": name, "email": email} | more)
    kept(person)
    kept(
        *(
            Membership(
                person_id=person.id,
                organisation_id=organisation.id,
                role=role,
                title=title,
                from_on=LONG_AGO,
            )
            for role, organisation in roles
        )
    )
    return person


def answers_of_t1(cast: World) -> dict[str, Any]:
    """Case T1 of clauses-form-cases.md, in the values the forms produce."""
    return cases.answers_of(Case(), cast)


@copied.a_case
def a_draft(cast: World, **changed: Any) -> Secondment:
    """T1's draft, with some answers changed; with a reason where it is too late for T1's dates."""
    late = clock.today("Europe/London") > LINE_OF_T1
    given = {"short_notice_reason": EXCEPTIONAL} if late else {}
    return cases.begin(Case(answers=given | changed), cast)


@copied.a_case
def a_proposal(cast: World, **changed: Any) -> Secondment:
    s = a_draft(cast, **changed)
    drafts.send(s, by=cast.trainee, revision=s.revision)
    return s


def supported(s: Secondment, *people: Person) -> Secondment:
    for person in people:
        votes.support(s, by=person, revision=s.revision)
    return s


@copied.a_case
def an_approved_one(cast: World, **changed: Any) -> Secondment:
    """Every home step is done: the company has it."""
    s = a_proposal(cast, **changed)
    return supported(s, cast.supervisor, cast.director, cast.dean, cast.release)


@copied.a_case
def an_answered_one(cast: World, **changed: Any) -> Secondment:
    """The company has said everything and has seen the cost."""
    s = an_approved_one(cast, **changed)
    cases.answer(Stage(cast, s, PASSWORD))
    return s


@copied.a_case
def an_agreed_one(cast: World, **changed: Any) -> Secondment:
    s = an_answered_one(cast, **changed)
    return supported(s, cast.lead, cast.compliance, cast.legal)


@copied.a_case
def an_issued_one(cast: World, **changed: Any) -> Secondment:
    """Issued; its document is made by `jobs.run_due`."""
    s = an_agreed_one(cast, **changed)
    cases.issue(Stage(cast, s, PASSWORD))
    return s


def signed(cast: World, s: Secondment, *parts: str) -> Secondment:
    """Signed in the browser's way by `trainee`, `employer_signatory`, `host_signatory`."""
    for part in parts:
        cases.sign(part)(Stage(cast, s, PASSWORD))
    return s


def role_of(person: Person, role: Role) -> Membership:
    wanted = select(Membership).where(Membership.person_id == person.id, Membership.role == role)
    return db.session.scalars(wanted).one()
