"""Settings: the clause texts, written, reviewed and compared."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.clauses import edit_page, number_page, page, queries, service
from secondments.clauses.forms import DoForm

bp = Blueprint("clauses", __name__, url_prefix="/settings/clauses")
SAVED = "The draft is saved. Nothing changes in any agreement before a second administrator agrees."
ACTS = {"submit": service.submit, "withdraw": service.withdraw}
DONE = {
    "submit": "Sent. The other administrators have a letter; one of them reviews it.",
    "withdraw": "Withdrawn.",
}
DECIDED = "Recorded. Its writers have a letter."


@bp.get("")
def every() -> ResponseReturnValue:
    return render_template("clauses/every.html", page=page.every(reader=me()))


@bp.get("/<code>")
def one(code: str) -> ResponseReturnValue:
    return render_template("clauses/one.html", page=page.one(code, reader=me()))


@bp.route("/<code>/edit", methods=["GET", "POST"])
def edit(code: str) -> ResponseReturnValue:
    start = request.args.get("start", type=int)
    shown = edit_page.of(code, reader=me(), start=start)
    form = shown.form
    if form.validate_on_submit() and form.tried(
        lambda: service.save(code, by=me(), **form.given())
    ):
        flash(SAVED)
        return redirect(url_for(".number", code=code, number=shown.number))
    return render_template("clauses/edit.html", page=shown, form=form), form.status


@bp.post("/<code>/preview")
def preview(code: str) -> ResponseReturnValue:
    shown = edit_page.of(code, reader=me())
    return render_template("clauses/edit.html", page=shown, form=shown.form)


@bp.get("/<code>/<int:number>")
def number(code: str, number: int) -> ResponseReturnValue:
    return render_template("clauses/number.html", page=number_page.of(code, number, reader=me()))


@bp.post("/<code>/<int:number>/submit")
def submit(code: str, number: int) -> ResponseReturnValue:
    return _do(code, number, "submit")


@bp.post("/<code>/<int:number>/withdraw")
def withdraw(code: str, number: int) -> ResponseReturnValue:
    return _do(code, number, "withdraw")


def _do(code: str, number: int, what: str) -> ResponseReturnValue:
    form, text = DoForm(), queries.text(code, number, reader=me())
    if not form.validate_on_submit():
        shown = number_page.of(code, number, reader=me())
        return render_template("clauses/number.html", page=shown), form.status
    ACTS[what](text, by=me(), **form.given())
    flash(DONE[what])
    return redirect(url_for(".number", code=code, number=number))


@bp.route("/<code>/<int:number>/review", methods=["GET", "POST"])
def review(code: str, number: int) -> ResponseReturnValue:
    shown = number_page.to_review(code, number, reader=me())
    text, form = queries.text(code, number, reader=me()), shown.form
    if form.validate_on_submit() and form.tried(lambda: form.decide(text, by=me())):
        flash(DECIDED)
        return redirect(url_for(".number", code=code, number=number))
    return render_template("clauses/review.html", page=shown, form=form), form.status


@bp.get("/<code>/compare")
def compare(code: str) -> ResponseReturnValue:
    before, after = (request.args.get(each, 1, type=int) for each in ("before", "after"))
    found = number_page.compared(code, before, after, reader=me())
    return render_template("clauses/compare.html", page=found)
