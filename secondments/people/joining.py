"""Joining by oneself: applicants make an account, and their organisation confirms who they are."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from secondments import clock, policy
from secondments.errors import InvalidInput, NotFound, NotPossibleNow
from secondments.extensions import db
from secondments.people import letters, queries
from secondments.people.joining_models import JoinRequest
from secondments.people.models import Kind, Organisation, Person, Role
from secondments.people.service import Appointment, appoint, enrol
from secondments.use_case import use_case

# Who joins where: a trainee is known to the training body, others to whoever employs them.
KINDS = {
    Role.TRAINEE: (Kind.TRAINING_BODY,),
    Role.CLINICAL_ACADEMIC: (Kind.EMPLOYER, Kind.UNIVERSITY),
}
CONFIRM = (Role.DEANERY_OFFICE, Role.CONTRACTS_OFFICE)
NOT_THERE = "Choose where you train or work"
DECIDED = "This has been decided already."
NO_REASON = "Say why, so that they know what to do, in at least 10 characters"
LEAST = 10


@dataclass(frozen=True)
class Joining:
    """What somebody who has no account says of themselves."""

    name: str
    email: str
    role: Role
    organisation_id: uuid.UUID
    said: str


def places(role: Role) -> list[Organisation]:
    """Where somebody with this role can say that they belong, by name."""
    found = [organisation for kind in KINDS[role] for organisation in queries.organisations(kind)]
    return sorted(found, key=lambda organisation: organisation.name)


def check(joining: Joining) -> Organisation:
    """Raises InvalidInput for a place that is none for this role."""
    there = next((o for o in places(joining.role) if o.id == joining.organisation_id), None)
    if there is None:
        raise InvalidInput(NOT_THERE, fields={"organisation": NOT_THERE})
    return there


def admit(joining: Joining) -> str:
    """For use inside a use case: the id of the new person, whose address is known to be theirs.

    Raises InvalidInput.
    """
    there = check(joining)
    person = enrol(name=joining.name, email=joining.email)
    asked = JoinRequest(person=person, organisation=there, role=joining.role, said=joining.said)
    asked.asked_at = clock.now()
    db.session.add(asked)
    # flush: the letters name the request, whose id is made with its row.
    db.session.flush()
    for each in confirmers(there):
        letters.somebody_joins(each, asked)
    return str(person.id)


@use_case("people.confirm_joiner")
def confirm(asked: JoinRequest, *, by: Person, once: uuid.UUID | None = None) -> None:
    """They hold the role from today, and are told."""
    _still_open(asked)
    asked.is_confirmed, asked.decided_at, asked.decided_by_id = True, clock.now(), by.id
    appoint(asked.person, Appointment(asked.organisation, role=asked.role))
    letters.joined(asked)


@use_case("people.decline_joiner")
def decline(asked: JoinRequest, *, by: Person, reason: str, once: uuid.UUID | None = None) -> None:
    """They are told why. Their account stays, without a role."""
    _still_open(asked)
    if len(reason.strip()) < LEAST:
        raise InvalidInput(NO_REASON, fields={"reason": NO_REASON})
    asked.decided_at, asked.decided_by_id, asked.reason = clock.now(), by.id, reason.strip()
    letters.not_joined(asked)


def confirmers(organisation: Organisation) -> list[Person]:
    """Each once."""
    found = (p for role in CONFIRM for p in queries.holders(role, organisation.id))
    return list({p.id: p for p in found}.values())


def open_to(reader: Person) -> Sequence[JoinRequest]:
    """Those that the reader may decide, the oldest first."""
    wanted = select(JoinRequest).where(JoinRequest.decided_at.is_(None))
    found = db.session.scalars(wanted.order_by(JoinRequest.asked_at, JoinRequest.id)).all()
    return [x for x in found if policy.why_not(reader, "people.confirm_joiner", x) is None]


def one(request_id: uuid.UUID, *, reader: Person) -> JoinRequest:
    """Raises NotFound, also for one that the reader may not decide."""
    found = db.session.get(JoinRequest, request_id)
    if found is None or policy.why_not(reader, "people.confirm_joiner", found):
        raise NotFound
    return found


def waiting_of(person: Person) -> JoinRequest | None:
    """What this person waits for, or the newest that was declined while they hold no role."""
    wanted = select(JoinRequest).where(
        JoinRequest.person_id == person.id, JoinRequest.is_confirmed.is_(False)
    )
    return db.session.scalar(wanted.order_by(JoinRequest.asked_at.desc()).limit(1))


def _still_open(asked: JoinRequest) -> None:
    if asked.decided_at is not None:
        raise NotPossibleNow(DECIDED)
