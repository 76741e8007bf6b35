"""The OpenID providers that this service knows: a file of the operator's, checked at the start."""

import json
import re
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Flask, current_app

from secondments.errors import CannotStart, NotFound

EXTENSION = "secondments.providers"
PLAIN, ENTRA, CIS2 = "plain", "entra", "cis2"
KINDS = (PLAIN, ENTRA, CIS2)
# Asymmetric only: with HS256 whoever knows the client secret could write a token.
ALGORITHMS = ("RS256", "ES256", "PS256", "RS384", "ES384", "PS384", "RS512", "ES512", "PS512")
PINNED = ("RS256", "ES256")
AT_HOME = frozenset({"localhost", "127.0.0.1", "::1"})
CODE = re.compile(r"[a-z][a-z0-9-]{0,29}")
TENANT = "{tid}"
ANY_TENANT = "organizations"  # Entra's word for every work or school account
CIS2_ASKS = "AAL2_OR_AAL3_ANY"
CIS2_TWO = (CIS2_ASKS, "AAL2_ANY", "AAL3_ANY")
CIS2_HOURS = 12  # as long as our own sessions
NEEDED = ("code", "label", "issuer", "client_id", "client_secret_file")
OPTIONAL = (
    *("kind", "organisation", "algorithms", "two_factors", "acr_values", "tenants"),
    *("max_age_minutes", "origins"),
)


@dataclass(frozen=True)
class Provider:
    """One registration of ours at an OpenID provider.

    `issuer` is a template with {tid} for Entra, whose `tenants` are those let in. `two_factors`
    are the values of acr that stand for two factors, `acr_values` what is asked for. `max_age` is
    how long ago they may have proved to the provider who they are; None does not ask.
    `organisation`: only people with a role there link it. `origins`: where its pages also send on.
    """

    code: str
    label: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    kind: str = PLAIN
    organisation: uuid.UUID | None = None
    algorithms: tuple[str, ...] = PINNED
    two_factors: frozenset[str] = frozenset()
    acr_values: str = ""
    tenants: frozenset[str] = frozenset()
    max_age: timedelta | None = None
    origins: tuple[str, ...] = ()

    @property
    def method(self) -> str:
        """What a session opened with it remembers."""
        return f"oidc:{self.code}"

    @property
    def gives_two_factors(self) -> bool:
        return bool(self.two_factors) or self.kind == ENTRA

    @property
    def discovered_at(self) -> str:
        """The issuer whose metadata are asked for."""
        one = next(iter(self.tenants)) if len(self.tenants) == 1 else ANY_TENANT
        return self.issuer.replace(TENANT, one)

    def is_issuer(self, said: object, *, tid: str | None = None) -> bool:
        """Whether `said` is this provider; of Entra, for the tenant `tid` or any that is let in."""
        if self.kind != ENTRA:
            return said == self.issuer
        tenants = self.tenants if tid is None else self.tenants & {tid}
        return said in {self.issuer.replace(TENANT, tenant) for tenant in tenants}

    def is_metadata_of(self, said: object) -> bool:
        """Entra's metadata for all tenants name a template of their own."""
        template = self.issuer.replace(TENANT, "{tenantid}")
        return self.is_issuer(said) or (self.kind == ENTRA and said == template)


def init_app(app: Flask) -> None:
    """Raises CannotStart with a sentence for the operator."""
    path = app.config.get("OIDC_PROVIDERS", "")
    found = read(Path(path), strict=not app.config["DEMO"]) if path else ()
    app.extensions[EXTENSION] = found
    # A form's answer may lead there: CSP asks of redirects what it asks of forms.
    origins = {origin for each in found for origin in (_origin(each.issuer), *each.origins)}
    app.config["FORM_ORIGINS"] = "".join(f" {origin}" for origin in sorted(origins))


def every() -> tuple[Provider, ...]:
    return cast(tuple[Provider, ...], current_app.extensions[EXTENSION])


def get(code: str) -> Provider:
    """Raises NotFound."""
    found = find(code)
    if found is None:
        raise NotFound
    return found


def find(code: str) -> Provider | None:
    """None for one that was taken out of the file."""
    return next((each for each in every() if each.code == code), None)


