"""How somebody gets in, for those who look after them: invitations and recoveries."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments import policy
from secondments.access import invitations, recoveries
from secondments.access.forms import Recover
from secondments.access.models import AccountRecovery
from secondments.access.signed_in import me
from secondments.errors import NotFound
from secondments.people import queries as people
from secondments.people.models import Person

bp = Blueprint("help", __name__, url_prefix="/settings/people/<uuid:person_id>/access")


@bp.route("", methods=["GET", "POST"])
def show(person_id: uuid.UUID) -> ResponseReturnValue:
    """What there is to help with; sent, it starts a recovery."""
    found, form = people.person(person_id, reader=me()), Recover()
    policy.require(me(), "access.recover", found)
    if form.validate_on_submit() and form.tried(lambda: _ask(found, form)):
        flash(f"{found.name} has been told by letter. It goes on in 24 hours unless it is stopped.")
        return _back(found)
    return render_template(
        "access/help.html", form=form, person=found, me=me(), **_how_it_stands(found)
    ), form.status


def _ask(person: Person, form: Recover) -> None:
    recoveries.ask(person, by=me(), reason=form.reason.data, once=form.once.data)


def _how_it_stands(person: Person) -> dict[str, object]:
    return {
        "is_new": invitations.has_never_been_in(person),
        "invited": invitations.waiting_for(person),
        "asked": recoveries.under_way(person),
        "needs_two": recoveries.needs_two(person),
    }


@bp.post("/invite")
def invite(person_id: uuid.UUID) -> ResponseReturnValue:
    found = people.person(person_id, reader=me())
    invitations.invite_again(found, by=me())
    flash(f"Another letter is on its way to {found.email}. The link of the former one is dead.")
    return _back(found)


@bp.post("/revoke")
def revoke(person_id: uuid.UUID) -> ResponseReturnValue:
    found = people.person(person_id, reader=me())
    invitations.revoke(found, by=me())
    flash("The invitation was taken back: its link no longer works.")
    return _back(found)


@bp.post("/confirm")
def confirm(person_id: uuid.UUID) -> ResponseReturnValue:
    found = people.person(person_id, reader=me())
    recoveries.confirm(_under_way(found), by=me())
    flash("Confirmed.")
    return _back(found)


@bp.post("/stop")
def stop(person_id: uuid.UUID) -> ResponseReturnValue:
    found = people.person(person_id, reader=me())
    recoveries.stop(_under_way(found), by=me())
    flash("It was stopped: nothing was removed.")
    return _back(found)


def _under_way(person: Person) -> AccountRecovery:
    asked = recoveries.under_way(person)
    if asked is None:
        raise NotFound
    return asked


def _back(person: Person) -> ResponseReturnValue:
    return redirect(url_for(".show", person_id=person.id))
