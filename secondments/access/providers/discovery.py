"""What a provider says of itself: its addresses and its keys, kept for an hour by each process."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from secondments import clock
from secondments.access.providers import fetching, refusals
from secondments.access.providers.configured import Provider
from secondments.access.providers.fetching import Unanswered

KEPT = timedelta(hours=1)
# Of a provider that is down nobody waits again so soon: each waiting request holds a thread.
REST = timedelta(seconds=20)
KEYS_AGAIN = timedelta(minutes=1)
WELL_KNOWN = "/.well-known/openid-configuration"
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Metadata:
    """As far as it is used. `names_itself`: its answers carry `iss` (RFC 9207)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    names_itself: bool
    secret_in_body: bool


@dataclass
class _Kept:
    metadata: Metadata | None = None
    keys: dict[str, Any] | None = None
    metadata_at: datetime | None = None
    keys_at: datetime | None = None
    failed_at: datetime | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_KEPT: dict[Provider, _Kept] = {}


def forget() -> None:
    """Ask every provider anew."""
    _KEPT.clear()


def metadata_of(provider: Provider) -> Metadata:
    """Raises ProviderDown; also when the metadata are another issuer's, or not safe to follow."""
    kept = _KEPT.setdefault(provider, _Kept())
    if kept.metadata is None or _is_older(kept.metadata_at, KEPT):
        found = _ask(provider, kept, provider.discovered_at.rstrip("/") + WELL_KNOWN)
        kept.metadata, kept.metadata_at = _checked(provider, found), clock.wall()
    return kept.metadata


def keys_of(provider: Provider, *, again: bool = False) -> dict[str, Any]:
    """Its key set. `again`: a token names a key that is not there; at most once a minute."""
    kept, address = _KEPT.setdefault(provider, _Kept()), metadata_of(provider).jwks_uri
    with kept.lock:
        if kept.keys is None or _is_older(kept.keys_at, KEYS_AGAIN if again else KEPT):
            kept.keys, kept.keys_at = _ask(provider, kept, address), clock.wall()
    return kept.keys


def _ask(provider: Provider, kept: _Kept, address: str) -> dict[str, Any]:
    if kept.failed_at is not None and not _is_older(kept.failed_at, REST):
        raise refusals.down(provider.label, "it was down a moment ago")
    try:
        found = fetching.get(address)
    except Unanswered as error:
        kept.failed_at = clock.wall()
        raise refusals.down(provider.label, str(error)) from error
    kept.failed_at = None
    return found


def _checked(provider: Provider, found: dict[str, Any]) -> Metadata:
    # OpenID Connect Discovery §4.3; Authlib takes what it is given.
    if not provider.is_metadata_of(found.get("issuer")):
        raise refusals.down(provider.label, "its metadata name another issuer")
    authorization, token, jwks = (found.get(name) for name in ADDRESSES)
    if not all(_is_safe(provider, address) for address in (authorization, token, jwks)):
        raise refusals.down(provider.label, "its metadata name an address that is not https")
    ways = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Metadata(
        authorization_endpoint=str(authorization),
        token_endpoint=str(token),
        jwks_uri=str(jwks),
        names_itself=found.get("authorization_response_iss_parameter_supported") is True,
        secret_in_body="client_secret_basic" not in ways,
    )


def _is_safe(provider: Provider, address: object) -> bool:
    """Over https; or, of a provider on this machine, as it is itself."""
    if not isinstance(address, str):
        return False
    parts, own = urlsplit(address), urlsplit(provider.issuer)
    return parts.scheme == "https" or (parts.scheme, parts.hostname) == (own.scheme, own.hostname)


def _is_older(at: datetime | None, age: timedelta) -> bool:
    return at is None or clock.wall() - at >= age
