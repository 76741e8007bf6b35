"""What the demonstration shows of the clause library: one text approved, one waiting for review."""

from datetime import datetime, timedelta

from sqlalchemy import select

from secondments import clock
from secondments.agreements import amending
from secondments.agreements.clause_models import ClauseText
from secondments.clauses import queries, service
from secondments.clauses.service import Seen, Wording
from secondments.demo import world
from secondments.extensions import db
from secondments.people.models import Person

WRITER, REVIEWER = "Rosa Iglesias", "Gethin Parry"
LEAVING = "CL25"
IN_ONE = "the others’ property and Confidential Information."
LISTED = """the others’:

- property, such as keys, badges and equipment
- **Confidential Information**, in every copy that it can reach"""
LEAVING_WHY = "Two trusts asked what has to be returned. The list says it."
CONDUCT = "CL13"
IN_WRITING = "It says the reason in writing."
CONDUCT_WHY = "Legal at Kingsmere wants the reason in writing in every case, also where they meet."


def play(*, at: datetime) -> None:
    """Safe to repeat."""
    if db.session.scalar(select(ClauseText.id).limit(1)) is not None:
        return
    writer, reviewer = (_called(name) for name in (WRITER, REVIEWER))
    with clock.stopped_at(at - timedelta(days=10)):
        was = amending.shipped(LEAVING)
        told = was.text.replace(IN_ONE, LISTED, 1)
        text = _sent(LEAVING, Wording(was.title, told, LEAVING_WHY), writer)
        day = clock.today(service.ZONE)
        note = "Read with Kingsmere’s solicitor."
        service.approve(text, by=reviewer, saves=text.saves, effective_from=day, note=note)
    with clock.stopped_at(at - timedelta(days=1)):
        was = amending.shipped(CONDUCT)
        told = was.text.replace(" The parties first", f" {IN_WRITING} The parties first")
        _sent(CONDUCT, Wording(was.title, told, CONDUCT_WHY), writer)


def _called(name: str) -> Person:
    return db.session.scalars(select(Person).filter_by(email=world.address_of(name))).one()


def _sent(code: str, wording: Wording, by: Person) -> ClauseText:
    number = service.save(code, by=by, wording=wording, seen=Seen())
    text = queries.text(code, number, reader=by)
    service.submit(text, by=by, saves=text.saves)
    return text
