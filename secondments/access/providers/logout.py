"""Back-channel logout: what a provider's token has to be for sessions to end by it.

OpenID Connect Back-Channel Logout 1.0 §2.4 and §2.6; Authlib has nothing for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from secondments import clock
from secondments.access.providers import identities, refusals, tokens
from secondments.access.providers.configured import Provider
from secondments.access.providers.identities import Identity

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TYPE = "logout+jwt"
LONGEST = 20_000  # characters of a token
LONGEST_ID = 255
FRESH = timedelta(minutes=5)
EARLY = timedelta(seconds=tokens.LEEWAY)


@dataclass(frozen=True)
class Logout:
    """Who is to be signed out; `jti` is the token's own name, good once."""

    identity: Identity
    jti: str


def read(provider: Provider, token: str) -> Logout:
    """Raises NotConfirmed."""
    if not 0 < len(token) <= LONGEST:
        raise refusals.refused(provider.label, "there was no logout token")
    claims, header = tokens.logout_claims(provider, token)
    if reason := _what_is_wrong(provider, claims, header):
        raise refusals.refused(provider.label, f"the logout token {reason}")
    return Logout(identities.identity_of(provider, claims), claims["jti"])


def _what_is_wrong(
    provider: Provider, claims: Mapping[str, Any], header: Mapping[str, Any]
) -> str | None:
    jti, events = claims.get("jti"), claims.get("events")
    if str(header.get("typ", "")).lower() != TYPE:
        return "is of another type"
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        return "is about no logout"
    # An ID token has one: it must not serve as a logout token.
    if "nonce" in claims:
        return "has a nonce"
    if not isinstance(jti, str) or not 0 < len(jti) <= LONGEST_ID:
        return "has no name"
    return _wrong_for_us_now(provider, claims)


def _wrong_for_us_now(provider: Provider, claims: Mapping[str, Any]) -> str | None:
    audience, now = claims.get("aud"), clock.wall()
    for_us = audience if isinstance(audience, list) else [audience]
    if provider.client_id not in for_us:
        return "is for somebody else"
    made, ends = _seconds(claims.get("iat")), _seconds(claims.get("exp", now.timestamp() + 1))
    if not (now - FRESH).timestamp() <= made <= (now + EARLY).timestamp():
        return "is not fresh"
    return None if ends > (now - EARLY).timestamp() else "has expired"


def _seconds(said: object) -> float:
    """Since 1970; of what is no time, one that is long over."""
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) else 0.0
