"""Domain errors, HTTP errors and broken code become pages; nothing else chooses a status.

Whatever went wrong, the open transaction is undone, what was typed is shown again where it can
be, and no page tells an outsider whether a record exists.
"""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from secondments import security_log
from secondments.errors import (
    Altered,
    DomainError,
    Gone,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotPossibleNow,
    Stale,
    TooMany,
)
from secondments.extensions import db
from secondments.web.templating import hooks, reason_for
from secondments.web.typed import page_of, typed

# The first that fits: Stale is a NotPossibleNow.
PAGES: Mapping[type[DomainError], tuple[int, str]] = {
    InvalidInput: (400, "invalid"),
    NotAllowed: (403, "not_allowed"),
    NotFound: (404, "not_found"),
    Stale: (409, "stale"),
    NotPossibleNow: (409, "not_possible"),
    Altered: (409, "altered"),
    Gone: (410, "gone"),
    TooMany: (429, "too_many"),
    DomainError: (400, "invalid"),
}
HTTP_PAGES = {403: "not_allowed", 404: "not_found", 410: "gone", 413: "too_large"}
# A stranger's 404 for an address that no page has is no event: there are robots.
EVENTS: Mapping[type[DomainError], str] = {
    NotAllowed: "access_denied",
    NotFound: "hidden_or_missing",
    TooMany: "limit_hit",
}
HTTP_EVENTS = {413: "too_large", 431: "too_large", 405: "bad_request"}
SAME_MOMENT = NotPossibleNow(
    "Someone changed this at the same moment. Nothing of yours was saved; look at it again."
)
UNIQUE_VIOLATION = "23505"
LOST_A_RACE = {"40001", "40P01", "55P03"}
BACK_SOON_SECONDS = 30
LAST_RESORT = "Something went wrong. Nothing you did was half-saved. Quote {number}.\n"


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _refusal)
    app.register_error_handler(CSRFError, _open_too_long)
    app.register_error_handler(InternalServerError, _broken)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SQLAlchemyError, _database)


def _refusal(error: DomainError) -> ResponseReturnValue:
    _undo()
    status, template = next(page for kind, page in PAGES.items() if isinstance(error, kind))
    if event := EVENTS.get(type(error)):
        security_log.event(event, status=status, ref=(request.view_args or {}).get("ref"))
    answer = _page(template, status, **_details(error))
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _details(error: DomainError) -> dict[str, Any]:
    ref = str((request.view_args or {}).get("ref", ""))
    details: dict[str, Any] = {"sentence": str(error), "ref": ref, "back": page_of(request)}
    match error:
        case Stale():
            changes = hooks().changes(ref, error.seen, error.newest) if ref else ()
            details |= {"changes": changes, "typed": typed()}
        case NotPossibleNow():
            reasons = [reason_for(blocker, ref) for blocker in error.blockers]
            details |= {"reasons": reasons, "typed": typed()}
        case NotAllowed():
            details |= {"typed": typed()}
        case InvalidInput():
            details |= {"fields": error.fields, "typed": typed()}
    return details


def _open_too_long(error: CSRFError) -> ResponseReturnValue:
    _undo()
    security_log.event("csrf_refused", status=400, why=error.description)
    return _page("expired", 400, typed=typed(), back=page_of(request))


def _http(error: HTTPException) -> ResponseReturnValue | HTTPException:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    _undo()
    if error.code >= 500:
        return _unavailable()
    if event := HTTP_EVENTS.get(error.code):
        security_log.event(event, status=error.code)
    template = HTTP_PAGES.get(error.code, "refused")
    answer = _page(template, error.code, sentence="", ref="", back="", typed=None)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _database(error: SQLAlchemyError) -> ResponseReturnValue:
    """A lost race is the 409 page, no database the 503 page; anything else is our mistake."""
    state = str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")
    if isinstance(error, StaleDataError) or state in LOST_A_RACE | {UNIQUE_VIOLATION}:
        current_app.logger.warning("Lost a race at %s: %s", request.endpoint, state, exc_info=error)
        return _refusal(SAME_MOMENT)
    if isinstance(error, DataError):
        return _unstorable(error)
    if isinstance(error, NoConnectionFree) or _has_no_database(error, state):
        _undo()
        current_app.logger.error("The database did not answer: %s", type(error).__name__)
        return _unavailable()
    raise error


def _has_no_database(error: SQLAlchemyError, state: str) -> bool:
    return (
        isinstance(error, DBAPIError)
        and not isinstance(error, IntegrityError)
        and (error.connection_invalidated or state[:2] in {"08", "53", "57"} or not state)
        and type(error).__name__ in {"OperationalError", "InterfaceError"}
    )


def _unstorable(error: DataError) -> ResponseReturnValue:
    """A NUL or a number out of range that no form caught: in an address it names nothing."""
    current_app.logger.warning("Not storable at %s", request.endpoint, exc_info=error)
    if request.method in {"GET", "HEAD"}:
        return _refusal(NotFound())
    return _refusal(InvalidInput("Something you entered cannot be stored. Type it again."))


def _unavailable() -> ResponseReturnValue:
    g.bare = True
    answer = _page("unavailable", 503)
    answer.headers["Retry-After"] = str(BACK_SOON_SECONDS)
    return answer


def _broken(error: InternalServerError) -> ResponseReturnValue:
    _undo()
    number = "-".join((secrets.token_hex(2), secrets.token_hex(2))).upper()
    cause = error.original_exception or error
    current_app.logger.error(
        "Problem %s at %s %s", number, request.method, request.endpoint, exc_info=cause
    )
    g.bare = True
    try:
        return _page("broken", 500, number=number)
    except Exception:  # noqa: BLE001 - a page about a fault must not need what is at fault
        return Response(LAST_RESORT.format(number=number), 500, mimetype="text/plain")


def _page(template: str, status: int, **values: Any) -> Response:
    return make_response(render_template(f"errors/{template}.html", **values), status)


def _undo() -> None:
    with suppress(SQLAlchemyError):
        db.session.rollback()
