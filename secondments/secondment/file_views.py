"""Files of a case: the list, adding, opening, removing; and the NDA that some wait for."""

import io
import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments import policy
from secondments.access.signed_in import me
from secondments.secondment import file_page, file_queries, file_service, queries, service
from secondments.secondment.blueprint import bp
from secondments.secondment.file_forms import FileForm, NdaForm, RemoveForm
from secondments.secondment.handing_over import as_file
from secondments.secondment.models import Secondment

ADDED = "The file is here. It is checked before anybody can open it."
REMOVED = "Removed. Nobody can open it any more."
RECORDED = "Recorded. The company can open the research outlines that are for everyone."


@bp.route("/<ref>/files", methods=["GET", "POST"])
def files(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    form = file_page.form_for(s, reader=me())
    if form.validate_on_submit() and form.tried(lambda: _add(s, form)):
        flash(ADDED)
        return redirect(url_for(".files", ref=ref))
    shown = file_page.files(s, reader=me())
    return render_template("secondment/files.html", page=shown, form=form), form.status


def _add(s: Secondment, form: FileForm) -> None:
    file_service.receive(s, form.new(), by=me(), once=form.once.data)


@bp.get("/<ref>/files/<uuid:file_id>")
def file(ref: str, file_id: uuid.UUID) -> ResponseReturnValue:
    found = file_queries.get(queries.get(ref, reader=me()), file_id, reader=me())
    content, name, kind = file_service.content_of(found), found.name, found.mimetype or ""
    file_service.take(found, by=me())
    return as_file(io.BytesIO(content), name, kind)


@bp.route("/<ref>/files/<uuid:file_id>/remove", methods=["GET", "POST"])
def remove_file(ref: str, file_id: uuid.UUID) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    found = file_queries.get(s, file_id, reader=me())
    policy.require(me(), "file.remove", found)
    form = RemoveForm()
    if form.validate_on_submit():
        file_service.remove(found, by=me(), once=form.once.data)
        flash(REMOVED)
        return redirect(url_for(".files", ref=ref))
    shown = file_page.removing(s, found, reader=me())
    return render_template("secondment/remove_file.html", page=shown, form=form), form.status


@bp.route("/<ref>/nda", methods=["GET", "POST"])
def nda(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    policy.require(me(), "secondment.record_nda", s)
    form = file_page.nda_form(s)
    if form.validate_on_submit() and form.tried(lambda: _record(s, form)):
        flash(RECORDED)
        return redirect(url_for(".files", ref=ref))
    shown = file_page.recording_nda(s, reader=me())
    return render_template("secondment/nda.html", page=shown, form=form), form.status


def _record(s: Secondment, form: NdaForm) -> None:
    said = {"signed_on": form.signed_on.data, "reference": form.reference.data}
    service.record_nda(s, by=me(), **said, once=form.once.data)
