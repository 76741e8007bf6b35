"""Reading for the demonstration."""

from collections.abc import Sequence

from sqlalchemy import select

from secondments.extensions import db
from secondments.letters import Letter

SHOWN = 60


def newest_letters() -> Sequence[Letter]:
    newest = select(Letter).order_by(Letter.posted_at.desc(), Letter.id)
    return db.session.scalars(newest.limit(SHOWN)).all()
