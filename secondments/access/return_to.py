"""Where to go after signing in: only ever to a page of ours."""

import re
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

HOME = "/"
LONGEST = 1000
# One slash, then anything printable but a second slash; a browser reads "\" as "/".
PATH_OF_OURS = re.compile(r"/(?!/)[!-\[\]-~]*")
NOT_THERE = ("access.sign_in", "access.second_step", "access.sign_out")


def safe(wanted: str | None) -> str:
    """`wanted`, if it is a path of this service that can be looked at; else the first page."""
    if not wanted or len(wanted) > LONGEST or not PATH_OF_OURS.fullmatch(wanted):
        return HOME
    return wanted if _is_a_page(urlsplit(wanted).path) else HOME


def _is_a_page(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint, _ = adapter.match(path, method="GET") if adapter else ("", {})
    except HTTPException:
        return False
    return bool(endpoint) and endpoint not in NOT_THERE
