"""Notes of a case: conversations, starting one, answering, withdrawing one's own note."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments import policy
from secondments.access.signed_in import me
from secondments.forms import Form
from secondments.secondment import note_page, note_queries, note_service, queries
from secondments.secondment.blueprint import bp
from secondments.secondment.note_forms import NoteForm
from secondments.secondment.note_models import Note

WRITTEN = "Your note is here. You can withdraw it for {minutes} minutes."
WITHDRAWN = "Withdrawn. What it said cannot be read here any more."


@bp.get("/<ref>/notes")
def notes(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    return render_template("secondment/notes.html", page=note_page.notes(s, reader=me()))


@bp.route("/<ref>/notes/new/<readers>", methods=["GET", "POST"])
def new_note(ref: str, readers: str) -> ResponseReturnValue:
    s, chosen = queries.case(ref, reader=me()), note_page.readers_called(readers)
    note = note_service.blank(s, chosen, by=me())
    policy.require(me(), "note.write", note)
    form = note_page.form_for(note)
    if form.validate_on_submit() and form.tried(lambda: _write(note, form)):
        return _back_to_notes(ref)
    shown = note_page.beginning(note, reader=me())
    return render_template("secondment/write_note.html", page=shown, form=form), form.status


@bp.route("/<ref>/notes/<uuid:note_id>/reply", methods=["GET", "POST"])
def reply(ref: str, note_id: uuid.UUID) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    first = note_queries.get(s, note_id, reader=me())
    note = note_service.answer_to(first, by=me())
    policy.require(me(), "note.write", note)
    form = note_page.form_for(note)
    if form.validate_on_submit() and form.tried(lambda: _write(note, form)):
        return _back_to_notes(ref)
    shown = note_page.answering(first, note, reader=me())
    return render_template("secondment/write_note.html", page=shown, form=form), form.status


def _write(note: Note, form: NoteForm) -> None:
    said, called = form.text.data, form.called()
    note_service.write(note, by=me(), text=said, mentioned=called, once=form.once.data)


def _back_to_notes(ref: str) -> ResponseReturnValue:
    flash(WRITTEN.format(minutes=note_service.MINUTES))
    return redirect(url_for(".notes", ref=ref))


@bp.post("/<ref>/notes/<uuid:note_id>/withdraw")
def withdraw_note(ref: str, note_id: uuid.UUID) -> ResponseReturnValue:
    note = note_queries.get(queries.get(ref, reader=me()), note_id, reader=me())
    form = Form()
    if form.validate_on_submit():
        note_service.withdraw(note, by=me(), once=form.once.data)
        flash(WITHDRAWN)
    return redirect(url_for(".notes", ref=ref))
