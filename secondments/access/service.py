"""What people do to sign in and out, and with their passwords."""

import json
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, update

from secondments import clock, jobs
from secondments.access import letters, one_time, passwords, queries, throttles
from secondments.access.models import AuthSession, Credential
from secondments.errors import Gone, InvalidInput, NotAllowed
from secondments.extensions import db
from secondments.people import service as people
from secondments.people.models import CALENDAR_ID, Person
from secondments.use_case import use_case

WRONG = "The email address or the password is not right."
NOT_YOURS = "This is not your password."
CANNOT_SIGN_IN = "This account has been closed. The contracts office can say why."
# How strongly each way in proves who it is; anything stronger comes with its own table row.
AAL = {"password": 1, "demo": 1}


@dataclass(frozen=True)
class Browser:
    """Where a session is."""

    ip: str
    user_agent: str


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
    person: Person, *, by: Person, method: str, browser: Browser, instead_of: str | None
) -> str:
    """The token of a new session. The one that this browser had before ends."""
    if person.left_at is not None or person.id == CALENDAR_ID:
        raise NotAllowed(CANNOT_SIGN_IN)
    token, now = secrets.token_urlsafe(32), clock.wall()
    if instead_of:
        _end(AuthSession.token_hash == queries.hash_of(instead_of))
    started = AuthSession(token_hash=queries.hash_of(token), person_id=person.id)
    started.created_at = started.seen_at = now
    started.amr, started.aal, started.strong_at = [method], AAL[method], None
    started.ip, started.user_agent = browser.ip, browser.user_agent
    db.session.add(started)
    return token


@use_case("access.sign_out")
def sign_out(session: AuthSession, *, by: Person) -> None:
    _end(AuthSession.id == session.id)


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
    """The link with which the first administrator chooses a password; it is also posted.

    Raises NotPossibleNow when there is an administrator.
    """
    return letters.invitation(people.enrol_first_administrator(name=name, email=email))


@use_case("access.choose_password")
def choose_password(person: Person, *, by: Person, token: str, password: str) -> None:
    """With a one-time link. Every session ends; this one is not signed in. Raises Gone."""
    link = one_time.consume(token, one_time.INVITATION, one_time.RESET)
    if link.person_id != person.id:
        raise Gone(one_time.NO_LONGER)
    _set_password(person, password)


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
    if reason := passwords.why_not(password, about=[person.name, person.email]):
        raise InvalidInput(reason, fields={"password": reason})
    kept = queries.credential_of(person) or Credential(person_id=person.id)
    kept.password_hash, kept.changed_at = passwords.hashed(password), clock.wall()
    db.session.add(kept)
    one_time.drop(person, one_time.INVITATION, one_time.RESET)
    _end(AuthSession.person_id == person.id)
    letters.password_changed(person, change=uuid.uuid4())


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
