"""The evidence of a proposal: what is wanted and what is there, and adding it."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.secondment import evidence_page, file_service, queries
from secondments.secondment.blueprint import bp
from secondments.secondment.evidence_page import EvidenceForm
from secondments.secondment.models import Secondment

ADDED = "The file is here. It is checked before anybody can open it."


@bp.get("/<ref>/proposal/evidence")
def evidence(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = evidence_page.of(s, reader=me())
    form = evidence_page.form_of(s)
    return render_template("secondment/evidence.html", page=shown, form=form)


@bp.post("/<ref>/proposal/evidence")
def add_evidence(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown, form = evidence_page.of(s, reader=me()), evidence_page.form_of(s)
    if form.validate_on_submit() and form.tried(lambda: _add(s, form)):
        flash(ADDED)
        return redirect(shown.here)
    return render_template("secondment/evidence.html", page=shown, form=form), form.status


def _add(s: Secondment, form: EvidenceForm) -> None:
    file_service.receive(s, form.new(s), by=me(), once=form.once.data)
