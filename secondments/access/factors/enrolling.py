"""The seed of a new authenticator app, while its page is open: it waits there, sealed."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from secondments.access.factors import sealing
from secondments.errors import Altered
from secondments.people.models import Person


def sealed(seed: bytes, person: Person) -> str:
    return urlsafe_b64encode(sealing.seal(seed, _about(person))).decode()


def seed_in(text: str, person: Person) -> bytes | None:
    """None for one that is not ours, or not this person's."""
    try:
        return sealing.unseal(urlsafe_b64decode(text or ""), _about(person))
    except (Altered, NotBase64, ValueError):
        return None


def _about(person: Person) -> str:
    return f"new totp:{person.id}"
