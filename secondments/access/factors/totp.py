"""Codes of an authenticator app (RFC 6238): six digits, another every 30 seconds."""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30  # seconds
DIGITS = 6
SEED = 20  # bytes
AROUND = (0, -1, 1)  # a phone's clock may be one step off (security.md row 52)


def new_seed() -> bytes:
    return secrets.token_bytes(SEED)


def step_of(seed: bytes, code: str, at: datetime) -> int | None:
    """The step whose code this is, among those around `at`; None for a wrong code."""
    now, made = int(at.timestamp()) // STEP, _codes_of(seed)
    typed = code.encode()
    right = [
        now + by for by in AROUND if hmac.compare_digest(made.generate((now + by) * STEP), typed)
    ]
    return right[0] if right else None


def code_at(seed: bytes, at: datetime) -> str:
    """What the app shows then."""
    return _codes_of(seed).generate(int(at.timestamp())).decode()


def to_type(seed: bytes) -> str:
    """The seed for those who cannot scan it, in groups of four letters."""
    text = b32encode(seed).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def address(seed: bytes, *, account: str, service: str) -> str:
    """What the QR code says; apps know it as the Key URI format."""
    label = quote(f"{service}:{account}", safe=":@")
    return f"otpauth://totp/{label}?secret={b32encode(seed).decode()}&issuer={quote(service)}"


def _codes_of(seed: bytes) -> TOTP:
    # SHA-1, because several apps know no other; within HMAC its collisions do not matter.
    return TOTP(seed, DIGITS, SHA1(), STEP)  # noqa: S303
