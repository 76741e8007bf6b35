"""What templates may use: words, addresses and the frame around a page."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app, g, url_for
from jinja2 import StrictUndefined

from secondments import clock, words
from secondments.errors import Blocker
from secondments.forms import CARRIED
from secondments.web import assets, headers

EXTENSION = "secondments.web"
CASE_PAGE = "/secondments/{ref}/{fix}"
FIX_WORDS = {
    "proposal": "Go to the proposal",
    "company": "Go to the company’s answers",
    "costs": "Go to the costs",
    "approvals": "Go to the approvals",
    "agreement": "Go to the agreement",
}
FILTERS: Mapping[str, Callable[..., str]] = {
    "day": words.day,
    "day_short": words.day_short,
    "day_of_year": words.day_of_year,
    "moment": words.moment,
    "clock_time": words.clock_time,
    "clock_time_short": words.clock_time_short,
    "money": words.money,
    "percent": words.percent,
    "share": words.share,
    "age": words.age,
    "due": words.due,
    "counted": words.counted,
    "listed": words.listed,
    "hash_short": words.hash_short,
    "hash_full": words.hash_full,
    "file_size": words.file_size,
    "state_row": words.state_row,
    "state_colour": words.state_colour,
    "state_for": words.state_for,
}


@dataclass(frozen=True)
class Place:
    """An entry of the menu."""

    label: str
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class Frame:
    """What surrounds a page: who reads it, where they can go, what the demo's clock says."""

    person_name: str = ""
    account_url: str = ""
    sign_out_url: str = ""
    menu: Sequence[Place] = ()
    settings: Sequence[Place] = ()
    business_clock: datetime | None = None
    demo_url: str = ""


@dataclass(frozen=True)
class Reason:
    """Why something cannot be done yet, and where to put it right."""

    sentence: str
    who: str = ""
    href: str = ""
    link: str = "Put this right"


@dataclass(frozen=True)
class Change:
    """One difference between the version seen and the newest one."""

    label: str
    before: str
    after: str
    who: str = ""
    when: datetime | None = None


def _no_changes(ref: str, seen: int, newest: int) -> Sequence[Change]:  # noqa: ARG001 - stands in for a hook
    return ()


@dataclass(frozen=True)
class Hooks:
    """What the pages ask of the rest of the app; create_app fills it in."""

    frame: Callable[[], Frame] = field(default=Frame)
    changes: Callable[[str, int, int], Sequence[Change]] = field(default=_no_changes)


def init_app(app: Flask, hooks: Hooks) -> None:
    app.extensions[EXTENSION] = hooks
    # A page that names what it was not given is a mistake, not a blank.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        assets=assets,
        carried=CARRIED,
        csp_nonce=headers.csp_nonce,
        day_range=words.day_range,
        new_key=uuid.uuid4,
        reason_for=reason_for,
        static_url=static_url,
    )
    app.context_processor(_around_the_page)


def hooks() -> Hooks:
    return cast(Hooks, current_app.extensions[EXTENSION])


def reason_for(blocker: Blocker, ref: str) -> Reason:
    """A guard's refusal as a sentence and a link to the page of the case that puts it right."""
    href = CASE_PAGE.format(ref=ref, fix=blocker.fix) if blocker.fix and ref else ""
    link = FIX_WORDS.get(blocker.fix.partition("/")[0], Reason.link)
    return Reason(str(blocker), blocker.who, href, link)


def static_url(name: str) -> str:
    """The address of one of our own files, with a digest, so that browsers may keep it."""
    path = Path(cast(str, current_app.static_folder)) / name
    try:
        digest = _digest(path, path.stat().st_mtime_ns)
    except OSError:
        return url_for("static", filename=name)
    return url_for("static", filename=name, v=digest)


@lru_cache(maxsize=64)
def _digest(path: Path, changed_ns: int) -> str:  # noqa: ARG001 - a newer file is read again
    return sha256(path.read_bytes()).hexdigest()[:12]


def _around_the_page() -> dict[str, Any]:
    return {
        "frame": Frame() if g.get("bare") else hooks().frame(),
        "service_owner": current_app.config["SERVICE_OWNER"],
        # The real clock: the demo's is on a line of its own.
        "made_at": clock.wall(),
    }
