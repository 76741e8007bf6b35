"""A real OpenID provider in a process of its own, and a person who signs in at its pages."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from tests.access.oidc.lying import CLIENT, SECRET

SCRIPT = Path(__file__).with_name("provider.mjs")
HEADING = re.compile(r"<h1>(\w+)</h1>")
HIDDEN = re.compile(r'name="(\w+)" value="([^"]*)"')


@dataclass
class RealProvider:
    """Its address, and the logout tokens that it has posted to us."""

    issuer: str
    posted: list[str] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)


@contextmanager
def a_real_provider(redirect_uri: str) -> Iterator[RealProvider]:
    posts = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    client = {"client_id": CLIENT, "client_secret": SECRET, "redirect_uris": [redirect_uri]}
    said = {"client": client, "ended": f"http://127.0.0.1:{posts.server_port}/signed-out"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    process = subprocess.Popen(
        ["node", str(SCRIPT), json.dumps(said)],
        env=os.environ | {"PATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        provider = RealProvider(process.stdout.readline().strip())
        assert provider.issuer, "the provider did not start: are the node packages installed?"
        posts.RequestHandlerClass = _keeping(provider)
        threading.Thread(target=posts.serve_forever, daemon=True).start()
        yield provider
        posts.shutdown()
    finally:
        posts.server_close()
        process.stdin.close()
        process.stdout.close()
        process.wait(10)


def _keeping(provider: RealProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            provider.posted.append(parse_qs(sent)["logout_token"][0])
            self.send_response(200)
            self.end_headers()
            provider.came.set()

        def log_message(self, *_said: Any) -> None:
            pass

    return Handler


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_asked: Any) -> None:
        return None


class Visitor:
    """Somebody's browser at the provider: with its cookies, following it until it sends back."""

    def __init__(self, provider: RealProvider) -> None:
        self.provider = provider
        self.opener = build_opener(_NoRedirects, HTTPCookieProcessor(CookieJar()))

    def sign_in(self, location: str, name: str, *, second: bool = False) -> str:
        """Go where we send them, sign in if asked; the path of ours that they are sent back to."""
        address, page = self._follow(location)
        if HEADING.search(page):
            form = {"name": name} | ({"second": "yes"} if second else {})
            address, page = self._follow(address, urlencode(form).encode())
        return _path(address)

    def is_asked(self, location: str) -> str:
        """What the page there asks for; nothing when it sends back at once."""
        found = HEADING.search(self._follow(location)[1])
        return found[1] if found else ""

    def sign_out(self) -> None:
        """At the provider itself, which then tells everyone who asked to be told."""
        address, page = self._follow(f"{self.provider.issuer}/session/end")
        form = dict(HIDDEN.findall(page)) | {"logout": "yes"}
        self._follow(urljoin(address, "/session/end/confirm"), urlencode(form).encode())

    def _follow(self, address: str, body: bytes | None = None) -> tuple[str, str]:
        while address.startswith(self.provider.issuer):
            with self._opened(Request(address, body)) as page:  # noqa: S310
                if "Location" not in page.headers:
                    assert page.status == 200, page.read()
                    return address, page.read().decode()
                address, body = urljoin(address, page.headers["Location"]), None
        return address, ""

    def _opened(self, request: Request) -> Any:
        try:
            return self.opener.open(request)
        except HTTPError as answer:
            return answer


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
