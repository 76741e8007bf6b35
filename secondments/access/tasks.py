"""Jobs of access: letters with links, and sweeping out what has had its time."""

import uuid
from datetime import timedelta

from sqlalchemy import delete, func, update

from secondments import clock, jobs
from secondments.access import letters, queries
from secondments.access.models import AuthSession, Bucket, OneTime
from secondments.access.providers import configured
from secondments.extensions import db
from secondments.letters import Letter, Status
from secondments.people import queries as people
from secondments.people.models import Person, Role
from secondments.use_case import forget_receipts

A_DAY, A_MONTH = timedelta(days=1), timedelta(days=31)
LINK = "(/choose-password/)[A-Za-z0-9_-]+"
BLOTTED = r"\1(this link was shown once, in the letter)"


@jobs.job("access.send_invitation")
def send_invitation(person_id: str) -> None:
    """Run twice, it replaces the link of the first letter with that of a second."""
    person = db.session.get(Person, uuid.UUID(person_id))
    if person is not None and person.left_at is None:
        letters.invitation(person)


@jobs.job("access.send_reset")
def send_reset(email: str) -> None:
    person = queries.account_of(email)
    if person is not None:
        letters.reset(person)


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
        .where(Letter.event.in_(["access_invitation", "access_reset"]))
        .where(Letter.status.in_([Status.SENT, Status.FAILED, Status.CANCELLED]))
        .where(Letter.body.regexp_match(LINK))
        .values(body=func.regexp_replace(Letter.body, LINK, BLOTTED))
    )
