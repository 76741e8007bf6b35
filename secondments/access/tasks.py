"""Jobs of access: letters with links, and sweeping out what has had its time."""

import uuid
from datetime import timedelta

from sqlalchemy import delete, func, update

from secondments import clock, jobs
from secondments.access import invitations, joining, letters, queries, recoveries
from secondments.access.models import AccountRecovery, AuthSession, Bucket, OneTime
from secondments.access.providers import configured
from secondments.extensions import Json, db
from secondments.letters import Letter, Status
from secondments.people import queries as people
from secondments.people.models import Person, Role
from secondments.use_case import forget_receipts

A_DAY, A_MONTH = timedelta(days=1), timedelta(days=31)
LINK = "(/choose-password/|/invitation/|/account-recovery/|/join/)[A-Za-z0-9_-]+"
WITH_A_LINK = ("access_invitation", "access_reset", "access_recovery", "access_join")
BLOTTED = r"\1(this link was shown once, in the letter)"


@jobs.job("access.send_invitation")
def send_invitation(person_id: str, inviter_id: str = "", ref: str = "") -> None:
    """Run twice, it replaces the link of the first letter with that of a second."""
    person = db.session.get(Person, uuid.UUID(person_id))
    inviter = db.session.get(Person, uuid.UUID(inviter_id)) if inviter_id else None
    if person is not None and person.left_at is None:
        invitations.send(person, inviter=inviter, ref=ref)


@jobs.job("access.send_join")
def send_join(said: Json) -> None:
    joining.send(said)


@jobs.job("access.send_reset")
def send_reset(email: str) -> None:
    """To somebody who has never been in, the invitation again."""
    person = queries.account_of(email)
    if person is None:
        return
    if invitations.has_never_been_in(person):
        invitations.send_once_more(person)
    else:
        letters.reset(person)


@jobs.periodic("*/10 * * * *")
@jobs.job("access.finish_recoveries")
def finish_recoveries() -> None:
    """Those whose day of notice has passed."""
    ended = [asked.id for asked in recoveries.due()]
    for each in ended:
        asked = db.session.get_one(AccountRecovery, each)
        recoveries.finish(asked, by=people.calendar())


@jobs.job("access.tell_of_unlinked")
def tell_of_unlinked(provider: str, mark: str, email: str) -> None:
    """Somebody with the address of an account here came from a provider, and was not let in.

    Administrators are told once of each such identity.
    """
    known, found = queries.account_of(email) if email else None, configured.find(provider)
    if known is None or found is None:
        return
    for administrator in people.holders(Role.SYSTEM_ADMINISTRATOR, None):
        letters.unlinked(administrator, label=found.label, name=known.name, mark=mark)


@jobs.job("access.shut_out")
def shut_out(person_id: str) -> None:
    """The sessions and links of someone who has left: dead already, and not to come alive again."""
    for table in (AuthSession, OneTime):
        db.session.execute(delete(table).where(table.person_id == uuid.UUID(person_id)))


@jobs.periodic("11 * * * *")
@jobs.job("access.sweep")
def sweep() -> None:
    """Delete what expired, and blot links out of letters that are past being sent."""
    now = clock.wall()
    for stale in (
        delete(Bucket).where(Bucket.until < now),
        delete(OneTime).where(OneTime.expires_at < now - A_DAY),
        delete(AuthSession).where(AuthSession.created_at < now - A_DAY),
    ):
        db.session.execute(stale)
    forget_receipts(before=now - A_MONTH)
    db.session.execute(
        update(Letter)
        .where(Letter.event.in_(WITH_A_LINK))
        .where(Letter.status.in_([Status.SENT, Status.FAILED, Status.CANCELLED]))
        .where(Letter.body.regexp_match(LINK))
        .values(body=func.regexp_replace(Letter.body, LINK, BLOTTED))
    )
