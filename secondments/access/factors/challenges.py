"""Challenges for passkeys: kept on our side, for one purpose, answered once."""

import secrets
import uuid
from base64 import b64decode, b64encode
from datetime import timedelta

from sqlalchemy import insert, update

from secondments import clock
from secondments.access import one_time
from secondments.access.factors import passkeys
from secondments.access.models import AuthSession, OneTime
from secondments.errors import InvalidInput
from secondments.extensions import db

SIGN_IN, NEW, PROOF = "sign_in", "new", "proof"
LASTING = timedelta(minutes=5)
TOO_LATE = "The passkey was asked for more than five minutes ago. Try again."


def begin(why: str, *, session: AuthSession | None = None) -> tuple[str, bytes]:
    """The token to send back with the answer, and the challenge. `session`: of whom it is asked.

    Kept in its own transaction.
    """
    token, challenge, now = secrets.token_urlsafe(32), passkeys.new_challenge(), clock.wall()
    row = insert(OneTime).values(
        id=uuid.uuid4(),
        purpose=_purpose(why),
        token_hash=one_time.hash_of(_purpose(why), token),
        person_id=session.person_id if session else None,
        data={
            "challenge": b64encode(challenge).decode(),
            "session": str(session.id) if session else "",
        },
        made_at=now,
        expires_at=now + LASTING,
    )
    with db.engine.begin() as connection:
        connection.execute(row)
    return token, challenge


def spend(token: str, why: str, *, session: AuthSession | None = None) -> bytes:
    """The challenge, which no second answer gets: this is kept whatever the answer is worth.

    Raises InvalidInput for one that was answered, has expired or was asked of another session.
    """
    used = (
        update(OneTime)
        .where(one_time.has_token(token, _purpose(why)), one_time.is_live())
        .where(OneTime.data["session"].astext == (str(session.id) if session else ""))
        .values(used_at=clock.wall())
        .returning(OneTime.data["challenge"].astext)
    )
    with db.engine.begin() as connection:
        challenge = connection.scalar(used)
    if challenge is None:
        raise InvalidInput(TOO_LATE)
    return b64decode(challenge)


def _purpose(why: str) -> str:
    return f"passkey:{why}"
