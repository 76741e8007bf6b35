"""Keeping a form as it is filled in: what is good is kept, what is not is shown again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from secondments import clock, words

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.kept_forms import KeptForm
    from secondments.secondment.models import Secondment

Save = Callable[..., int]
LATER, ANOTHER = "later", "another"


def kept(s: Secondment, form: KeptForm, save: Save, *, by: Person) -> bool:
    """Keep the good answers of a sent page; whether it may be left.

    "Save and come back later" leaves blanks for later, as does "Add another"; "Save and continue"
    asks for them.
    """
    if not form.was_sent:
        return False
    _keep(s, form, save, by=by, complete=not wanted(), once=form.content_key(s.id))
    return not form.errors


def wanted() -> str:
    """Which other button than "Save and continue" was pressed: LATER, ANOTHER or none."""
    then = request.form.get("then", "")
    return then if then in {LATER, ANOTHER} else ""


def told() -> list[str]:
    """The questions beside which the page that was sent said something already."""
    return request.form.getlist("told")


def autosaved(s: Secondment, form: KeptForm, save: Save, *, by: Person) -> ResponseReturnValue:
    """The same for the page's script: what was kept, when, and what could not be."""
    _keep(s, form, save, by=by, complete=False, once=None)
    wrong = {answer.name: answer.problem for answer in form.answers() if answer.errors}
    revision = None if form.revision.errors else form.revision.data
    said = {
        "saved_at": words.clock_time_short(clock.now()),
        "revision": revision,
        "errors": wrong,
    }
    return jsonify(said), 200 if revision else 400


def _keep(
    s: Secondment, form: KeptForm, save: Save, *, by: Person, complete: bool, once: Any
) -> None:
    answers = form.understand(s, complete=complete)
    # A page that does not say which version it showed may not overwrite another.
    if form.revision.errors or form.form_errors:
        return
    form.go_on_from(save(s, by=by, revision=form.revision.data, answers=answers, once=once))
