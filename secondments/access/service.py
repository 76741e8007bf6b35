"""What people do to sign in and out, and with their passwords."""

import json
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import and_, delete, update

from secondments import clock, jobs
from secondments.access import (
    devices,
    invitations,
    letters,
    one_time,
    passwords,
    queries,
    throttles,
    watch,
)
from secondments.access.models import AuthSession, Credential
from secondments.errors import Gone, InvalidInput, NotAllowed, NotPossibleNow
from secondments.extensions import db
from secondments.people import service as people
from secondments.people.models import CALENDAR_ID, Person
from secondments.use_case import use_case

WRONG = "The email address or the password is not right."
NOT_YOURS = "This is not your password."
ALREADY_SET = "This account has a password already: change it under “How you sign in”."
CANNOT_SIGN_IN = "This account has been closed. The contracts office can say why."
# Every way in, and how strongly it proves who somebody is (ASVS 6.1.3); an OpenID provider may say
# that it was two factors. The demonstration's one click stands for two that nobody there has.
AAL = {
    "invitation": 0,
    "password": 1,
    "oidc": 1,
    "totp": 2,
    "recovery_code": 2,
    "passkey": 2,
    "demo": 2,
}
NEW_DEVICE = "Your account was used on a device that was not used for it before: {device}"
RECOVERY_USED = "A recovery code was used to sign in to your account. It works no more"


@dataclass(frozen=True)
class Browser:
    """Where a session is."""

    ip: str
    user_agent: str


@dataclass(frozen=True)
class Way:
    """How somebody has shown who they are: by these methods, in their order, this strongly."""

    amr: tuple[str, ...]
    aal: int


def way_of(method: str | Way, *, after: Sequence[str] = ()) -> Way:
    """Of one method of AAL ("oidc:northmoor" is one), `after` others it was the second step to."""
    if isinstance(method, Way):
        return method
    return Way((*after, method), AAL[method.partition(":")[0]])


@dataclass(frozen=True)
class Typed:
    """What somebody typed into the form of a page: names and values, and labels and words.

    can_carry: the page shows its form again with these answers when they are sent to it.
    """

    page: str
    pairs: Sequence[tuple[str, str]]
    kept: Sequence[tuple[str, str]]
    can_carry: bool


def identify(email: str, password: str, *, place: str) -> Person:
    """Whose address and password these are. Raises InvalidInput, the same for every reason.

    Raises TooMany. Takes as long for an address that nobody has as for one that somebody has.
    """
    with throttles.counting_wrong_passwords(email.lower(), throttles.place_of(place)):
        person, credential = queries.account_and_credential(email)
        right = passwords.matches(credential.password_hash if credential else None, password)
        if person is None or credential is None or not right:
            raise InvalidInput(WRONG)
    if passwords.should_be_rehashed(credential.password_hash):
        _rehash(credential, password)
    return person


def check_own_password(
    person: Person, password: str, *, place: str, field: str = "password"
) -> None:
    """Raises InvalidInput at `field`, or TooMany."""
    try:
        identify(person.email, password, place=place)
    except InvalidInput:
        raise InvalidInput(NOT_YOURS, fields={field: NOT_YOURS}) from None


def count_a_letter(email: str, *, place: str) -> None:
    """Before anything that sends mail to an address somebody typed. Raises TooMany."""
    throttles.take(throttles.LETTERS_FROM_ONE_PLACE, throttles.place_of(place))
    throttles.take(throttles.LETTERS_TO_ONE, email.lower())


@use_case("access.sign_in")
def open_session(
    person: Person, *, by: Person, method: str | Way, browser: Browser, instead_of: str | None
) -> str:
    """The token of a new session. The one that this browser had before ends."""
    way = way_of(method)
    if person.left_at is not None or person.id == CALENDAR_ID:
        raise NotAllowed(CANNOT_SIGN_IN)
    token, now = secrets.token_urlsafe(32), clock.wall()
    if instead_of:
        _end(AuthSession.token_hash == queries.hash_of(instead_of))
    started = AuthSession(token_hash=queries.hash_of(token), person_id=person.id)
    started.created_at = started.seen_at = now
    started.amr, started.aal, started.strong_at = [*way.amr], way.aal, None
    started.ip, started.user_agent = browser.ip, browser.user_agent
    db.session.add(started)
    if "demo" not in way.amr and devices.is_new(
        person, ip=browser.ip, user_agent=browser.user_agent
    ):
        device = devices.words_for(browser.user_agent)
        letters.security(person, what=NEW_DEVICE.format(device=device), change=uuid.uuid4())
    return token


@use_case("access.begin_second_step")
def begin_second_step(person: Person, *, by: Person, after: Sequence[str] = ()) -> str:
    """The token that this browser keeps until the second step is done: the first was right.

    `after`: the first one, where it was another than the password.
    """
    _, token = one_time.make(one_time.SECOND, person, data={"after": [*after]})
    return token


