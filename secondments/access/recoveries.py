"""Account recovery: somebody who has lost every factor sets up new ones, after a day of notice.

Whoever helps chooses no password and sees no code: the link goes to the person's own address,
and only when a day has passed in which that person could stop it (ASVS 6.4.4).
"""

import uuid
from datetime import timedelta

from sqlalchemy import delete, select

from secondments import clock
from secondments.access import invitations, letters, one_time
from secondments.access.factor_models import Passkey, RecoveryCode, Totp
from secondments.access.models import AccountRecovery, AuthSession, Credential
from secondments.access.providers.models import LinkedIdentity
from secondments.errors import Gone, InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Person, Role
from secondments.use_case import use_case

EVERY_WAY = (Totp, RecoveryCode, Passkey, LinkedIdentity, Credential, AuthSession)
NOTICE = timedelta(hours=24)
UNDER_WAY = "This is under way already, and can be stopped."
NOBODY_IN = "They have set up nothing yet: send the invitation again instead."
CONFIRMED = "This was confirmed already."
BY_TWO = "Whoever asked for it cannot confirm it: a second administrator does."
NO_REASON = "Say how you know that it is they who ask, in at least 10 characters"
LEAST = 10


def under_way(person: Person) -> AccountRecovery | None:
    wanted = select(AccountRecovery).where(AccountRecovery.person_id == person.id)
    return db.session.scalar(
        wanted.where(AccountRecovery.done_at.is_(None), AccountRecovery.stopped_at.is_(None))
    )


def needs_two(person: Person) -> bool:
    """Whether a second administrator has to confirm it."""
    return person.holds(Role.SYSTEM_ADMINISTRATOR, None)


@use_case("access.recover")
def ask(person: Person, *, by: Person, reason: str, once: uuid.UUID | None = None) -> None:
    """Give notice; in a day every factor of theirs is removed. Raises NotPossibleNow."""
    if len(reason.strip()) < LEAST:
        raise InvalidInput(NO_REASON, fields={"reason": NO_REASON})
    if under_way(person) is not None:
        raise NotPossibleNow(UNDER_WAY)
    if invitations.has_never_been_in(person):
        raise NotPossibleNow(NOBODY_IN)
    now = clock.wall()
    asked = AccountRecovery(person=person, asked_by=by, reason=reason.strip(), asked_at=now)
    asked.due_at = now + NOTICE
    db.session.add(asked)
    letters.recovery_asked(person, by=by, due_at=asked.due_at)


@use_case("access.confirm_recovery")
def confirm(asked: AccountRecovery, *, by: Person, once: uuid.UUID | None = None) -> None:
    """The word of a second administrator, for an administrator's account."""
    _still_open(asked)
    if asked.confirmed_by_id is not None:
        raise NotPossibleNow(CONFIRMED)
    if asked.asked_by_id == by.id:
        raise NotPossibleNow(BY_TWO)
    asked.confirmed_by_id = by.id


@use_case("access.stop_recovery")
def stop(asked: AccountRecovery, *, by: Person, once: uuid.UUID | None = None) -> None:
    _still_open(asked)
    asked.stopped_at = clock.wall()
    one_time.drop(asked.person, one_time.STOP_RECOVERY)


@use_case("access.finish_recovery")
def finish(asked: AccountRecovery, *, by: Person) -> None:
    """Remove every factor and session, and post the link to set up new ones."""
    _still_open(asked)
    asked.done_at = clock.wall()
    person = asked.person
    for table in EVERY_WAY:
        db.session.execute(delete(table).where(table.person_id == person.id))
    one_time.drop(person, one_time.STOP_RECOVERY, one_time.RESET, one_time.SECOND)
    invitations.send(person)


def due() -> list[AccountRecovery]:
    """Those whose day has passed and that nothing holds up."""
    wanted = select(AccountRecovery).where(
        AccountRecovery.due_at <= clock.wall(),
        AccountRecovery.done_at.is_(None),
        AccountRecovery.stopped_at.is_(None),
    )
    found = db.session.scalars(wanted.order_by(AccountRecovery.due_at)).all()
    return [
        x
        for x in found
        if x.person.left_at is None and (x.confirmed_by_id or not needs_two(x.person))
    ]


def by_link(token: str) -> AccountRecovery:
    """The one that this link of a letter stops. Raises Gone."""
    link = one_time.find(token, one_time.STOP_RECOVERY)
    asked = under_way(link.person) if link is not None and link.person is not None else None
    if asked is None:
        raise Gone(one_time.NO_LONGER)
    return asked


def _still_open(asked: AccountRecovery) -> None:
    if not asked.is_open:
        raise NotPossibleNow("This has been done or stopped already.")
