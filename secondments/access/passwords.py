"""Which passwords are good enough, and how they are kept: argon2id, never the password itself."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from secondments.errors import TooMany

LEAST, MOST = 12, 1024  # characters
# What must be left, in different characters, when words that others would try are taken out.
OF_ONES_OWN = 6
SHORTEST_WORD = 4
# OWASP's first choice, 25 ms on one core (security.md §2.3). Raised, it takes hold at sign-in.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# One hash at a time in each process, of which the server has one for each core; and at most two of
# a process's four threads wait for it.
AT_WORK, IN_LINE = BoundedSemaphore(1), BoundedSemaphore(2)
WAIT = 2  # seconds
BUSY = "Many people are signing in just now. Try again in a few seconds: nothing was counted."

TOO_SHORT = f"Use at least {LEAST} characters: three or four words that do not go together will do"
TOO_LONG = f"Use at most {MOST:,} characters"
CANNOT_BE_KEPT = "Take out the characters that cannot be shown: type the password instead"
TOO_COMMON = "This is one of the first passwords that anyone would try. Choose another"
TOO_CLOSE = (
    "This is mostly your name, your email address or the name of this service. Choose another"
)
OUR_NAME = ("secondments", "secondment")
KEYS: tuple[str, ...] = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
KEYS += ("qaz", "wsx", "edc", "rfv", "tgb", "yhn", "!@#", "@#$", "#$%", '!"£', '"£$', "£$%")
THREE_IN_A_ROW = {
    row[i : i + 3] for key in KEYS for row in (key, key[::-1]) for i in range(len(row) - 2)
}
DISGUISES = str.maketrans("013457@$!", "oieastasi")


def why_not(password: str, *, about: Iterable[str] = ()) -> str | None:
    """The sentence that says why this password cannot be taken, or None.

    `about` is what others know of the person: name, address, employer.
    """
    if len(password) > MOST:
        return TOO_LONG
    if _cannot_be_kept(password):
        return CANNOT_BE_KEPT
    normal = normalised(password)
    # Both, because a typed character can be eighteen in normal form, and two can be one.
    if min(len(password), len(normal)) < LEAST:
        return TOO_SHORT
    folded = normal.casefold()
    if any(_own(text, _common()) < OF_ONES_OWN for text in (folded, folded.translate(DISGUISES))):
        return TOO_COMMON
    return TOO_CLOSE if _own(folded, _words_of(about) | _common()) < OF_ONES_OWN else None


def normalised(password: str) -> str:
    """NFKC, so that a password typed on two keyboards is one; nothing is trimmed or cut."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """Raises TooMany when many hash at once."""
    with _in_turn():
        return HASHER.hash(normalised(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Takes as long when there is no hash to compare with.

    Raises TooMany when many hash at once.
    """
    if len(password) > MOST or _cannot_be_kept(password):
        password_hash, password = None, ""
    known = password_hash or _hash_of_nobody()
    try:
        with _in_turn():
            HASHER.verify(known, normalised(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def should_be_rehashed(password_hash: str) -> bool:
    return HASHER.check_needs_rehash(password_hash)


@contextmanager
def _in_turn() -> Iterator[None]:
    """A storm of sign-ins slows sign-ins alone: threads and cores are left for other pages."""
    if not IN_LINE.acquire(blocking=False):
        raise TooMany(BUSY, retry_after=WAIT)
    try:
        with AT_WORK:
            yield
    finally:
        IN_LINE.release()


@cache
def _hash_of_nobody() -> str:
    return HASHER.hash("nobody has this password")


def _cannot_be_kept(text: str) -> bool:
    return "\0" in text or any("\ud800" <= c <= "\udfff" for c in text)


def _own(text: str, words: Iterable[str]) -> int:
    """How many different characters are left without `words`, runs of keys and repeats."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    triples = {i: text[i : i + 3] for i in range(len(text) - 2)}
    in_a_row = {i for i, three in triples.items() if three in THREE_IN_A_ROW or len({*three}) == 1}
    return len({c for i, c in enumerate(text) if not {i, i - 1, i - 2} & in_a_row} - {" "})


def _words_of(about: Iterable[str]) -> frozenset[str]:
    folded = normalised(" ".join([*about, *OUR_NAME])).casefold()
    return frozenset(w for w in re.split(r"[\W_]+", folded) if len(w) >= SHORTEST_WORD)


@cache
def _common() -> frozenset[str]:
    """The words that the commonest passwords are made of, one a line, at least four letters."""
    listed = Path(__file__).with_name("common_passwords.txt").read_text("utf-8")
    return frozenset(line for line in listed.split("\n") if line and not line.startswith("#"))
