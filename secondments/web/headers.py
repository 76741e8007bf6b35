"""The headers of every answer: what a browser may load from us, show, keep and pass on."""

import secrets

from flask import Flask, Response, current_app, g, request

from secondments import security_log

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'self'; style-src 'self';"
    " img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'{beyond};"
    " frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: the check of forms over https needs it on our own pages.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
OVER_HTTPS = "max-age=31536000; includeSubDomains"
KEPT_A_YEAR = "public, max-age=31536000, immutable"
NEVER_KEPT = "no-store"


def init_app(app: Flask) -> None:
    app.after_request(_add_headers)


def csp_nonce() -> str:
    """The word that lets the page's own script run; another one for every answer."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _add_headers(answer: Response) -> Response:
    for name, value in ALWAYS.items():
        answer.headers.setdefault(name, value)
    beyond = current_app.config.get("FORM_ORIGINS", "")
    policy = CONTENT_SECURITY_POLICY.format(nonce=csp_nonce(), beyond=beyond)
    answer.headers.setdefault("Content-Security-Policy", policy)
    answer.headers["X-Request-Id"] = security_log.request_number()
    if request.is_secure or current_app.config.get("HTTPS_ONLY"):
        answer.headers.setdefault("Strict-Transport-Security", OVER_HTTPS)
    if request.endpoint != "static" or answer.status_code >= 400:
        answer.headers["Cache-Control"] = NEVER_KEPT
    elif _has_version_in_address():
        answer.headers["Cache-Control"] = KEPT_A_YEAR
    return answer


def _has_version_in_address() -> bool:
    """Vendor folders carry the package's version; our own files a digest in `v`."""
    return "v" in request.args or request.path.startswith("/static/vendor/")
