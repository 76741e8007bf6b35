"""Finding companies that are listed: the same answer for everybody, of the company alone."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select

from secondments.extensions import db
from secondments.people.models import Kind, Organisation
from secondments.people.names import are_alike, known_as, number_in

MOST_FOUND = 10
MOST_WORDS = 8
FEWEST_LETTERS = 2


def search(typed: str) -> Sequence[Organisation]:
    """Those with these words in their name, or this number, else with a name much like it.

    At most one more than MOST_FOUND.
    """
    words, number = known_as(typed).split()[:MOST_WORDS], number_in(typed)
    if sum(map(len, words)) < FEWEST_LETTERS:
        return ()
    named = and_(*(Organisation.known_as.contains(word) for word in words))
    wanted = select(Organisation).where(_LISTED, _or_numbered(named, number))
    found = db.session.scalars(wanted.order_by(Organisation.name).limit(MOST_FOUND + 1)).all()
    return found or alike(typed, number)


def alike(name: str, number: str = "") -> Sequence[Organisation]:
    """Those that may be this one under another spelling, or have its number; the nearest alone."""
    key = known_as(name)
    kept = db.session.execute(
        select(Organisation.id, Organisation.known_as, Organisation.company_number).where(_LISTED)
    )
    ids = [i for i, known, its in kept if are_alike(key, known) or (number and its == number)]
    wanted = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)
    return db.session.scalars(wanted.limit(MOST_FOUND)).all()


def listed(organisation_id: uuid.UUID) -> Organisation | None:
    """The company of this id; None where there is none."""
    return db.session.scalar(
        select(Organisation).where(_LISTED, Organisation.id == organisation_id)
    )


def numbered(number: str) -> Organisation | None:
    """The company that has this number."""
    wanted = select(Organisation).where(_LISTED, Organisation.company_number == number)
    return db.session.scalar(wanted.limit(1))


def _or_numbered(named: ColumnElement[bool], number: str) -> ColumnElement[bool]:
    return or_(named, Organisation.company_number == number) if number else named


_LISTED = Organisation.kind == Kind.COMPANY
