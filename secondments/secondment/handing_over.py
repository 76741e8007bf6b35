"""Files leave the service as downloads: saved, never shown inside our own pages."""

from typing import IO

from flask import Response, send_file

SANDBOX = "sandbox; default-src 'none'"


def as_file(content: IO[bytes], name: str, kind: str) -> Response:
    """Saved, never shown: it may neither run nor be kept by anything on the way."""
    answer = send_file(
        content, mimetype=kind, as_attachment=True, download_name=name, conditional=False
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
