"""Reading credentials, sessions and one-time secrets."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, cast, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from secondments import clock
from secondments.access import one_time
from secondments.access.models import AuthSession, Credential, OneTime
from secondments.errors import Gone, NotFound
from secondments.extensions import db
from secondments.people.models import CALENDAR_ID, Cover, Membership, Person, Role
from secondments.words import HOME_ZONE

LONGEST, IDLE = timedelta(hours=12), timedelta(minutes=30)
IDLE_OF_ADMINISTRATORS = timedelta(minutes=15)
LONGEST_ADDRESS = 254
MAY_SIGN_IN = and_(Person.left_at.is_(None), Person.id != CALENDAR_ID)


def account_of(email: str) -> Person | None:
    """The person with this address, if they may sign in."""
    return account_and_credential(email)[0]


def account_and_credential(email: str) -> tuple[Person | None, Credential | None]:
    """One query, whether anybody has this address or not, and whether they have a password."""
    asked = email if email.isprintable() and len(email) <= LONGEST_ADDRESS else ""
    wanted = (
        select(Person, Credential)
        .outerjoin(Credential, Credential.person_id == Person.id)
        .where(func.lower(Person.email) == asked.lower(), MAY_SIGN_IN)
    )
    found = db.session.execute(wanted).one_or_none()
    return (found[0], found[1]) if found else (None, None)


def credential_of(person: Person) -> Credential | None:
    return db.session.scalar(select(Credential).where(Credential.person_id == person.id))


def has_password(person: Person) -> bool:
    return credential_of(person) is not None


def live_session(token: str) -> AuthSession | None:
    """The session, its person, their roles and organisations, in one query.

    The same query tells PostgreSQL who is asking, for the transaction that it begins; and whether
    they cover for anybody, so that nobody else is asked for it later.
    """
    now, yesterday = clock.wall(), clock.today(HOME_ZONE) - timedelta(days=1)
    given = {"hash": hash_of(token), "begun": now - LONGEST, "seen": now - IDLE}
    found = db.session.execute(_session_with_person(), given | {"covered": yesterday})
    row = found.unique().first()
    if row is None or _has_rested_too_long(row.AuthSession, now):
        return None
    if not row.covers:
        set_committed_value(row.AuthSession.person, "covering", [])
    live: AuthSession = row.AuthSession
    return live


def _has_rested_too_long(found: AuthSession, now: datetime) -> bool:
    """A system administrator's ends sooner."""
    administers = found.person.holds(Role.SYSTEM_ADMINISTRATOR, None)
    return administers and found.seen_at <= now - IDLE_OF_ADMINISTRATORS


@cache
def _session_with_person() -> Select[AuthSession, Any, bool]:
    # Made once: every request asks it, and building it takes longer than the database needs.
    told: Any = func.set_config("app.person", cast(Person.id, String), True)  # noqa: FBT003
    person = contains_eager(AuthSession.person)
    roles = person.contains_eager(Person.memberships)
    covers = exists().where(Cover.cover_id == Person.id, Cover.until_on >= bindparam("covered"))
    return (
        select(AuthSession, told, covers.label("covers"))
        .join(AuthSession.person)
        .outerjoin(Person.memberships)
        .outerjoin(Membership.organisation)
        .where(AuthSession.token_hash == bindparam("hash"), MAY_SIGN_IN)
        .where(AuthSession.created_at > bindparam("begun"), AuthSession.seen_at > bindparam("seen"))
        .options(roles.contains_eager(Membership.organisation))
        .order_by(Membership.from_on, Membership.id)
        .execution_options(populate_existing=True)
    )


def session_of(token: str) -> AuthSession | None:
    """The session of this token even if it has ended by the clock, while its row is there."""
    wanted = select(AuthSession).join(AuthSession.person).options(joinedload(AuthSession.person))
    return db.session.scalar(wanted.where(AuthSession.token_hash == hash_of(token), MAY_SIGN_IN))


def is_live() -> ColumnElement[bool]:
    now = clock.wall()
    return and_(AuthSession.created_at > now - LONGEST, AuthSession.seen_at > now - IDLE)


def sessions_of(person: Person) -> list[AuthSession]:
    """Where they are signed in now, the newest first."""
    wanted = select(AuthSession).where(AuthSession.person_id == person.id, is_live())
    return list(db.session.scalars(wanted.order_by(AuthSession.seen_at.desc(), AuthSession.id)))


def session_elsewhere(session_id: object, *, owner: Person) -> AuthSession:
    """Raises NotFound also for somebody else's."""
    wanted = select(AuthSession).where(AuthSession.id == session_id)
    found = db.session.scalar(wanted.where(AuthSession.person_id == owner.id))
    if found is None:
        raise NotFound
    return found


def half_way(token: str) -> Person | None:
    """Who has given their password with this token to show for it, and nothing more yet."""
    return _whose(token, one_time.SECOND)


def person_for_link(token: str) -> Person:
    """Whom a link to choose a password is for; looking does not use it up. Raises Gone."""
    person = _whose(token, one_time.RESET)
    if person is None:
        raise Gone(one_time.NO_LONGER)
    return person


def _whose(token: str, purpose: str) -> Person | None:
    wanted = select(Person).join(OneTime, OneTime.person_id == Person.id)
    live = wanted.where(one_time.has_token(token, purpose), one_time.is_live())
    return db.session.scalar(live.where(MAY_SIGN_IN))


class Line(NamedTuple):
    """An answer in words."""

    label: str
    text: str


class Waiting(NamedTuple):
    """What somebody had typed when their session ended, and the page it belongs to."""

    page: str
    pairs: list[tuple[str, str]]
    kept: list[Line]
    can_carry: bool


def typed(token: str, *, reader: Person) -> Waiting | None:
    """What this person had typed when their session ended; nobody else's."""
    wanted = select(OneTime).where(one_time.has_token(token, one_time.TYPED), one_time.is_live())
    found = db.session.scalar(wanted.where(OneTime.person_id == reader.id))
    if found is None:
        return None
    said = found.data
    lines = [Line(label, text) for label, text in said["kept"]]
    return Waiting(said["page"], said["pairs"], lines, said["can_carry"])


def hash_of(token: str) -> str:
    return one_time.hash_of("session", token)
