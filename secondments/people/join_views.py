"""Settings: who asks to join, and many people at once from a file."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments import policy
from secondments.people import imports, joining, queries
from secondments.people.forms import AddThem, DeclineJoiner, ImportPeople
from secondments.people.models import Organisation
from secondments.people.roles import ROLE_WORDS
from secondments.people.service import Appointment
from secondments.people.signed_in import me

bp = Blueprint("joiners", __name__, url_prefix="/settings")


@bp.get("/joining")
def every() -> ResponseReturnValue:
    policy.require(me(), "people.see_joiners", None)
    found = joining.open_to(me())
    return render_template("people/joining.html", found=found, role_words=ROLE_WORDS)


@bp.route("/joining/<uuid:request_id>", methods=["GET", "POST"])
def one(request_id: uuid.UUID) -> ResponseReturnValue:
    """Sent, it confirms."""
    asked, form = joining.one(request_id, reader=me()), DeclineJoiner()
    if form.is_submitted() and form.confirms():
        joining.confirm(asked, by=me(), once=form.once.data)
        flash(f"{asked.person.name} is confirmed, and has been told.")
        return redirect(url_for(".every"))
    return render_template("people/joiner.html", asked=asked, form=form, role_words=ROLE_WORDS)


@bp.post("/joining/<uuid:request_id>/decline")
def decline(request_id: uuid.UUID) -> ResponseReturnValue:
    asked, form = joining.one(request_id, reader=me()), DeclineJoiner()

    def act() -> None:
        joining.decline(asked, by=me(), reason=form.reason.data, once=form.once.data)

    if form.validate_on_submit() and form.tried(act):
        flash(f"{asked.person.name} has been told why.")
        return redirect(url_for(".every"))
    page = render_template("people/joiner.html", asked=asked, form=form, role_words=ROLE_WORDS)
    return page, form.status


@bp.route("/organisations/<uuid:organisation_id>/people/import", methods=["GET", "POST"])
def import_people(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Sent, the file is looked through; nothing is added yet."""
    there, form = _place(organisation_id), ImportPeople()
    if form.validate_on_submit() and form.tried(form.read):
        found = imports.look_through(there, form.rows, by=me())
        add = AddThem(formdata=None, rows=form.as_text())
        return _checked(there, add, found)
    return render_template("people/import.html", organisation=there, form=form), form.status


@bp.post("/organisations/<uuid:organisation_id>/people/import/add")
def add_them(organisation_id: uuid.UUID) -> ResponseReturnValue:
    there, form, found = _place(organisation_id), AddThem(), imports.Result()

    def add() -> None:
        where, key = Appointment(there), form.once.data
        imports.add(where, by=me(), rows=form.read(), result=found, once=key)

    if form.validate_on_submit() and form.tried(add):
        flash("They were added. Those who are new are invited by letter.")
        return redirect(url_for("people.organisation", organisation_id=there.id))
    return _checked(there, form, found)


def _checked(there: Organisation, form: AddThem, found: imports.Result) -> ResponseReturnValue:
    page = render_template("people/import_check.html", organisation=there, form=form, found=found)
    return page, 200 if found.is_fine and not form.errors else 400


def _place(organisation_id: uuid.UUID) -> Organisation:
    there = queries.organisation(organisation_id, reader=me())
    policy.require(me(), "people.import", Appointment(there))
    return there
