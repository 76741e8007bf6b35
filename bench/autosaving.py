"""Keeping a proposal while it is typed: what the page's script sends, against a bare update.

The bare one is a request of the same app too: who asks is read from the database, then the row, if
it is theirs to see; one column is changed and committed. Nothing is checked, locked or recorded.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import select, update

from bench.office import Office, an_office
from bench.timing import Ratio, Times, ratio, side_by_side
from secondments import clock, policy
from secondments.extensions import db
from secondments.people.signed_in import me
from secondments.secondment.models import Proposal, Secondment
from secondments.web import doors
from tests.builders import a_draft, a_world
from tests.queries_counted import count_queries

BEGUN = datetime(2027, 1, 9, 9, tzinfo=UTC)
BARE, SECTION = "bare.update", "work"
Variant = Callable[[int, Times], None]


@dataclass(frozen=True)
class Found:
    ours: Times
    bare: Times
    queries: int

    @property
    def ratio(self) -> Ratio:
        return ratio(self.ours, self.bare)


def measure(turns: int) -> Found:
    """The same text of one person, kept in two drafts."""
    with an_office() as office, clock.stopped_at(BEGUN):
        _open_a_bare_door(office)
        with office.app.app_context():
            world = a_world()
            drafts = [a_draft(world) for _ in range(2)]
            known = [(draft.ref, draft.id, draft.revision) for draft in drafts]
            person = world.trainee.id
        ours, bare = _autosave(office, person, known[0]), _bare_update(office, person, known[1])
        times = side_by_side(turns, ours, bare)
        with count_queries() as sent:
            ours(turns + 1, Times())
        return Found(*times, queries=len(sent))


def _open_a_bare_door(office: Office) -> None:
    """For measuring alone: it is in no table of the app's own."""

    def change() -> ResponseReturnValue:
        policy.require(me(), "secondment.begin", None)
        found = select(Proposal).join(Secondment).where(Secondment.ref == request.form["ref"])
        row = db.session.scalars(found.where(policy.visible(Secondment, me()))).one()
        changed = update(Proposal.__table__).where(Proposal.__table__.c.id == row.id)
        typed = {"benefits": request.form["benefits"]}
        db.session.connection().execute(changed.values(typed))
        db.session.commit()
        return "", 204

    office.app.config["WTF_CSRF_ENABLED"] = False
    office.app.add_url_rule("/bare", BARE, change, methods=["POST"])
    cast(dict[str, str], doors.ACTS)[BARE] = "secondment.save"


def _autosave(office: Office, person: uuid.UUID, draft: tuple[str, uuid.UUID, int]) -> Variant:
    browser, (ref, _, revision) = office.browser_of(person), draft
    carried = {"revision": revision}

    def keep(turn: int, times: Times) -> None:
        form = carried | {"benefits": f"Teaching, {turn} sessions of it."}
        with times.taken():
            answer = browser.post(f"/secondments/{ref}/proposal/{SECTION}/autosave", data=form)
        assert answer.status_code == 200, answer.text
        assert answer.json is not None
        carried["revision"] = answer.json["revision"]

    return keep


def _bare_update(office: Office, person: uuid.UUID, draft: tuple[str, uuid.UUID, int]) -> Variant:
    browser, form = office.browser_of(person), {"ref": draft[0]}

    def change(turn: int, times: Times) -> None:
        typed = form | {"benefits": f"Teaching, {turn} sessions of it."}
        with times.taken():
            answer = browser.post("/bare", data=typed)
        assert answer.status_code == 204, answer.text

    return change


if __name__ == "__main__":
    found = measure(40)
    print(found.ratio, found.ours.median, found.bare.median, found.queries)
