"""`python -m tests.journeys.gallery`: the demonstration, and a case at every other place.

Prints where to find things, as JSON: references, seats at agreements, people and roles.
"""

import json
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, current_app

import config
from secondments import clock, jobs
from secondments.application import create_app
from secondments.demo import answers, cases, loading, world
from secondments.demo.cases import Case
from secondments.demo.world import World
from secondments.extensions import db
from secondments.people.models import Cover, Person, Role
from secondments.secondment import appeals, calendar, drafts, note_queries, queries, service, votes
from secondments.secondment.choices import AcademicAward, Owner
from secondments.secondment.company_models import AddedCompany
from secondments.secondment.conditions import Asked
from secondments.secondment.models import Secondment
from secondments.terms.models import Rate
from tests import builders
from tests.secondment import shelves

# Everything that a deanery would ask about.
UNUSUAL = {
    "grade": "CT2 anaesthetics",
    "nihr_award": AcademicAward.ACF,
    "previous_oop_months": 12,
    "eligibility_reason": "The fellowship ends in July, before this begins.",
    "alternative_start": date(2027, 11, 1),
}
LATE = {"starts_on": date(2027, 12, 1), "ends_on": date(2028, 11, 28)}
FORGOTTEN = Case(company=world.TESSALY, earlier=12)  # lapses: nobody has decided for 90 days
FORMER = Case(trainee="Dr Jonas Weiss", earlier=24)
CUT_SHORT = Case(trainee="Dr Leila Haddad", company=world.TESSALY, earlier=24)
ITS_END = datetime(2026, 2, 27, 9, tzinfo=UTC)


def a_returned_one(cast: World) -> Secondment:
    s = builders.supported(builders.a_proposal(cast), cast.supervisor)
    votes.send_back(
        s,
        by=cast.director,
        revision=s.revision,
        reason="dates",
        message="Start in the week of the August rotation.",
        points={"starts_on": "The rotation starts on 4 August.", "summary": None},
    )
    return s


def a_conditional_one(cast: World) -> Secondment:
    """The supervisor's condition is open, and the company has one of its own."""
    s = builders.a_proposal(cast)
    asked = [Asked("Cover for the Tuesday clinic is found.", Owner.EMPLOYER, date(2027, 6, 1))]
    votes.support(s, by=cast.supervisor, revision=s.revision, asked=asked)
    builders.supported(s, cast.director, cast.dean, cast.release)
    mine = [Asked("Send a certificate of training in good clinical practice.", Owner.APPLICANT)]
    votes.support(s, by=cast.lead, revision=s.revision, asked=mine)
    return s


def a_resent_one(cast: World) -> Secondment:
    s = a_returned_one(cast)
    changed = {"starts_on": date(2027, 8, 11), "ends_on": date(2028, 8, 8)}
    drafts.save(s, by=cast.trainee, revision=s.revision, answers=changed)
    said = {"summary": "I left it: the company has agreed this text."}
    drafts.answer_points(s, by=cast.trainee, revision=s.revision, answers=said)
    drafts.send(s, by=cast.trainee, revision=s.revision, message="Both dates are a week later.")
    return builders.supported(s, cast.supervisor)


def a_declined_one(cast: World) -> Secondment:
    """When the company knew of it already."""
    s = builders.an_approved_one(cast)
    votes.decline(
        s,
        by=cast.lead,
        revision=s.revision,
        reason="budget",
        message="We cannot fund the post this year. Please ask us again in the autumn.",
    )
    return s


def an_appealed_one(cast: World) -> Secondment:
    s = a_declined_one(cast)
    said = "The company has found the money for the post since then."
    appeals.appeal(s, by=cast.trainee, revision=s.revision, message=said)
    return s


def issued(cast: World, **changed: Any) -> str:
    """By the password that the demonstration's people have here."""
    s = builders.an_agreed_one(cast, **changed)
    cases.issue(cases.Stage(cast, s, loading.password_of(current_app)))
    return s.ref


def withdrawn(app: Flask, cast: World) -> str:
    """While its contract was out for signature."""
    ref = issued(cast)
    db.session.close()
    jobs.run_due(app)
    s, cast = queries.by_ref(ref), world.cast()
    service.withdraw(s, by=cast.trainee, revision=s.revision, reason="job", message="A new post.")
    return ref


def lapsed(app: Flask, password: str) -> str:
    ref, _ = cases.play(app, FORGOTTEN, until="proposed", password=password, scenes=1)
    calendar.run()
    assert queries.by_ref(ref).state == "lapsed"
    return ref