@use_case("access.finish_second_step")
def finish_second_step(person: Person, *, by: Person, token: str, method: str) -> Way:
    """How they have shown who they are, both steps. Raises Gone when it was finished before."""
    first = one_time.consume(token, one_time.SECOND)
    if first.person_id != person.id:
        raise Gone(one_time.NO_LONGER)
    if method == "recovery_code":
        letters.security(person, what=RECOVERY_USED, change=uuid.uuid4())
    return way_of(method, after=first.data.get("after", ()))


@use_case("access.sign_out")
def sign_out(session: AuthSession, *, by: Person) -> None:
    watch.ended("signed out")
    _end(AuthSession.id == session.id)


@use_case("access.end_session")
def end_session(session: AuthSession, *, by: Person) -> None:
    """One that is elsewhere: the browser there is signed out at its next page."""
    watch.ended("signed out from elsewhere")
    _end(AuthSession.id == session.id)


@use_case("access.end_other_sessions")
def end_other_sessions(person: Person, *, by: Person, here: AuthSession) -> None:
    end_others(person, here)


@use_case("access.renew_session")
def renew_session(session: AuthSession, *, by: Person, method: str | Way) -> str:
    """Its new token; whoever holds the former one is signed out. `method` was just proved."""
    way = way_of(method)
    token = secrets.token_urlsafe(32)
    session.token_hash, session.strong_at = queries.hash_of(token), clock.wall()
    session.aal = max(session.aal, way.aal)
    session.amr = [*session.amr, *(new for new in way.amr if new not in session.amr)]
    return token


def end_others(person: Person, here: AuthSession) -> None:
    """For use inside a use case."""
    _end(and_(AuthSession.person_id == person.id, AuthSession.id != here.id))


@use_case("access.ask_for_reset")
def ask_for_reset(_nothing: None, *, by: Person, email: str) -> None:
    """A job looks whether anybody has this address, so that asking tells nobody."""
    jobs.defer("access.send_reset", email=email)


@use_case("access.send_reset")
def send_link(person: Person, *, by: Person) -> None:
    """The operator posts a letter with a link to choose a new password."""
    letters.reset(person)


@use_case("access.first_administrator")
def appoint_first_administrator(_nothing: None, *, by: Person, name: str, email: str) -> str:
    """The link with which the first administrator sets up how to sign in; it is also posted.

    Raises NotPossibleNow when there is an administrator.
    """
    return invitations.send(people.enrol_first_administrator(name=name, email=email))


@use_case("access.choose_password")
def choose_password(person: Person, *, by: Person, token: str, password: str) -> None:
    """With a one-time link. Every session ends; this one is not signed in. Raises Gone."""
    link = one_time.consume(token, one_time.RESET)
    if link.person_id != person.id:
        raise Gone(one_time.NO_LONGER)
    _set_password(person, password)


@use_case("access.first_password")
def first_password(person: Person, *, by: Person, password: str, here: AuthSession) -> None:
    """For somebody who has none, in a session that a link or a passkey opened."""
    if queries.credential_of(person) is not None:
        raise NotPossibleNow(ALREADY_SET)
    _keep_password(person, password, field="chosen")
    end_others(person, here)


@use_case("access.change_password")
def change_password(person: Person, *, by: Person, current: str, password: str, place: str) -> None:
    """Every session ends, this one too: the caller opens another. Raises TooMany."""
    check_own_password(person, current, place=place, field="current_password")
    _set_password(person, password)


@use_case("access.keep_typed")
def keep_typed(person: Person, *, by: Person, typed: Typed) -> str:
    """Keep what was typed into a form until its writer has signed in again; the token for it."""
    # PostgreSQL stores no NUL.
    said = json.loads(json.dumps(asdict(typed)).replace("\\u0000", ""))
    _, token = one_time.make(one_time.TYPED, person, data=said)
    return token


def _set_password(person: Person, password: str) -> None:
    _keep_password(person, password)
    one_time.drop(person, one_time.INVITATION, one_time.RESET, one_time.SECOND)
    _end(AuthSession.person_id == person.id)
    letters.password_changed(person, change=uuid.uuid4())


def _keep_password(person: Person, password: str, field: str = "password") -> None:
    if reason := passwords.why_not(password, about=[person.name, person.email]):
        raise InvalidInput(reason, fields={field: reason})
    kept = queries.credential_of(person) or Credential(person_id=person.id)
    kept.password_hash, kept.changed_at = passwords.hashed(password), clock.wall()
    db.session.add(kept)


def _end(which: object) -> None:
    db.session.execute(delete(AuthSession).where(which))  # type: ignore[arg-type]


def _rehash(credential: Credential, password: str) -> None:
    """The settings were raised. In its own transaction, and only if nobody changed it meanwhile."""
    with db.engine.begin() as connection:
        connection.execute(
            update(Credential)
            .where(
                Credential.id == credential.id,
                Credential.password_hash == credential.password_hash,
            )
            .values(password_hash=passwords.hashed(password))
        )
