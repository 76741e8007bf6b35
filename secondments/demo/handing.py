"""What the demonstration shows of people who are away, replaced or late."""

from datetime import date, datetime

from sqlalchemy import select

from secondments import clock
from secondments.demo import world
from secondments.extensions import db
from secondments.people import queries as people
from secondments.people.models import Person
from secondments.secondment import calendar, covers, reassigning
from secondments.secondment.covers import Away
from secondments.secondment.models import Secondment

AWAY_FROM, BACK_ON = date(2027, 4, 12), date(2027, 4, 26)
WHY = "Nadia Brandt is on leave until the autumn; Saskia Holm runs the team meanwhile."


def play(trainee: str, *, at: datetime) -> None:
    """The dean is away, a company lead was replaced, a late step was chased. Safe to repeat."""
    with clock.stopped_at(at):
        cast = world.cast()
        if not people.covers_about(cast.dean):
            away = Away(cast.dean, cast.director, AWAY_FROM, BACK_ON)
            covers.set_cover(away, by=cast.dean)
        _replace_lead(trainee)
        calendar.run()
        calendar.reroute()


def _replace_lead(trainee: str) -> None:
    cast = world.cast(trainee, world.TESSALY)
    wanted = select(Secondment).where(Secondment.applicant_id == cast.trainee.id)
    s = db.session.scalars(wanted.order_by(Secondment.sent_at).limit(1)).one()
    address = world.address_of(world.SECOND_LEAD)
    new = db.session.scalars(select(Person).filter_by(email=address)).one()
    if s.proposal.company_lead_id != new.id:
        reassigning.replace_lead(
            s, by=cast.legal, part=reassigning.LEAD, person_id=new.id, message=WHY
        )
