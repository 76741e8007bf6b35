"""The pages of special conditions: read, word, agree, clear, take out."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.negotiation import special_page, special_service
from secondments.negotiation.blueprint import bp
from secondments.negotiation.special_forms import DoForm
from secondments.secondment import queries

WORDED = "It is with the other side."
DONE = {
    "agree": "Agreed. Legal on the home side clears it before the contract is issued.",
    "drop": "Taken out.",
    "clear": "Cleared: it may stand in the contract.",
}
ACTS = {
    "agree": special_service.agree,
    "drop": special_service.drop,
    "clear": special_service.clear,
}


@bp.get("/special")
def specials(ref: str) -> ResponseReturnValue:
    s = queries.at_the_table(ref, reader=me())
    return render_template("negotiation/specials.html", page=special_page.of(s, reader=me()))


@bp.route("/special/new", methods=["GET", "POST"])
def add_special(ref: str) -> ResponseReturnValue:
    return _word(ref, None)


@bp.route("/special/<int:number>/word", methods=["GET", "POST"])
def word_special(ref: str, number: int) -> ResponseReturnValue:
    return _word(ref, number)


def _word(ref: str, number: int | None) -> ResponseReturnValue:
    s = queries.at_the_table(ref, reader=me())
    shown = special_page.to_word(s, number, reader=me())
    form = shown.form
    if form.validate_on_submit() and form.tried(
        lambda: special_service.word(s, by=me(), wording=form.wording(number), once=form.once.data)
    ):
        flash(WORDED)
        return redirect(url_for(".specials", ref=ref))
    return render_template("negotiation/word.html", page=shown, form=form), form.status


@bp.post("/special/<int:number>/agree")
def agree_special(ref: str, number: int) -> ResponseReturnValue:
    return _do(ref, number, "agree")


@bp.post("/special/<int:number>/drop")
def drop_special(ref: str, number: int) -> ResponseReturnValue:
    return _do(ref, number, "drop")


@bp.post("/special/<int:number>/clear")
def clear_special(ref: str, number: int) -> ResponseReturnValue:
    return _do(ref, number, "clear")


def _do(ref: str, number: int, what: str) -> ResponseReturnValue:
    s = queries.at_the_table(ref, reader=me())
    form = DoForm()
    if not form.validate_on_submit():
        shown = special_page.of(s, reader=me())
        return render_template("negotiation/specials.html", page=shown, form=form), form.status
    ACTS[what](s, by=me(), number=number, seen=form.seen.data, once=form.once.data)
    flash(DONE[what])
    return redirect(url_for(".specials", ref=ref))
