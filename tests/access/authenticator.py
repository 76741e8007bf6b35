"""Devices of software: an authenticator app, and one that keeps passkeys as WebAuthn has it."""

import json
import os
from base64 import b32decode, urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from secondments import clock
from secondments.access.factors import totp

Json = dict[str, Any]
PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40
ORIGIN = "http://localhost:8000"


def shown_by(seed: str) -> str:
    """What the app shows now for the key that was typed into it."""
    return totp.code_at(b32decode(seed.replace(" ", "")), clock.wall())


class Device:
    """Keeps one key pair. `verifies` is whether it has seen its owner's face, finger or PIN."""

    def __init__(self, *, verifies: bool = True, origin: str = ORIGIN) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.origin = origin
        self.flags = PRESENT | (VERIFIED if verifies else 0)

    def creates(self, options: Json) -> str:
        """The answer of navigator.credentials.create(), as JSON."""
        data = self._about(options["rp"]["id"], HAS_KEY) + bytes(16)
        data += len(self.id).to_bytes(2, "big") + self.id + self.public_key
        made = {"fmt": "none", "attStmt": {}, "authData": data}
        client = self._client("webauthn.create", options["challenge"])
        return self._answer(clientDataJSON=client, attestationObject=cbor2.dumps(made))

    def gets(self, options: Json) -> str:
        """The answer of navigator.credentials.get(), as JSON."""
        data = self._about(options["rpId"])
        client = self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _about(self, host: str, more: int = 0) -> bytes:
        return sha256(host.encode()).digest() + bytes([self.flags | more]) + bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    @property
    def public_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _answer(self, **response: bytes) -> str:
        said = {name: base64url(value) for name, value in response.items()}
        about = {"id": base64url(self.id), "rawId": base64url(self.id), "type": "public-key"}
        return json.dumps({**about, "response": said, "clientExtensionResults": {}})


def base64url(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
