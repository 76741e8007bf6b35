"""Who is at the keyboard, and in which session."""

from typing import cast

from flask_login import current_user

from secondments.access.models import AuthSession
from secondments.errors import ProgrammingError
from secondments.people.signed_in import me, somebody

__all__ = ["me", "signed_in_session", "somebody"]


def signed_in_session() -> AuthSession:
    """The session of the signed-in person. Call it only behind the sign-in door."""
    signed_in = current_user._get_current_object()
    if not signed_in.is_authenticated:
        raise ProgrammingError("signed_in_session() was asked on a page that is open to all")
    return cast(AuthSession, signed_in.session)
