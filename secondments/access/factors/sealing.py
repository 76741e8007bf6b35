"""Small secrets at rest: AES-256-GCM under a key derived from SECRET_KEY, bound to their owner.

A sealed value is: 4 bytes that name the key, 12 of nonce, the ciphertext. Keys of
SECRET_KEY_FALLBACKS still open what they sealed; `flask access reseal` moves it to the newest.
"""

import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from secondments.errors import Altered

KEY_ID, NONCE = 4, 12  # bytes
LOST = "This was sealed under a key that this service no longer has, or it was changed."


def seal(secret: bytes, about: str) -> bytes:
    """`about` says whose it is and what for; nothing else opens it."""
    key, nonce = _keys()[0], secrets.token_bytes(NONCE)
    return _id_of(key) + nonce + AESGCM(key).encrypt(nonce, secret, about.encode())


def unseal(sealed: bytes, about: str) -> bytes:
    """Raises Altered when no key of ours opens it for `about`."""
    named, nonce = sealed[:KEY_ID], sealed[KEY_ID : KEY_ID + NONCE]
    for key in _keys():
        if _id_of(key) != named:
            continue
        try:
            return AESGCM(key).decrypt(nonce, sealed[KEY_ID + NONCE :], about.encode())
        except (InvalidTag, ValueError):
            break
    raise Altered(LOST)


def is_under_the_newest_key(sealed: bytes) -> bool:
    return sealed[:KEY_ID] == _id_of(_keys()[0])


def _keys() -> list[bytes]:
    """The newest first."""
    fallbacks = current_app.config.get("SECRET_KEY_FALLBACKS") or ()
    return [_derived(secret) for secret in (current_app.config["SECRET_KEY"], *fallbacks)]


def _derived(secret: str | bytes) -> bytes:
    given = secret if isinstance(secret, bytes) else secret.encode()
    return HKDF(SHA256(), 32, salt=None, info=b"secondments sealed secrets v1").derive(given)


def _id_of(key: bytes) -> bytes:
    return sha256(b"key id\0" + key).digest()[:KEY_ID]
