"""The protocol, by Authlib: the address to send people to, the code for a token, and its checks.

The only importer of Authlib and joserfc. What Authlib leaves to its callers is checked here or in
identities.py: see docs/decisions/openid-connect.md.
"""

from collections.abc import Mapping
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from secondments import clock
from secondments.access.providers import discovery, refusals
from secondments.access.providers.configured import Provider
from secondments.access.providers.fetching import Session, Unanswered

SCOPE = "openid email profile"
LEEWAY = 60  # seconds by which clocks may differ
# Raised by the parsers for tokens that no provider would write.
MISTAKES = (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError)
KEY_TYPES = ("RSA", "EC")
Claims = Mapping[str, Any]


def address_to_go_to(provider: Provider, redirect_uri: str, **asked: str) -> str:
    """Where the browser is sent. `asked`: state, nonce, code_verifier and what else to ask.

    Raises ProviderDown.
    """
    metadata = discovery.metadata_of(provider)
    client = _client(provider, metadata, redirect_uri)
    if provider.acr_values:
        asked["acr_values"] = provider.acr_values
    address, _ = client.create_authorization_url(metadata.authorization_endpoint, **asked)
    return str(address)


def claims_for(
    provider: Provider, code: str, *, redirect_uri: str, code_verifier: str, nonce: str
) -> Claims:
    """What the ID token says that this code is exchanged for. Raises NotConfirmed.

    The tokens themselves are dropped with the end of this call.
    """
    metadata = discovery.metadata_of(provider)
    client = _client(provider, metadata, redirect_uri)
    try:
        answer = client.fetch_token(
            metadata.token_endpoint,
            grant_type="authorization_code",
            code=code,
            redirect_uri=redirect_uri,
            code_verifier=code_verifier,
        )
    except Unanswered as error:
        raise refusals.down(provider.label, str(error)) from error
    except (AuthlibBaseError, *MISTAKES) as error:
        raise refusals.refused(provider.label, "it did not take the code") from error
    id_token, access_token = answer.get("id_token"), answer.get("access_token")
    # Authlib takes an answer without one for a sign-in of nobody in particular.
    if not isinstance(id_token, str):
        raise refusals.refused(provider.label, "there was no ID token")
    return _checked_claims(provider, id_token, nonce=nonce, access_token=access_token)


def logout_claims(provider: Provider, token: str) -> tuple[Claims, Mapping[str, Any]]:
    """The claims and the header of a logout token whose signature is right. Raises NotConfirmed."""
    read = _read(provider, token)
    return read.claims, read.header


def _checked_claims(
    provider: Provider, id_token: str, *, nonce: str, access_token: object
) -> Claims:
    read = _read(provider, id_token)
    params = {"nonce": nonce, "client_id": provider.client_id, "access_token": access_token}
    audience = {"aud": {"essential": True, "value": provider.client_id}}
    claims = CodeIDToken(read.claims, read.header, audience, params)
    try:
        claims.validate(now=int(clock.wall().timestamp()), leeway=LEEWAY)
    except MISTAKES as error:
        reason = f"the ID token's claims: {type(error).__name__}"
        raise refusals.refused(provider.label, reason) from error
    return dict(claims)


def _read(provider: Provider, token: str) -> jwt.Token:
    """With a key of the provider's own, by an algorithm of our own list."""
    try:
        try:
            return _verified(provider, token, discovery.keys_of(provider))
        except InvalidKeyIdError:
            return _verified(provider, token, discovery.keys_of(provider, again=True))
    except MISTAKES as error:
        reason = f"the token's signature: {type(error).__name__}"
        raise refusals.refused(provider.label, reason) from error


def _verified(provider: Provider, token: str, found: Mapping[str, Any]) -> jwt.Token:
    # Keys of other kinds are left out: a symmetric one would make a public text a secret.
    usable = [key for key in found["keys"] if key.get("kty") in KEY_TYPES]
    registry = JWSRegistry(algorithms=[*provider.algorithms], strict_check_header=False)
    return jwt.decode(token, KeySet.import_key_set({"keys": usable}), registry=registry)


def _client(provider: Provider, metadata: discovery.Metadata, redirect_uri: str) -> OAuth2Client:
    return OAuth2Client(
        Session(),
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        token_endpoint_auth_method=(
            "client_secret_post" if metadata.secret_in_body else "client_secret_basic"
        ),
        scope=SCOPE,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )
