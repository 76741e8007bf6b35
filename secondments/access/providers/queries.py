"""Reading which identities at providers people have linked."""

from sqlalchemy import ColumnElement, and_, select

from secondments.access.providers.identities import Identity
from secondments.access.providers.models import LinkedIdentity
from secondments.access.queries import MAY_SIGN_IN
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people.models import Person


def person_with(identity: Identity) -> Person | None:
    """Whose it is, if they may sign in. By issuer and subject alone, never by e-mail."""
    wanted = select(Person).join(LinkedIdentity, LinkedIdentity.person_id == Person.id)
    return db.session.scalar(wanted.where(_is(identity), MAY_SIGN_IN))


def link_of(identity: Identity) -> LinkedIdentity | None:
    return db.session.scalar(select(LinkedIdentity).where(_is(identity)))


def links_of(person: Person) -> list[LinkedIdentity]:
    wanted = select(LinkedIdentity).where(LinkedIdentity.person_id == person.id)
    return list(db.session.scalars(wanted.order_by(LinkedIdentity.made_at, LinkedIdentity.id)))


def link(link_id: object, *, owner: Person) -> LinkedIdentity:
    """Raises NotFound also for somebody else's."""
    wanted = select(LinkedIdentity).where(LinkedIdentity.id == link_id)
    found = db.session.scalar(wanted.where(LinkedIdentity.person_id == owner.id))
    if found is None:
        raise NotFound
    return found


def _is(identity: Identity) -> ColumnElement[bool]:
    return and_(
        LinkedIdentity.issuer == identity.issuer, LinkedIdentity.subject == identity.subject
    )
