"""Every page is behind a sign-in unless guards.py names it, and every door says how it is guarded.

A route that is in none of the tables answers nobody, and a test finds it: see `unguarded`.
"""

from collections.abc import Iterator

from flask import Flask, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import SecurityError
from werkzeug.routing import Rule

from secondments import policy, security_log
from secondments.access import service, sessions
from secondments.access.signed_in import signed_in_session, somebody
from secondments.errors import InvalidInput, ProgrammingError
from secondments.people.models import Person
from secondments.web.guards import (
    ACTS,
    OPEN_TO_ALL,
    OWN,
    PAGES,
    SAME,
    SETTING_UP,
    VISIBLE,
    WITH_TWO_FACTORS,
)
from secondments.web.typed import page_of, typed

SENDING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LOOKING = frozenset({"GET"})  # HEAD comes with it, and OPTIONS answers with the methods alone
FORMS = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data"})
FORMS_ONLY = "This address takes what its own page sends, and nothing else."
OTHER_HOST = "This service is not reached under that name.\n"


def init_app(app: Flask) -> None:
    app.before_request(_at_the_door)


def unguarded(app: Flask) -> list[str]:
    """What is wrong with the doors of this app, in sentences; nothing in an app that may run."""
    rules = list(app.url_map.iter_rules())
    known = {rule.endpoint for rule in rules}
    return [
        *(sentence for rule in rules for sentence in _gaps(rule)),
        *(
            f"{name} is in a table, and there is no such page."
            for name in sorted({*PAGES, *ACTS} - known)
            if name.partition(".")[0] in app.blueprints
        ),
    ]


def _gaps(rule: Rule) -> Iterator[str]:
    if rule.endpoint in OPEN_TO_ALL:
        return
    methods = rule.methods or set()
    for table, name, ways in ((PAGES, "PAGES", LOOKING), (ACTS, "ACTS", SENDING)):
        if not methods & ways:
            continue
        guard = table.get(rule.endpoint)
        if guard is None:
            yield f"{rule.endpoint} is not in {name}."
        elif guard not in policy.RULES and not (table is PAGES and guard in {OWN, VISIBLE, SAME}):
            yield f"{rule.endpoint} is guarded by {guard}, which is no action of policy.RULES."


def _at_the_door() -> ResponseReturnValue | None:
    if isinstance(request.routing_exception, SecurityError):
        # Without a page of ours: its links would be made of the name that was refused.
        security_log.event("bad_host", status=400)
        return Response(OTHER_HOST, 400, mimetype="text/plain")
    if request.method in SENDING and request.mimetype not in FORMS:
        security_log.event("bad_request", status=400, why="not a form")
        raise InvalidInput(FORMS_ONLY)
    if request.routing_exception is not None or request.endpoint in OPEN_TO_ALL:
        return None
    if request.endpoint not in (ACTS if request.method in SENDING else {*PAGES, *ACTS}):
        raise ProgrammingError(f"{request.method} {request.endpoint} is not in web/guards.py")
    person = somebody()
    if person is None:
        return _by_way_of("access.sign_in")
    if signed_in_session().aal < _needed(person):
        return _by_way_of("factors.set_up")
    return None


def _needed(person: Person) -> int:
    """How strongly the reader must have shown who they are, for this page or act."""
    if request.method in SENDING:
        least = policy.needed_for(ACTS[request.endpoint or ""])
    else:
        least = _needed_to_look(request.endpoint or "")
    if least != policy.LINK_ONLY and policy.needs_two_factors(person):
        return policy.TWO_FACTORS
    return least


def _needed_to_look(page: str) -> int:
    if page in SETTING_UP:
        return policy.LINK_ONLY
    if page in WITH_TWO_FACTORS:
        return policy.TWO_FACTORS
    guard = PAGES.get(page, OWN)
    return policy.needed_for(guard) if guard in policy.RULES else policy.ONE_FACTOR


def _by_way_of(door: str) -> ResponseReturnValue:
    """Then back to here; what was typed comes along, on the server's side."""
    if request.method not in SENDING:
        wanted = request.full_path if request.query_string else request.path
        return redirect(url_for(door, next=wanted))
    page, sent = page_of(request), typed()
    kept = [(answer.label, answer.text) for answer in sent.kept]
    sessions.keep_typed(
        service.Typed(page, pairs=sent.pairs, kept=kept, can_carry=page == request.path)
    )
    return redirect(url_for(door, next=page))