def read(path: Path, *, strict: bool) -> tuple[Provider, ...]:
    """`strict`: issuers are reached over https, even on this machine. Raises CannotStart."""
    try:
        rows = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CannotStart(f"OIDC_PROVIDERS: {path} cannot be read as JSON: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CannotStart(f"OIDC_PROVIDERS: {path} has to hold a list of providers.")
    found = tuple(_provider(row, path, strict=strict) for row in rows)
    for named in ("code", "issuer"):
        values = [getattr(each, named) for each in found]
        if twice := {value for value in values if values.count(value) > 1}:
            raise CannotStart(f"OIDC_PROVIDERS: two providers have the {named} {twice.pop()}.")
    return found


def _provider(row: dict[str, Any], path: Path, *, strict: bool) -> Provider:
    try:
        return _read_one(row, path.parent, strict=strict)
    except ValueError as wrong:
        code = str(row.get("code", "without a code"))
        raise CannotStart(f"OIDC_PROVIDERS: the provider {code}: {wrong}") from wrong


def _read_one(row: dict[str, Any], folder: Path, *, strict: bool) -> Provider:
    """Raises ValueError with a sentence."""
    if missing := [name for name in NEEDED if not row.get(name)]:
        raise ValueError(f"{', '.join(missing)} is missing.")
    if unknown := sorted(set(row) - {*NEEDED, *OPTIONAL}):
        raise ValueError(f"there is no setting called {unknown[0]}.")
    if any(not isinstance(row[name], str) for name in NEEDED):
        raise ValueError(f"{', '.join(NEEDED)} are texts.")
    if not CODE.fullmatch(row["code"]):
        raise ValueError("the code is at most 30 small letters, digits and dashes.")
    kind = _one_of(row.get("kind", PLAIN), KINDS, "kind")
    return Provider(
        code=row["code"],
        label=row["label"],
        issuer=_issuer(row["issuer"], kind, strict=strict),
        client_id=row["client_id"],
        client_secret=_secret(folder / row["client_secret_file"]),
        kind=kind,
        organisation=_organisation(row.get("organisation")),
        algorithms=_algorithms(row),
        two_factors=frozenset(_texts(row, "two_factors", CIS2_TWO if kind == CIS2 else ())),
        acr_values=row.get("acr_values", CIS2_ASKS if kind == CIS2 else ""),
        tenants=_tenants(row, kind),
        max_age=_max_age(row, kind),
        origins=tuple(_address(each, strict=strict) for each in _texts(row, "origins")),
    )


def _issuer(issuer: str, kind: str, *, strict: bool) -> str:
    if (TENANT in issuer) != (kind == ENTRA):
        raise ValueError("an issuer of Entra, and no other, has {tid} where the tenant stands.")
    return _address(issuer, strict=strict)


def _address(address: str, *, strict: bool) -> str:
    parts = urlsplit(address)
    at_home = parts.scheme == "http" and parts.hostname in AT_HOME and not strict
    if parts.scheme != "https" and not at_home:
        raise ValueError(f"{address} has to begin with https://")
    if not parts.hostname or parts.query or parts.fragment or set(address) & set(" ;,'\""):
        raise ValueError(f"{address} has to be a plain address.")
    return address


def _secret(path: Path) -> str:
    try:
        secret = path.read_text("utf-8").strip()
    except (OSError, ValueError):
        secret = ""
    if not secret:
        raise ValueError(
            f"the file {path.name} with its client secret cannot be read, or is empty."
        )
    return secret


def _organisation(given: Any) -> uuid.UUID | None:
    if given is None:
        return None
    try:
        return uuid.UUID(given)
    except (ValueError, TypeError, AttributeError):
        raise ValueError("the organisation is named by its id, as in its page’s address.") from None


def _algorithms(row: dict[str, Any]) -> tuple[str, ...]:
    found = _texts(row, "algorithms", PINNED)
    for each in found:
        _one_of(each, ALGORITHMS, "signing algorithm")
    return found or PINNED


def _tenants(row: dict[str, Any], kind: str) -> frozenset[str]:
    found = frozenset(_texts(row, "tenants"))
    if bool(found) != (kind == ENTRA):
        raise ValueError("a provider of the kind entra, and no other, lists its tenants.")
    return found


def _max_age(row: dict[str, Any], kind: str) -> timedelta | None:
    minutes = row.get("max_age_minutes", CIS2_HOURS * 60 if kind == CIS2 else None)
    if minutes is None:
        return None
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes < 1:
        raise ValueError("max_age_minutes is a whole number of minutes, at least 1.")
    return timedelta(minutes=minutes)


def _texts(row: dict[str, Any], name: str, otherwise: tuple[str, ...] = ()) -> tuple[str, ...]:
    found = row.get(name, otherwise)
    if not isinstance(found, list | tuple) or not all(x and isinstance(x, str) for x in found):
        raise ValueError(f"{name} is a list of texts.")
    return tuple(found)


def _one_of(given: Any, known: tuple[str, ...], what: str) -> str:
    if given not in known:
        raise ValueError(f"the {what} {given} is none of {', '.join(known)}.")
    return str(given)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
