"""One round trip to a provider and back: what it is for, kept on our side and good for one answer.

The browser keeps one token, however often it begins.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app

from secondments import clock
from secondments.access import one_time
from secondments.access.models import AuthSession, OneTime
from secondments.access.one_time import Spent
from secondments.access.providers import discovery, identities, refusals, tokens
from secondments.access.providers.configured import Provider
from secondments.access.providers.identities import Identity

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
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    more = _asked_again() if trip.why != SIGN_IN else _asked_once(provider)
    address = tokens.address_to_go_to(
        provider, _redirect_uri(provider), state=state, nonce=nonce, code_verifier=verifier, **more
    )
    data = {"provider": provider.code, "state": state, "nonce": nonce, "verifier": verifier}
    data |= {"why": trip.why, "wanted": trip.wanted, "kept": trip.kept}
    _, token = one_time.set_aside(
        PURPOSE, LASTING, data=data, session=session, instead_of=instead_of
    )
    return address, token


def waits_for(token: str) -> Trip | None:
    """The trip of this token, when a form waits for its end."""
    found = one_time.find(token, PURPOSE)
    return _trip(found.data) if found and found.data["kept"] else None


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


def _spent(provider: Provider, token: str) -> Spent:
    """Only a trip to this provider: an answer of another never gets here (RFC 9207 §2)."""
    spent = one_time.spend(token, PURPOSE, OneTime.data["provider"].astext == provider.code)
    if spent is None:
        raise refusals.refused(provider.label, "no such trip", refusals.STARTED_ELSEWHERE)
    return spent


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
