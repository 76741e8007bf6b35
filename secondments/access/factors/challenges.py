"""Challenges for passkeys: kept on our side, for one purpose, answered once."""

from base64 import b64decode, b64encode
from datetime import timedelta

from secondments.access import one_time
from secondments.access.factors import passkeys
from secondments.access.models import AuthSession
from secondments.errors import InvalidInput

SIGN_IN, NEW, PROOF = "sign_in", "new", "proof"
LASTING = timedelta(minutes=5)
TOO_LATE = "The passkey was asked for more than five minutes ago. Try again."


def begin(why: str, *, session: AuthSession | None = None) -> tuple[str, bytes]:
    """The token to send back with the answer, and the challenge. `session`: of whom it is asked."""
    challenge = passkeys.new_challenge()
    data = {"challenge": b64encode(challenge).decode()}
    _, token = one_time.set_aside(_purpose(why), LASTING, data=data, session=session)
    return token, challenge


def spend(token: str, why: str, *, session: AuthSession | None = None) -> bytes:
    """The challenge, which no second answer gets: this is kept whatever the answer is worth.

    Raises InvalidInput for one that was answered, has expired or was asked of another session.
    """
    spent = one_time.spend(token, _purpose(why), one_time.of_session(session))
    if spent is None:
        raise InvalidInput(TOO_LATE)
    return b64decode(spent.data["challenge"])


def _purpose(why: str) -> str:
    return f"passkey:{why}"
