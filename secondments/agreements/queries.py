"""Reading agreements and who is named in them."""

import uuid
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import or_, select

from secondments import clock, policy
from secondments.agreements.models import Agreement, Draft, Signatory, Status
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people.models import Membership, Organisation, Person, Role
from secondments.secondment.models import Secondment


def by_id(agreement_id: uuid.UUID) -> Agreement:
    """For jobs. Raises NoResultFound."""
    return db.session.get_one(Agreement, agreement_id, populate_existing=True)


def get(ref: str, version: int, *, reader: Person) -> Agreement:
    """Raises NotFound, also for one the reader may not see."""
    wanted = (
        select(Agreement)
        .join(Secondment)
        .where(Secondment.ref == ref, Agreement.version == version)
        .where(policy.visible(Secondment, reader))
    )
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such agreement, or none that you may see.")
    return found


def signatory(signatory_id: uuid.UUID, *, reader: Person) -> Signatory:
    """The seat of the reader who is asked to sign. Raises NotFound for anyone else's."""
    found = db.session.get(Signatory, signatory_id)
    if found is None or found.person_id != reader.id:
        raise NotFound("There is nothing here for you to sign.")
    return found


def draft(s: Secondment) -> Draft | None:
    """The newest draft to read."""
    wanted = select(Draft).where(Draft.secondment_id == s.id).order_by(Draft.made_at.desc())
    return db.session.scalar(wanted.limit(1))


def unmarked() -> Sequence[uuid.UUID]:
    """The versions that went out and are no longer in force, of which no copy says so yet."""
    wanted = select(Agreement.id).where(
        Agreement.status.in_([Status.SUPERSEDED, Status.VOID]),
        Agreement.issued_sha256.is_not(None),
        Agreement.marked_sha256.is_(None),
    )
    return db.session.scalars(wanted).all()


def may_sign_for(organisation: Organisation, total: Decimal) -> Sequence[Membership]:
    """The signatories of an organisation whose authority reaches a total, VAT included."""
    today = clock.today(organisation.zone)
    wanted = (
        select(Membership)
        .join(Person)
        .where(Membership.organisation_id == organisation.id, Membership.role == Role.SIGNATORY)
        .where(Membership.from_on <= today, Person.left_at.is_(None))
        .where(or_(Membership.until_on.is_(None), Membership.until_on >= today))
        .where(or_(Membership.authority_pounds.is_(None), Membership.authority_pounds >= total))
        .order_by(Person.name)
    )
    return db.session.scalars(wanted).all()
