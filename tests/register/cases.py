"""One case in each state of the story, and the people who read them."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from secondments import clock
from secondments.demo.world import World
from secondments.extensions import db
from secondments.people.models import Kind, Person, Role
from secondments.secondment import calendar, drafts, service, votes
from secondments.secondment.models import Secondment
from tests.builders import (
    a_draft,
    a_person,
    a_proposal,
    an_agreed_one,
    an_approved_one,
    an_organisation,
    supported,
)
from tests.contracts import a_signed_one, an_issued_one, signed

TODAY = datetime(2027, 1, 18, 9, tzinfo=UTC)
SAID = {"reason": "dates", "message": "The start is too soon for the rota."}
LATER = {"starts_on": date(2027, 10, 1), "ends_on": date(2028, 9, 30)}


def rewritten(world: World) -> Secondment:
    """Returned by the company, and meanwhile moved to October by its applicant."""
    s = an_approved_one(world)
    votes.send_back(s, by=world.lead, revision=s.revision, **SAID)
    drafts.save(s, by=world.trainee, revision=s.revision, answers=LATER)
    return s


def in_every_state(world: World) -> dict[str, Secondment]:
    """By the name of the state; one with two votes in, one half signed, one signed and waiting."""
    made = {
        "draft": a_draft(world),
        "proposed": a_proposal(world),
        "half approved": supported(a_proposal(world), world.supervisor, world.director, world.dean),
        "supervisor_approved": an_approved_one(world),
        "company_agreed": an_agreed_one(world),
        "contract_issued": an_issued_one(world),
        "half signed": an_issued_one(world),
        "signed": a_signed_one(world, **LATER),
        "returned": a_proposal(world),
        "returned by the company": rewritten(world),
        "declined": a_proposal(world),
        "withdrawn": a_proposal(world),
        "active": a_signed_one(world),
        "completed": a_signed_one(world, ends_on=date(2027, 8, 10)),
    }
    signed(made["half signed"].agreement.signatories[0])
    _turn_down(world, made)
    _let_time_pass(made)
    return made


def strangers(world: World) -> list[Person]:
    """People with the same roles elsewhere, and some with none."""
    trust = an_organisation(Kind.EMPLOYER, "Withy Vale NHS Trust")
    body = an_organisation(Kind.TRAINING_BODY, "Southwick Deanery")
    company = an_organisation(Kind.COMPANY, "Orrin Devices Ltd")
    return [
        a_person("Dr Ines Calloway", (Role.TRAINEE, trust), (Role.TRAINEE, body)),
        a_person("Dr Piers Hollin", (Role.SUPERVISOR, trust)),
        a_person("Dr Una Brandt", (Role.SUPERVISOR, world.employer)),
        a_person("Professor Odile Marchetti", (Role.DEAN, body)),
        a_person("Gareth Pole", (Role.CONTRACTS_OFFICE, trust)),
        a_person("Lena Fforde", (Role.HOST_MANAGER, company)),
        a_person("Noor Alvi"),
    ]


def everyone(world: World) -> list[Person]:
    """Whoever there is, the calendar, an administrator and some strangers among them."""
    strangers(world)
    return list(db.session.scalars(select(Person).order_by(Person.name)))


def _turn_down(world: World, made: dict[str, Secondment]) -> None:
    s = made["returned"]
    votes.send_back(s, by=world.supervisor, revision=s.revision, **SAID)
    s = made["declined"]
    votes.decline(
        s, by=world.supervisor, revision=s.revision, reason="service", message="No cover."
    )
    s = made["withdrawn"]
    service.withdraw(s, by=world.trainee, revision=s.revision, reason="job")


def _let_time_pass(made: dict[str, Secondment]) -> None:
    """Two start on 4 August, one of them has a week: the rest of the world stands still."""
    by = calendar.queries.calendar()
    with clock.stopped_at(datetime(2027, 8, 4, 9, tzinfo=UTC)):
        for name in ("active", "completed"):
            calendar.start(made[name], by=by, effective_at=clock.now())
    with clock.stopped_at(datetime(2027, 8, 4, 9, tzinfo=UTC) + timedelta(days=7)):
        calendar.complete(made["completed"], by=by, effective_at=clock.now())
