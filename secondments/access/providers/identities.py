"""Whom a provider's claims name, how strongly they were confirmed, and when. Plain rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from secondments.access.providers import refusals
from secondments.access.providers.configured import ENTRA, Provider

LONGEST = 255  # characters of a subject: OpenID Connect Core §2
# Between the page that asks and the provider's clock.
EARLIER = timedelta(seconds=60)
MFA = "mfa"  # RFC 8176, and Entra's word
ONE_FACTOR, TWO_FACTORS = 1, 2


@dataclass(frozen=True)
class Identity:
    """Somebody at a provider. The e-mail address is for notices: it finds no account."""

    provider: Provider
    issuer: str
    subject: str
    tid: str | None
    aal: int
    email: str


def identity_of(provider: Provider, claims: Mapping[str, Any]) -> Identity:
    """Raises NotConfirmed for another issuer or tenant, or nobody in particular."""
    tid = _tenant(provider, claims)
    issuer, subject = claims.get("iss"), _subject(provider, claims)
    if not provider.is_issuer(issuer, tid=tid):
        raise refusals.refused(provider.label, "the token is of another issuer")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST or "\0" in subject:
        raise refusals.refused(provider.label, "the token names nobody")
    email = claims.get("email")
    known = email if isinstance(email, str) and email.isprintable() else ""
    return Identity(provider, str(issuer), subject, tid, _strength(provider, claims), known[:254])


def was_asked_again(provider: Provider, claims: Mapping[str, Any], asked_at: datetime) -> None:
    """Raises NotConfirmed unless they proved who they are since `asked_at`, or just before.

    Authlib looks only whether auth_time is there, and not even that when max_age is 0.
    """
    if _proved_at(claims) < (asked_at - EARLIER).timestamp():
        raise refusals.refused(provider.label, "auth_time is old or absent", refusals.NOT_FRESH)


def is_recent(provider: Provider, claims: Mapping[str, Any], now: datetime) -> None:
    """Raises NotConfirmed when the provider's own session is older than its `max_age`."""
    if provider.max_age is None:
        return
    if _proved_at(claims) < (now - provider.max_age - EARLIER).timestamp():
        raise refusals.refused(provider.label, "auth_time is too old", refusals.NOT_FRESH)


def _tenant(provider: Provider, claims: Mapping[str, Any]) -> str | None:
    if provider.kind != ENTRA:
        return None
    tid = claims.get("tid")
    if not isinstance(tid, str):
        raise refusals.refused(provider.label, "the token is of no tenant")
    return tid


def _subject(provider: Provider, claims: Mapping[str, Any]) -> object:
    """Entra's oid is the same for each registration in a tenant; sub is another for each."""
    oid = claims.get("oid") if provider.kind == ENTRA else None
    return claims.get("sub") if oid is None else oid


def _strength(provider: Provider, claims: Mapping[str, Any]) -> int:
    acr, amr = claims.get("acr"), claims.get("amr")
    if isinstance(acr, str) and acr in provider.two_factors:
        return TWO_FACTORS
    if provider.kind == ENTRA and isinstance(amr, list) and MFA in amr:
        return TWO_FACTORS
    return ONE_FACTOR


def _proved_at(claims: Mapping[str, Any]) -> float:
    """Seconds since 1970; of a time that is absent or none, so early that it is never enough."""
    at = claims.get("auth_time")
    return float(at) if isinstance(at, int | float) and not isinstance(at, bool) else 0.0
