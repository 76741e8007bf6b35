"""Passkeys in the terms of WebAuthn: what a browser is asked, and whether its answer is right.

User verification is always required and the key can be found without an account name, so one is
two factors by itself. Signature counters are not relied on: synced keys have none.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from flask import current_app
from webauthn.helpers import (
    base64url_to_bytes,
    options_to_json_dict,
    parse_authentication_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from secondments.errors import InvalidInput

CHALLENGE = 64  # bytes
LONGEST = 20_000  # characters of an answer
NOT_RIGHT = "This passkey was not accepted. Try again, or use another way to sign in."
SERVICE = "Secondments"
Json = dict[str, Any]


@dataclass(frozen=True)
class NewKey:
    """What is kept of a passkey that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def new_challenge() -> bytes:
    return secrets.token_bytes(CHALLENGE)


def asks_for_a_new_one(
    challenge: bytes, *, person_id: UUID, account: str, name: str, known: Iterable[bytes]
) -> Json:
    """The argument of navigator.credentials.create(). A device with one of `known` makes none."""
    options = webauthn.generate_registration_options(
        rp_id=_host(),
        rp_name=SERVICE,
        user_id=person_id.bytes,
        user_name=account,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(known),
    )
    return options_to_json_dict(options)


def asks_for_one(challenge: bytes, *, of: Iterable[bytes] = ()) -> Json:
    """The argument of navigator.credentials.get(); without `of`, any passkey for this service."""
    options = webauthn.generate_authentication_options(
        rp_id=_host(),
        challenge=challenge,
        allow_credentials=_described(of),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def new_key(answer: str, challenge: bytes) -> NewKey:
    """Raises InvalidInput."""
    try:
        made = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
    except MISTAKES as error:
        raise InvalidInput(NOT_RIGHT) from error
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count)


def named_in(answer: str) -> bytes:
    """Which passkey says so; to be found among those kept. Raises InvalidInput."""
    try:
        return parse_authentication_credential_json(_read(answer)).raw_id
    except MISTAKES as error:
        raise InvalidInput(NOT_RIGHT) from error


def check(answer: str, challenge: bytes, *, public_key: bytes) -> int:
    """The counter that the answer carries. Raises InvalidInput for one that is not right."""
    try:
        right = webauthn.verify_authentication_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=_origin(),
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except MISTAKES as error:
        raise InvalidInput(NOT_RIGHT) from error
    return right.new_sign_count


# Its parsers also let these through for answers of no browser.
MISTAKES = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)


def _read(answer: str) -> Json:
    if len(answer) > LONGEST:
        raise InvalidInput(NOT_RIGHT)
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise InvalidInput(NOT_RIGHT)
    return read


def _described(ids: Iterable[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each) for each in ids]


def bytes_of(text: str) -> bytes:
    return base64url_to_bytes(text)


def _host() -> str:
    return urlsplit(_origin()).hostname or "localhost"


def _origin() -> str:
    at = urlsplit(current_app.config["BASE_URL"])
    return f"{at.scheme}://{at.netloc}"
