"""A provider with keys of its own that says whatever a test wants it to say."""

import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from contextlib import suppress
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "secondments", "the-secret-of-this-client-is-long-enough"
SUBJECT = "subject-of-carys"
KEY = RSAKey.generate_key(2048, {"use": "sig", "kid": "one"}, private=True)
OTHER_KEY = RSAKey.generate_key(2048, {"use": "sig", "kid": "two"}, private=True)


class LyingProvider:
    """One at an address of this machine; a test changes what it says before it is asked."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.issuer = f"http://localhost:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.tell_the_truth()

    def tell_the_truth(self) -> None:
        self.metadata: dict[str, Any] = {}
        self.keys = [KEY]
        self.answers: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.posted: list[dict[str, str]] = []
        self.instead: dict[str, Any] = {}  # path → (status, body, headers) or a function

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def everything_it_says_of_itself(self) -> dict[str, Any]:
        at = self.issuer
        said = {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/keys",
            # What it takes itself is not what we take.
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        return said | self.metadata

    def claims(self, nonce: str, /, **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        said = {"iss": self.issuer, "sub": SUBJECT, "aud": CLIENT, "iat": now, "exp": now + 300}
        said |= {"nonce": nonce, "auth_time": now, "email": "carys@elsewhere.example"} | changed
        return {name: value for name, value in said.items() if value is not None}

    def answer(self, location: str, *, id_token: Any = None, **changed: Any) -> dict[str, str]:
        """What the browser brings back after it was sent to `location`: state and a code.

        `changed` are claims; None leaves one out. `id_token`: instead of one signed as it should
        be, a function from claims to a token, or "" for no token.
        """
        asked = asked_in(location)
        code, claims = f"code-{len(self.answers)}", self.claims(asked["nonce"], **changed)
        sign = id_token if callable(id_token) else signed
        said = {"access_token": "the-access-token", "token_type": "Bearer", "expires_in": 300}
        self.answers[code] = said if id_token == "" else {**said, "id_token": sign(claims)}
        return {"state": asked["state"], "code": code}

    def back(self, location: str, provider: str = "liar", **how: Any) -> str:
        return path_of(self.answer(location, **how), provider)


def path_of(given: dict[str, str], provider: str = "liar") -> str:
    return f"/sign-in/with/{provider}/back?{urlencode(given)}"


def asked_in(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def signed(claims: dict[str, Any], *, key: RSAKey = KEY, **header: Any) -> str:
    header = {"alg": "RS256", "kid": key.kid, **header}
    return jwt.encode(header, claims, key, algorithms=[header["alg"]])


def unsigned(claims: dict[str, Any]) -> str:
    return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."


def signed_by_secret(secret: bytes):
    """HS256 with something that is no secret of the provider: the confusion of algorithms."""

    def sign(claims: dict[str, Any]) -> str:
        text = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'one'})}.{_part(claims)}"
        digest = hmac.new(secret, text.encode(), sha256).digest()
        return f"{text}.{urlsafe_b64encode(digest).rstrip(b'=').decode()}"

    return sign


def with_own_key_in_the_header(claims: dict[str, Any]) -> str:
    # CVE-2026-27962: the key that the token itself names.
    header = {"jwk": OTHER_KEY.as_dict(private=False), "kid": "one"}
    return jwt.encode({"alg": "RS256", **header}, claims, OTHER_KEY)


def with_a_header_we_must_understand(claims: dict[str, Any]) -> str:
    header = {"alg": "RS256", "kid": "one", "crit": ["unheard-of"], "unheard-of": "yes"}
    text = f"{_part(header)}.{_part(claims)}"
    made = KEY.private_key.sign(text.encode(), PKCS1v15(), SHA256())
    return f"{text}.{urlsafe_b64encode(made).rstrip(b'=').decode()}"


def _part(said: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def _handler_of(provider: LyingProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {
                "/.well-known/openid-configuration": provider.everything_it_says_of_itself,
                "/keys": lambda: {"keys": [key.as_dict(private=False) for key in provider.keys]},
            }
            self._say(pages)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(sent).items()}
            provider.posted.append({**form, "Authorization": self.headers["Authorization"]})
            answer = provider.answers.get(form.get("code", ""), {"error": "invalid_grant"})
            self._say({"/token": lambda: answer}, 400 if "error" in answer else 200)

        def _say(self, pages: dict[str, Any], status: int = 200) -> None:
            # Entra's addresses begin with the tenant.
            path = "/" + self.path.partition("?")[0].partition("v2.0/")[2] or self.path
            path = path if path != "/" else self.path
            provider.asked.append(path)
            status, body, headers = provider.instead.get(path, (status, None, {}))
            if callable(body):
                body = body()
            elif body is None:
                body = json.dumps(pages[path]()).encode() if path in pages else b"{}"
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            pass

    return Handler
