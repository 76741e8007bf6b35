"""Limits on tries, counted in database rows so that they hold across hosts; never a lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert

from secondments import clock, words
from secondments.access.models import Bucket
from secondments.errors import TooMany
from secondments.extensions import db

SENTENCE = "There were too many tries. Nothing is locked: try again in {wait}."


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in any stretch of time as long as `within`."""

    name: str
    most: int
    within: timedelta


# Wrong passwords only: a right one is given back. An address may be a whole hospital's, so it has
# more room than an account (security.md §1 row 21; Cyber Essentials: ten guesses in five minutes).
PASSWORDS_OF_ONE = Limit("password", 10, timedelta(minutes=5))
PASSWORDS_FROM_ONE_PLACE = Limit("password-from", 50, timedelta(minutes=5))
# Codes of the second factor have a million values: security.md row 21.
CODES_OF_ONE = (
    Limit("code", 5, timedelta(minutes=5)),
    Limit("code-hour", 20, timedelta(hours=1)),
    Limit("code-day", 50, timedelta(days=1)),
)
CHALLENGES_FROM_ONE_PLACE = Limit("challenge-from", 300, timedelta(minutes=5))
LOGOUTS_FROM_ONE_PLACE = Limit("logout-from", 300, timedelta(minutes=5))
LETTERS_TO_ONE = Limit("reset", 5, timedelta(days=1))
LETTERS_FROM_ONE_PLACE = Limit("reset-from", 20, timedelta(hours=1))


def take(limit: Limit, subject: str) -> None:
    """Count a try. Raises TooMany. Its own transaction: no rollback gives the try back."""
    now = clock.wall()
    held = insert(Bucket).values(key=_key(limit, subject), tries=[], until=now + limit.within)
    # An update that changes nothing: it locks the row that is there and returns it.
    held = held.on_conflict_do_update(index_elements=[Bucket.key], set_={"key": Bucket.key})
    with db.engine.begin() as connection:
        counted = connection.scalar(held.returning(Bucket.tries)) or []
        recent = [at for at in counted if at > now - limit.within]
        if len(recent) >= limit.most:
            raise _too_many(recent[0] + limit.within - now)
        connection.execute(
            update(Bucket)
            .where(Bucket.key == _key(limit, subject))
            .values(tries=[*recent, now], until=now + limit.within)
        )


def give_back(limit: Limit, subject: str) -> None:
    """The newest try was none: the password was right."""
    with db.engine.begin() as connection:
        connection.execute(
            update(Bucket)
            .where(Bucket.key == _key(limit, subject))
            .values(
                tries=func.trim_array(Bucket.tries, func.least(1, func.cardinality(Bucket.tries)))
            )
        )


@contextmanager
def counting_wrong_passwords(account: str, place: str) -> Iterator[None]:
    """Count a try against both limits; leaving without an error gives it back."""
    # The place first: one that is over its limit uses up nobody's account.
    take(PASSWORDS_FROM_ONE_PLACE, place)
    take(PASSWORDS_OF_ONE, account)
    try:
        yield
    except TooMany:
        # Nobody looked at the password: too many were signing in. That was no try.
        _give_back_both(account, place)
        raise
    _give_back_both(account, place)


def _give_back_both(account: str, place: str) -> None:
    give_back(PASSWORDS_FROM_ONE_PLACE, place)
    give_back(PASSWORDS_OF_ONE, account)


@contextmanager
def counting_wrong_codes(person_id: object) -> Iterator[None]:
    """The same for the codes of one person."""
    for limit in CODES_OF_ONE:
        take(limit, str(person_id))
    yield
    for limit in CODES_OF_ONE:
        give_back(limit, str(person_id))


def place_of(address: str | None) -> str:
    """The network address that a limit counts: of IPv6 the /64, which one customer has whole."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, 64), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)


def _key(limit: Limit, subject: str) -> str:
    return sha256(f"{limit.name}\0{subject}".encode("utf-8", "surrogatepass")).hexdigest()


def _too_many(wait: timedelta) -> TooMany:
    seconds = max(1, round(wait.total_seconds()))
    return TooMany(SENTENCE.format(wait=words.wait(seconds)), retry_after=seconds)
