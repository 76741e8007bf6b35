"""Step-up: proof, given now and good for one act on one document, of who is at the keyboard."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Select, String, cast, select, update

from secondments import clock
from secondments.access import one_time, queries
from secondments.access.factors import proving
from secondments.access.factors.proving import Proof
from secondments.access.models import AuthSession, OneTime
from secondments.errors import NotAllowed
from secondments.extensions import db
from secondments.people.models import Person

LASTING = timedelta(minutes=5)
AGAIN = "Confirm again that it is you: it is asked for each document, and good for five minutes."


class Grant(NamedTuple):
    """`method` is how it was proved: passkey, totp, password, or oidc: and a provider's code."""

    id: uuid.UUID
    method: str


@dataclass(frozen=True)
class Shown:
    """The document that was on the page, by its SHA-256, and the grant for an act on it."""

    sha256: str
    grant_id: uuid.UUID


def grant(
    session: AuthSession, person: Person, proof: Proof, *, purpose: str, document_sha256: str
) -> Grant:
    """A single-use grant for `purpose` on the document with this digest, in this session.

    Kept in its own transaction. Raises InvalidInput at the field that is wrong, or TooMany.
    """
    if session.person_id != person.id:
        raise NotAllowed(AGAIN)
    method = proving.check(proof, session, person, about=about(purpose, document_sha256))
    shown = {"document": document_sha256}
    grant_id, _ = one_time.set_aside(_purpose(purpose), LASTING, data=shown, session=session)
    return Grant(grant_id, method)


def consume(grant_id: uuid.UUID, *, person: Person, purpose: str, document_sha256: str) -> None:
    """Use the grant up, in the caller's transaction: of two at once, one wins.

    Raises NotAllowed for a grant that was used, has expired, is of a session that has ended, or
    is for anything or anyone else.
    """
    given_in = OneTime.data["session"].astext
    used = (
        update(OneTime)
        .where(OneTime.id == grant_id, OneTime.person_id == person.id)
        .where(OneTime.purpose == _purpose(purpose), one_time.is_live())
        .where(OneTime.data["document"].astext == document_sha256)
        .where(given_in.in_(_sessions_of(person)))
        .values(used_at=clock.wall())
        .returning(OneTime.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(used) is None:
        raise NotAllowed(AGAIN)


def _sessions_of(person: Person) -> Select[str]:
    """The session at work; where there is none, as in a command, any live one of the person."""
    live = select(cast(AuthSession.id, String)).where(
        AuthSession.person_id == person.id, queries.is_live()
    )
    this_one = db.session().info.get("auth_session")
    return live.where(AuthSession.id == this_one) if this_one else live


def about(purpose: str, document_sha256: str) -> str:
    """What a provider is asked to confirm: one act on one document."""
    return f"{purpose}:{document_sha256}"


def _purpose(purpose: str) -> str:
    return f"step_up:{purpose}"
