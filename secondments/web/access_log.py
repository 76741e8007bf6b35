"""The log of requests, without what an address may give away: tokens, queries and referers."""

import re
from typing import Any

from gunicorn.glogging import Logger

# Longer than any word of our paths and than a reference; an id with its hyphens names a record.
SECRET = re.compile(r"(?<=/)(?![0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})[\w~%.-]{24,}")
LEFT_OUT = "-"


def without_secrets(path: str) -> str:
    """A path with a mark for each part that may be a token, and nothing after its `?`."""
    return SECRET.sub("…", path.partition("?")[0])


class QuietLogger(Logger):  # type: ignore[misc]
    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """What a format may ask for; a header by its name is answered with nothing."""
        found = super().atoms(resp, req, environ, request_time)
        path = without_secrets(environ.get("PATH_INFO", ""))
        known = {key: value for key, value in found.items() if not key.startswith("{")}
        method = environ.get("REQUEST_METHOD", "")
        return known | {"r": f"{method} {path}", "U": path, "q": LEFT_OUT, "f": LEFT_OUT}