def ended_early(app: Flask, password: str) -> str:
    ref, _ = cases.play(app, CUT_SHORT, until="active", password=password)
    with clock.stopped_at(ITS_END):
        service.end_early(
            queries.by_ref(ref),
            by=world.cast().office,
            on=ITS_END.date(),
            reason="recall",
            message="Dr Haddad is needed for the respiratory rota from 2 March.",
        )
        db.session.close()
        jobs.run_due(app)
    return ref


def ended(app: Flask) -> dict[str, str]:
    """A case in each way of being over, by its state."""
    password = loading.password_of(app)
    completed, _ = cases.play(app, FORMER, until="completed", password=password)
    return {
        "lapsed": lapsed(app, password),
        "completed": completed,
        "ended early": ended_early(app, password),
        "withdrawn": withdrawn(app, world.cast()),
        "declined": a_declined_one(world.cast()).ref,
    }


def references(cast: World) -> dict[str, str]:
    made = {
        "blank": drafts.begin(drafts.blank(cast.trainee), by=cast.trainee),
        "draft": builders.a_draft(cast).ref,
        "proposed": builders.a_proposal(cast).ref,
        "short notice": builders.a_draft(cast, **UNUSUAL, short_notice_reason=None).ref,
        "short notice sent": builders.a_proposal(cast, **UNUSUAL).ref,
        "for the keyboard": builders.a_proposal(cast).ref,
        "to be covered": builders.a_proposal(cast).ref,
        "to be returned": builders.a_proposal(cast, **LATE).ref,
        "returned": a_returned_one(cast).ref,
        "resent": a_resent_one(cast).ref,
        "conditional": a_conditional_one(cast).ref,
        "appealed": an_appealed_one(cast).ref,
        "approved": builders.an_approved_one(cast).ref,
        "for no script": builders.an_approved_one(cast).ref,
        "answered": builders.an_answered_one(cast).ref,
        "split": builders.an_approved_one(cast, **answers.SPLIT).ref,
        "direct": builders.an_approved_one(cast, **answers.DIRECT).ref,
        "for the gates": issued(cast, **answers.CLINICAL, **answers.SPONSORED),
        "led": builders.supported(builders.an_answered_one(cast), cast.lead).ref,
        "checked": builders.supported(
            builders.an_answered_one(cast), cast.lead, cast.compliance
        ).ref,
    }
    return made | {f"{s.applicant.short_name}, {s.state}": s.ref for s in everything()}


def everything() -> list[Secondment]:
    return list(db.session.query(Secondment).order_by(Secondment.updated_at))


def seats() -> dict[str, str]:
    """Of Dr Haddad's agreement, which is out for signature, by the signatory's name."""
    hers = (s for s in everything() if s.applicant.name == loading.HADDAD.trainee)
    out = next(s.agreement for s in hers if s.agreement and s.state == "contract_issued")
    return {f"seat of {x.name}": str(x.id) for x in out.signatories}


def kept(found: dict[str, str]) -> dict[str, str]:
    """A file that its sender may remove, and a note of the case that is active."""
    draft, active = (queries.by_ref(found[name]) for name in ("draft", "Dr Weiss, active"))
    file = shelves.a_file(draft, draft.applicant)
    note = note_queries.of(active, reader=active.applicant)[0]
    return {"file": str(file.id), "note": str(note.id)}


def ids(cast: World) -> dict[str, str]:
    priya: Person = cast.trainee
    return {
        "trust": str(cast.employer.id),
        "deanery": str(cast.training_body.id),
        "priya": str(priya.id),
        "rate": str(db.session.query(Rate).filter_by(kind="ni_rate").first().id),
        "cover": str(db.session.scalars(db.select(Cover.id)).first()),
        "added": str(db.session.query(AddedCompany).one().id),
        "role": str(builders.role_of(cast.lead, Role.HOST_MANAGER).id),
    }


if __name__ == "__main__":
    app = create_app(config.load())
    with app.app_context():
        loading.load(app)
        over, cast = ended(app), world.cast()
        builders.a_person("Dr Vera Lund", (Role.SUPERVISOR, cast.employer))
        builders.a_person("Dr Ines Falk", (Role.HOST_MANAGER, cast.company))
        found = over | references(cast) | seats() | ids(cast)
        print(json.dumps(found | kept(found)))  # noqa: T201
