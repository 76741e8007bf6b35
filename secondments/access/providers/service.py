"""What a provider brings about without anybody being signed in: logouts, and notices."""

import uuid
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from secondments import clock, jobs
from secondments.access import one_time
from secondments.access.models import AuthSession, OneTime
from secondments.access.providers import logout, queries, refusals
from secondments.access.providers.identities import Identity
from secondments.access.providers.logout import Logout
from secondments.extensions import db
from secondments.people.models import Person
from secondments.use_case import use_case

ONCE = "oidc_logout"


@use_case("access.end_by_provider")
def end_sessions(asked: Logout, *, by: Person) -> None:
    """Those that were opened with this provider, and what was half-way. Raises NotConfirmed.

    Nothing ends for somebody whom nobody here has linked, and nobody is told that.
    """
    _first_time(asked)
    found = queries.link_of(asked.identity)
    if found is None:
        return
    one_time.drop(found.person, one_time.SECOND)
    db.session.execute(
        delete(AuthSession).where(
            AuthSession.person_id == found.person_id,
            AuthSession.amr.contains([asked.identity.provider.method]),
        )
    )


@use_case("access.note_unlinked")
def note_unlinked(identity: Identity, *, by: Person) -> None:
    """A job looks whether anybody here has the address, so that the page tells nobody."""
    jobs.defer(
        "access.tell_of_unlinked",
        provider=identity.provider.code,
        mark=sha256(f"{identity.issuer}\0{identity.subject}".encode()).hexdigest(),
        email=identity.email,
    )


def _first_time(asked: Logout) -> None:
    """Of the same token twice, also at once, one counts."""
    now, named = clock.wall(), f"{asked.identity.issuer}\0{asked.jti}"
    noted = insert(OneTime).values(
        id=uuid.uuid4(),
        purpose=ONCE,
        token_hash=one_time.hash_of(ONCE, named),
        person_id=None,
        data={},
        made_at=now,
        expires_at=now + 2 * logout.FRESH,
        used_at=now,
    )
    noted = noted.on_conflict_do_nothing(index_elements=[OneTime.token_hash])
    if db.session.execute(noted.returning(OneTime.id)).one_or_none() is None:
        raise refusals.refused(asked.identity.provider.label, "the logout token was used already")
