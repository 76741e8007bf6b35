"""Settings: what an organisation’s own policy allows of each term."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.negotiation import limit_page, limit_service
from secondments.people import queries as people
from secondments.people.signed_in import me

bp = Blueprint("limits", __name__, url_prefix="/settings/limits")
SET = "Recorded. What lies outside it from now on needs your legal."


@bp.get("/<uuid:organisation_id>")
def show(organisation_id: uuid.UUID) -> ResponseReturnValue:
    found = people.worked_at(organisation_id, reader=me())
    return render_template("negotiation/limits.html", page=limit_page.of(found, reader=me()))


@bp.route("/<uuid:organisation_id>/<name>", methods=["GET", "POST"])
def change(organisation_id: uuid.UUID, name: str) -> ResponseReturnValue:
    found = people.worked_at(organisation_id, reader=me())
    shown = limit_page.one(found, name, reader=me())
    form, key = shown.form, shown.form.once.data
    if form.validate_on_submit() and form.tried(
        lambda: limit_service.change(
            found, by=me(), name=name, allowed=limit_page.allowed(shown), once=key
        )
    ):
        flash(SET)
        return redirect(url_for(".show", organisation_id=found.id))
    return render_template("negotiation/limit.html", page=shown, form=form), form.status
