"""Recovery codes: ten of 100 bits, shown once, each good once."""

import secrets
from hashlib import sha256

HOW_MANY = 10
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32, without those that are read as another
GROUPS, IN_A_GROUP = 4, 5


def new_codes() -> list[str]:
    return ["-".join(_group() for _ in range(GROUPS)) for _ in range(HOW_MANY)]


def hash_of(code: str) -> str:
    """SHA-256: 100 random bits need no slower one. Case, spaces and dashes do not count."""
    plain = "".join(c for c in code.upper() if c.isascii() and c.isalnum())
    return sha256(f"recovery\0{plain}".encode()).hexdigest()


def looks_like_one(code: str) -> bool:
    return sum(c.isalnum() for c in code) == GROUPS * IN_A_GROUP


def _group() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP))
