"""Settings: the notice, limits and reasons of an organisation."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.people import queries as people
from secondments.people.signed_in import me
from secondments.rulebooks import page, service

bp = Blueprint("rulebooks", __name__, url_prefix="/settings/organisations")
CHANGED = "A new version is in force. Proposals that were sent keep theirs."


@bp.route("/<uuid:organisation_id>/rules", methods=["GET", "POST"])
def rules(organisation_id: uuid.UUID) -> ResponseReturnValue:
    found = people.organisation(organisation_id, reader=me())
    shown = page.of(found, reader=me())
    form = shown.form
    if form.validate_on_submit() and form.tried(
        lambda: service.change(found, by=me(), **form.given())
    ):
        flash(CHANGED)
        return redirect(url_for(".rules", organisation_id=found.id))
    return render_template("rulebooks/rules.html", page=shown, form=form), form.status
