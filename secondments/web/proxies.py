"""Where a request came from and over what, said by the proxies of ours and by nobody else.

PROXY_HOPS proxies stand in front: the address that the outermost of them saw is taken from the end
of X-Forwarded-For, so that what a visitor wrote at its beginning counts for nothing.
"""

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from secondments import security_log

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
PEER = "secondments.peer"
HTTPS_ONLY = "This service is reached over https only. Nothing was done.\n"
OVER_HTTP_TOO = frozenset({"pages.health"})  # asked by a load balancer, from next to us


def init_app(app: Flask) -> None:
    hops = app.config.get("PROXY_HOPS", 0)
    inside: Wsgi = _checked(app.wsgi_app)
    if hops:
        inside = ProxyFix(inside, x_for=hops, x_proto=1, x_host=0)
    app.wsgi_app = _noting_the_peer(inside)  # type: ignore[method-assign, assignment]
    if app.config.get("HTTPS_ONLY"):
        app.before_request_funcs.setdefault(None, []).insert(0, _https_only)


def _noting_the_peer(inside: Wsgi) -> Wsgi:
    def outermost(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        environ[PEER] = environ.get("REMOTE_ADDR", "")
        # A host has the same name in either case; TRUSTED_HOSTS is compared letter by letter.
        if "HTTP_HOST" in environ:
            environ["HTTP_HOST"] = environ["HTTP_HOST"].lower()
        return inside(environ, start)

    return outermost


def _checked(inside: Wsgi) -> Wsgi:
    """What is no address is never passed on: the peer that we see ourselves stands for it."""

    def innermost(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        if not is_address(environ.get("REMOTE_ADDR", "")):
            environ["REMOTE_ADDR"] = environ[PEER] if is_address(environ[PEER]) else ""
        return inside(environ, start)

    return innermost


def is_address(text: str) -> bool:
    """Of IPv4 or IPv6; without a zone, which may be any text that a visitor likes."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def _https_only() -> ResponseReturnValue | None:
    """A page is looked at over https instead; what was sent in the clear is refused.

    Sent on silently, nobody would notice that their browser had given it to everyone on the way.
    """
    if request.is_secure or request.endpoint in OVER_HTTP_TOO:
        return None
    if request.method not in {"GET", "HEAD"}:
        security_log.event("http_refused", status=403)
        return Response(HTTPS_ONLY, 403, mimetype="text/plain")
    # Under our own name, not under the one that was asked for.
    ours = urlsplit(current_app.config["BASE_URL"])
    return redirect(f"https://{ours.netloc}{_path()}", 308)


def _path() -> str:
    wanted = request.full_path if request.query_string else request.path
    return "/" + wanted.lstrip("/")
