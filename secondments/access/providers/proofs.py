"""A form that waits while its sender proves at a provider who they are, and then that proof.

Kept for one session, page, act and document; used up by the act, or by its failing.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, select, type_coerce, update
from sqlalchemy.dialects.postgresql import JSONB

from secondments import clock
from secondments.access import one_time
from secondments.access.models import AuthSession, OneTime
from secondments.errors import InvalidInput
from secondments.extensions import db

PURPOSE = "oidc_proof"
LASTING = timedelta(minutes=15)  # ten for the round trip, and five
GOOD_FOR = timedelta(minutes=5)
MOST = 60_000  # characters
TOO_MUCH = "This is too long to be kept meanwhile. Confirm in another way."
NO_LONGER = "Confirm again that it is you: it is asked for each act, and good for five minutes."


class Waiting(NamedTuple):
    """What was typed; `method` is empty until the provider has confirmed who it was."""

    pairs: list[tuple[str, str]]
    method: str


def keep(session: AuthSession, *, about: str, pairs: Sequence[tuple[str, str]]) -> str:
    """The token of a form that is for the act `about`. Raises InvalidInput for a very long one."""
    # PostgreSQL stores no NUL.
    said = json.dumps([*pairs]).replace("\\u0000", "")
    if len(said) > MOST:
        raise InvalidInput(TOO_MUCH)
    data = {"pairs": json.loads(said), "about": about, "method": ""}
    _, token = one_time.set_aside(PURPOSE, LASTING, data=data, session=session)
    return token


def confirm(token: str, session: AuthSession, *, method: str) -> None:
    """The provider has confirmed that it is the person of the session: good for five minutes."""
    confirmed = OneTime.data.op("||")(type_coerce({"method": method}, JSONB))
    found = update(OneTime).where(*_is(token, session))
    with db.engine.begin() as connection:
        connection.execute(found.values(data=confirmed, expires_at=clock.wall() + GOOD_FOR))


def waiting(token: str, session: AuthSession) -> Waiting | None:
    """Looking does not use it up."""
    found = db.session.scalar(select(OneTime.data).where(*_is(token, session)))
    return Waiting([(n, v) for n, v in found["pairs"]], found["method"]) if found else None


def spend(token: str, session: AuthSession, *, about: str) -> str:
    """The method that proved it; kept whatever becomes of the act. Raises InvalidInput."""
    of_it = OneTime.data["about"].astext == about
    is_confirmed = OneTime.data["method"].astext != ""
    spent = one_time.spend(token, PURPOSE, one_time.of_session(session), of_it, is_confirmed)
    if spent is None:
        raise InvalidInput(NO_LONGER)
    return str(spent.data["method"])


def _is(token: str, session: AuthSession) -> tuple[ColumnElement[bool], ...]:
    return one_time.has_token(token, PURPOSE), one_time.is_live(), one_time.of_session(session)
