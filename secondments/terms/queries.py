"""Reading rates, and the secondments whose cost rests on them."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from secondments import policy
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment.lifecycle import BEFORE_AGREEMENT
from secondments.secondment.models import CompanyAnswers, Secondment
from secondments.terms import rates
from secondments.terms.models import Rate
from secondments.terms.rates import InForce, RateKind

KNOWN = "rates in force"  # in the session: the transaction, and what was read in it
NO_SUCH_RATE = "There is no such rate, or none that you may see."


def in_force(day: date) -> InForce:
    """The rates of a day, read once in a transaction: a page asks for them many times."""
    known, now = db.session.info.get(KNOWN), db.session().get_transaction()
    if known is None or known[0] is not now or now is None:
        with db.session.no_autoflush:
            found = db.session.scalars(select(Rate).where(Rate.ended_at.is_(None))).all()
        known = (db.session().get_transaction(), found)
        db.session.info[KNOWN] = known
    return rates.in_force(known[1], day)


def forget_rates() -> None:
    """They change in this transaction."""
    db.session.info.pop(KNOWN, None)


def standing(kind: RateKind, valid_from: date) -> Rate | None:
    """The one that holds from exactly that day."""
    wanted = select(Rate).filter_by(kind=kind, valid_from=valid_from, ended_at=None)
    return db.session.scalar(wanted)


def every_rate(*, reader: Person) -> Sequence[Rate]:
    """Those in force, to come and taken out, the newest first. Raises NotAllowed."""
    policy.require(reader, "rates.see", None)
    wanted = select(Rate).options(joinedload(Rate.added_by), joinedload(Rate.ended_by))
    return db.session.scalars(wanted.order_by(Rate.valid_from.desc(), Rate.added_at.desc())).all()


def rate(rate_id: uuid.UUID, *, reader: Person) -> Rate:
    """Raises NotAllowed, NotFound."""
    policy.require(reader, "rates.see", None)
    found = db.session.get(Rate, rate_id)
    if found is None:
        raise NotFound(NO_SUCH_RATE)
    return found


def with_a_cost_seen() -> Sequence[Secondment]:
    """Those whose terms are not frozen and whose company has confirmed a cost."""
    wanted = select(Secondment).join(CompanyAnswers)
    wanted = wanted.where(Secondment.state.in_(BEFORE_AGREEMENT))
    return db.session.scalars(wanted.where(CompanyAnswers.cost_seen_at.is_not(None))).all()
