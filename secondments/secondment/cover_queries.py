"""Reading the cases that cover for somebody away may change."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_, or_, select

from secondments import clock
from secondments.extensions import db
from secondments.people.models import Cover
from secondments.people.queries import SERVICE_ZONE
from secondments.secondment.models import Secondment
from secondments.secondment.rounds import Turn


def perhaps_covered() -> Sequence[Secondment]:
    """The cases that wait for somebody with cover, or for somebody who covers."""
    today = clock.today(SERVICE_ZONE)
    near = and_(Cover.from_on <= today + timedelta(1), Cover.until_on > today - timedelta(1))
    away = select(Cover.person_id).where(near)
    wanted = select(Turn.secondment_id).where(
        or_(Turn.person_id.in_(away), Turn.on_behalf_of_id.is_not(None)),
        Turn.duty.startswith("decide_"),
    )
    found = select(Secondment).where(Secondment.id.in_(wanted)).order_by(Secondment.id)
    return db.session.scalars(found).all()
