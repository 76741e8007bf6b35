"""Worked cases played through the real use cases, on their own calendars."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import select

from secondments import clock, jobs
from secondments.access import service as access
from secondments.access import step_up
from secondments.access.factors.proving import Proof
from secondments.access.models import AuthSession
from secondments.access.service import Browser
from secondments.access.step_up import Grant, Shown
from secondments.agreements import drawing_up
from secondments.agreements import queries as agreements
from secondments.agreements import service as issuing
from secondments.agreements.models import Signatory
from secondments.demo import world
from secondments.demo.answers import T1, usual_on
from secondments.demo.world import World
from secondments.errors import NotPossibleNow
from secondments.extensions import db
from secondments.negotiation import service as negotiation
from secondments.people import queries as people
from secondments.people.models import Person, Role
from secondments.secondment import calendar, drafts, pathways, queries, service, starting, votes
from secondments.secondment.choices import IndustryCode, TransferOfValue, VatRecovery
from secondments.secondment.models import Secondment
from secondments.secondment.starting import UNCREDITED, Start
from secondments.signing import service as signing
from secondments.signing.service import From, Given
from secondments.terms import costs

HERE = Browser(ip="127.0.0.1", user_agent="flask demo")
ORIGIN = From(HERE.ip, HERE.user_agent, "password")
NEVER = "It is never {state} in this case: it is {states}."
Day = tuple[int, int, int]
BEGUN: Day = (2027, 1, 9)


@dataclass(frozen=True)
class Case:
    """Who proposes what to whom; `earlier` shifts every date of the case's calendar by months."""

    trainee: str = "Dr Priya Nandakumar"
    company: str = world.CORVANE
    earlier: int = 0
    pathway: str = UNCREDITED
    answers: Mapping[str, Any] = field(default_factory=dict)
    days: tuple[date, date] = (T1["starts_on"], T1["ends_on"])
    begun: "Day" = BEGUN
    story: Sequence["Scene"] = ()  # that of T1 where there is none
    ending: Sequence["Scene"] = ()  # played after the story

    @property
    def scenes(self) -> Sequence["Scene"]:
        return self.story or STORY

    def day(self, year: int, month: int, day: int) -> date:
        return clock.add_months(date(year, month, day), -self.earlier)


@dataclass(frozen=True)
class Stage:
    """Where an act is played: the cast, the secondment, and the password everyone has."""

    cast: World
    s: Secondment
    password: str
    case: Case = Case()


Act = Callable[[Stage], None]


@dataclass(frozen=True)
class Scene:
    """One act of the story, on its day of the case's calendar, and the state it leads to."""

    day: Day
    leads_to: str
    act: Act


def answers_of(case: Case, cast: World) -> dict[str, Any]:
    """Every answer of the proposal, in the values the forms produce."""
    first, last = (clock.add_months(day, -case.earlier) for day in case.days)
    moved = {"starts_on": first, "ends_on": last}
    chosen = {
        "company_id": cast.company.id,
        "supervisor_id": cast.supervisor.id,
        "company_lead_id": cast.lead.id,
        "contact_while_out": f"{cast.trainee.email.partition('@')[0]}@home.example",
    }
    employer = starting.places(cast.trainee, Start(case.pathway)).employer
    if manager := people.holders(Role.LINE_MANAGER, employer.id)[:1]:
        chosen["line_manager_id"] = manager[0].id
    asks = pathways.newest(case.pathway).asks
    every = {**T1, **usual_on(case.pathway), **moved, **chosen, **case.answers}
    part = {"weekly_pattern": "Monday and Tuesday"} if every["share"] < 1 else {}
    back = {"return_on": every["ends_on"] + timedelta(days=1)} if every["ends_on"] else {}
    every = back | part | every
    return {name: answer for name, answer in every.items() if asks(name)}


def begin(case: Case, cast: World) -> Secondment:
    """The draft, filled in."""
    s = drafts.blank(cast.trainee, Start(case.pathway))
    drafts.begin(s, by=cast.trainee, company_id=cast.company.id)
    drafts.save(s, by=cast.trainee, revision=s.revision, answers=answers_of(case, cast))
    return s


def send(stage: Stage) -> None:
    drafts.send(stage.s, by=stage.cast.trainee, revision=stage.s.revision)


def support(part: str) -> Act:
    def act(stage: Stage) -> None:
        votes.support(stage.s, by=getattr(stage.cast, part), revision=stage.s.revision)

    return act


def answer(stage: Stage) -> None:
    """The company says what it has to say and has seen the cost."""
    s, cast = stage.s, stage.cast
    said = {
        "host_manager_id": cast.lead.id,
        "vat_recovery": VatRecovery.FULL,
        "purchase_order": None,
        "industry_code": IndustryCode.ABPI,
        "transfer_of_value": TransferOfValue.ORGANISATION,
        "signatory_id": cast.host_signatory.id,
    }
    service.answer(s, by=cast.lead, revision=s.revision, answers=said)
    agree_the_terms(stage)
    service.see_costs(s, by=cast.lead, revision=s.revision, total=_total(s))


def agree_the_terms(stage: Stage) -> None:
    """Both sides take what is on the table, or else the usual positions."""
    s = stage.s
    office = people.offices(s.employer_id, s.university_id)[0]
    for person in (office, stage.cast.lead):
        if s.table.open:
            seen, values = len(s.term_moves), s.table.parameters
            negotiation.accept_many(s, by=person, values=values, seen=seen)


