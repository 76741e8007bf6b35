"""One round trip to a provider and back: what it is for, kept on our side and good for one answer.

The browser keeps one token, however often it begins.
"""

import hmac
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, insert, select, update

from secondments import clock
from secondments.access import one_time
from secondments.access.models import AuthSession, OneTime
from secondments.access.providers import discovery, identities, refusals, tokens
from secondments.access.providers.configured import Provider
from secondments.access.providers.identities import Identity
from secondments.extensions import db

PURPOSE = "oidc"
LASTING = timedelta(minutes=10)
SIGN_IN, LINK, PROVE = "sign_in", "link", "prove"
REDIRECT = "{base_url}/sign-in/with/{code}/back"
LONGEST_CODE = 4000  # characters


@dataclass(frozen=True)
class Trip:
    """`wanted` is the page to go to after it; `kept` the token of a form that waits for it."""

    why: str
    wanted: str
    kept: str = ""
    session: str = ""


@dataclass(frozen=True)
class Arrival:
    """Who came back, from which trip."""

    trip: Trip
    identity: Identity


def begin(
    provider: Provider, trip: Trip, *, session: AuthSession | None, instead_of: str
) -> tuple[str, str]:
    """The address to send the browser to, and the token for it to keep. Raises ProviderDown.

    `instead_of` is the token of a trip that this browser began and did not end.
    """
    token, state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
    more = _asked_again() if trip.why != SIGN_IN else _asked_once(provider)
    address = tokens.address_to_go_to(
        provider, _redirect_uri(provider), state=state, nonce=nonce, code_verifier=verifier, **more
    )
    now = clock.wall()
    row = insert(OneTime).values(
        id=uuid.uuid4(),
        purpose=PURPOSE,
        token_hash=one_time.hash_of(PURPOSE, token),
        person_id=session.person_id if session else None,
        data={
            "provider": provider.code,
            "state": state,
            "nonce": nonce,
            "verifier": verifier,
            "why": trip.why,
            "wanted": trip.wanted,
            "kept": trip.kept,
            "session": str(session.id) if session else "",
        },
        made_at=now,
        expires_at=now + LASTING,
    )
    with db.engine.begin() as connection:
        connection.execute(delete(OneTime).where(one_time.has_token(instead_of, PURPOSE)))
        connection.execute(row)
    return address, token


def waits_for(token: str) -> Trip | None:
    """The trip of this token, when a form waits for its end."""
    wanted = select(OneTime.data).where(one_time.has_token(token, PURPOSE), one_time.is_live())
    kept = db.session.scalar(wanted)
    return _trip(kept) if kept and kept["kept"] else None


def _trip(kept: Mapping[str, str]) -> Trip:
    return Trip(kept["why"], kept["wanted"], kept["kept"], kept["session"])


def end(
    provider: Provider, token: str, given: Mapping[str, str], *, session: AuthSession | None
) -> Arrival:
    """Raises NotConfirmed. Whatever the answer is worth, no second one is taken."""
    kept, asked_at = _spent(provider, token)
    if not hmac.compare_digest(kept["state"].encode(), given.get("state", "").encode()):
        raise refusals.refused(provider.label, "another state", refusals.STARTED_ELSEWHERE)
    trip = _trip(kept)
    if trip.session != (str(session.id) if session and trip.why != SIGN_IN else ""):
        raise refusals.refused(provider.label, "another session", refusals.STARTED_ELSEWHERE)
    claims = tokens.claims_for(
        provider,
        _code(provider, given),
        redirect_uri=_redirect_uri(provider),
        code_verifier=kept["verifier"],
        nonce=kept["nonce"],
    )
    identity = identities.identity_of(provider, claims)
    if trip.why == SIGN_IN:
        identities.is_recent(provider, claims, clock.wall())
    else:
        identities.was_asked_again(provider, claims, asked_at)
    return Arrival(trip, identity)


def _spent(provider: Provider, token: str) -> tuple[Mapping[str, str], datetime]:
    """Only a trip to this provider: an answer of another never gets here (RFC 9207 §2)."""
    used = (
        update(OneTime)
        .where(one_time.has_token(token, PURPOSE), one_time.is_live())
        .where(OneTime.data["provider"].astext == provider.code)
        .values(used_at=clock.wall())
        .returning(OneTime.data, OneTime.made_at)
    )
    with db.engine.begin() as connection:
        found = connection.execute(used).one_or_none()
    if found is None:
        raise refusals.refused(provider.label, "no such trip", refusals.STARTED_ELSEWHERE)
    return found.data, found.made_at


def _code(provider: Provider, given: Mapping[str, str]) -> str:
    """Raises NotConfirmed when the answer is another provider's, a refusal, or none."""
    said = given.get("iss")
    metadata = discovery.metadata_of(provider)
    if (said is None and metadata.names_itself) or (
        said is not None and not provider.is_issuer(said)
    ):
        raise refusals.refused(provider.label, "the answer is of another issuer")
    code = given.get("code", "")
    if "error" in given or not 0 < len(code) <= LONGEST_CODE:
        raise refusals.refused(provider.label, "the answer is a refusal")
    return code


def _redirect_uri(provider: Provider) -> str:
    base_url = current_app.config["BASE_URL"]
    return REDIRECT.format(base_url=base_url, code=provider.code)


def _asked_again() -> dict[str, str]:
    return {"prompt": "login", "max_age": "0"}


def _asked_once(provider: Provider) -> dict[str, str]:
    if provider.max_age is None:
        return {}
    return {"max_age": str(int(provider.max_age.total_seconds()))}
