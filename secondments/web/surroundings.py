"""What every page asks of the rest of the app: its frame, and what has changed."""

from collections.abc import Iterator, Sequence

from flask import current_app, request, url_for

from secondments import clock, policy
from secondments.access.signed_in import me, signed_in_session, somebody
from secondments.people.models import Person
from secondments.secondment import queries
from secondments.web.templating import Change, Frame, Hooks, Place

MENU = (
    ("Your work", "dashboard.show"),
    ("Secondments", "register.show"),
    ("Calendar", "dashboard.calendar"),
    ("Help", "pages.help"),
)
SETTINGS = ("Settings", "people.settings")
IN_SETTINGS = (
    ("Organisations", "people.organisations", "people.see"),
    ("People", "people.people", "people.see"),
    ("Joining", "joiners.every", "people.see_joiners"),
    ("Rates", "rates.show", "rates.see"),
    ("Clauses", "clauses.every", "clauses.see"),
)


def frame() -> Frame:
    """Who reads, and where they can go."""
    person = somebody()
    return Frame(
        person_name=person.name if person else "",
        account_url=url_for("access.account") if person else "",
        sign_out_url=url_for("access.sign_out") if person else "",
        menu=tuple(_menu(person)),
        settings=tuple(_settings(person)),
        business_clock=clock.now() if current_app.config["DEMO"] else None,
        demo_url=url_for("demo.show") if current_app.config["DEMO"] else "",
    )


def _menu(person: Person | None) -> Iterator[Place]:
    entries = (
        [*MENU, SETTINGS] if person and not policy.why_not(person, "people.see", None) else MENU
    )
    # Who has come by a link can go nowhere but on: see policy.strength.
    may_go = person and signed_in_session().aal > policy.LINK_ONLY
    for label, endpoint in entries if may_go else MENU[-1:]:
        yield Place(label, url_for(endpoint), is_current=request.endpoint == endpoint)


def _settings(person: Person | None) -> Iterator[Place]:
    """The pages of settings that are open to this reader."""
    for label, endpoint, action in IN_SETTINGS if person else ():
        if person and not policy.why_not(person, action, None):
            yield Place(label, url_for(endpoint), is_current=request.endpoint == endpoint)


def changes(ref: str, seen: int, _newest: int) -> Sequence[Change]:
    """What happened to a secondment since the revision its reader saw."""
    return [Change(*row) for row in queries.changes_since(ref, seen, reader=me())]


HOOKS = Hooks(frame=frame, changes=changes)