def _total(s: Secondment) -> Decimal:
    sheet = costs.of(s)
    assert sheet is not None
    return sheet.total


def issue(stage: Stage) -> None:
    """As in the browser: what is read is what is issued, by whoever has just shown who they are."""
    s = stage.s
    office, read = people.offices(s.employer_id, s.university_id)[0], issuing.digest_as_it_stands(s)
    session = open_for(office)
    grant = confirmed(session, stage.password, purpose=issuing.ISSUING, digest=read)
    issuing.issue(
        s,
        by=office,
        revision=s.revision,
        shown=Shown(read, grant.id),
        signatory_ids={
            capacity: agreements.may_sign_for(organisation, _total(s))[0].id
            for capacity, organisation in drawing_up.organisations_bound(s).items()
            if organisation is not None
        },
    )
    access.sign_out(session, by=office)


def sign(part: str) -> Act:
    """As in the browser: a session, the password again for this document, the act."""

    def act(stage: Stage) -> None:
        agreement = stage.s.agreement
        assert agreement is not None
        seat = agreement.signatory_for(getattr(stage.cast, part))
        assert seat is not None
        take_a_seat(seat, stage.password)

    return act


def take_a_seat(seat: Signatory, password: str) -> None:
    person, seen = seat.person, seat.agreement.issued_sha256
    assert seen is not None
    session = open_for(person)
    grant = confirmed(session, password, purpose=signing.PURPOSE, digest=seen)
    given = Given(seen=seen, typed_name=seat.name, grant_id=grant.id)
    signing.sign(seat, by=person, given=given, origin=ORIGIN)
    access.sign_out(session, by=person)


def open_for(person: Person) -> AuthSession:
    access.open_session(person, by=person, method="demo", browser=HERE, instead_of=None)
    return newest_session_of(person)


def confirmed(session: AuthSession, password: str, *, purpose: str, digest: str) -> Grant:
    proof = Proof(password=password)
    return step_up.grant(session, session.person, proof, purpose=purpose, document_sha256=digest)


def newest_session_of(person: Person) -> AuthSession:
    newest = select(AuthSession).where(AuthSession.person_id == person.id)
    return db.session.scalars(newest.order_by(AuthSession.created_at.desc()).limit(1)).one()


def the_day_comes(_stage: Stage) -> None:
    calendar.run()


STORY: Sequence[Scene] = (
    Scene((2027, 1, 18), "proposed", send),
    Scene((2027, 1, 20), "proposed", support("supervisor")),
    Scene((2027, 1, 27), "proposed", support("director")),
    Scene((2027, 2, 24), "proposed", support("release")),
    Scene((2027, 2, 26), "supervisor_approved", support("dean")),
    Scene((2027, 3, 2), "supervisor_approved", answer),
    Scene((2027, 3, 8), "supervisor_approved", support("lead")),
    Scene((2027, 3, 22), "supervisor_approved", support("compliance")),
    Scene((2027, 4, 12), "company_agreed", support("legal")),
    Scene((2027, 4, 23), "contract_issued", issue),
    Scene((2027, 4, 26), "contract_issued", sign("trainee")),
    Scene((2027, 4, 28), "contract_issued", sign("employer_signatory")),
    Scene((2027, 5, 4), "signed", sign("host_signatory")),
    Scene((2027, 8, 4), "active", the_day_comes),
    Scene((2028, 8, 2), "completed", the_day_comes),
)


# Where the next scene needs the document that the worker makes or seals; drafts can wait.
WITH_DOCUMENTS = ("contract_issued", "signed")


def play(
    app: Flask, case: Case, *, until: str | None, password: str, scenes: int | None = None
) -> tuple[str, datetime]:
    """Play a case up to a state (its first scene there), to its end, or for a number of scenes.

    Returns the reference and the moment of the business clock at which the play stopped. Raises
    NotPossibleNow for a state that the case never comes to.
    """
    chosen = _scenes(case, until, scenes)
    at = _at(case, case.begun)
    with clock.stopped_at(at):
        ref = begin(case, world.cast(case.trainee, case.company)).ref
    for scene in (*chosen, *case.ending):
        at = _at(case, scene.day)
        with clock.stopped_at(at):
            cast = world.cast(case.trainee, case.company)
            scene.act(Stage(cast, queries.by_ref(ref), password, case))
            db.session.close()
            if scene.leads_to in WITH_DOCUMENTS:
                jobs.run_due(app)
    with clock.stopped_at(at):
        jobs.run_due(app)
    return ref, at


def _scenes(case: Case, until: str | None, scenes: int | None) -> Sequence[Scene]:
    if until == "draft":
        return ()
    states = [scene.leads_to for scene in case.scenes]
    if until is not None and until not in states:
        raise NotPossibleNow(NEVER.format(state=until, states=", ".join(dict.fromkeys(states))))
    reached = len(case.scenes) if until is None else states.index(until) + 1
    return case.scenes[: scenes if scenes is not None else reached]


def _at(case: Case, day: Day) -> datetime:
    """Nine in the morning UTC: no scene depends on the hour."""
    return datetime.combine(case.day(*day), datetime.min.time(), UTC) + timedelta(hours=9)
