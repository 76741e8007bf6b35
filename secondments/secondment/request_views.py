"""Answering what a return pointed at; saying that a condition is met."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.secondment import conditions, conditions_page, drafts, points_page, queries
from secondments.secondment.blueprint import bp

KEPT = "Saved. Those who decide again read it."
MET = "Recorded. Whoever had to meet it is told."


@bp.get("/<ref>/proposal/points")
def points(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = points_page.of(s, reader=me())
    return render_template("secondment/points.html", page=shown, form=shown.form)


@bp.post("/<ref>/proposal/points")
def answer_points(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = points_page.of(s, reader=me())
    form = shown.form
    if not form.validate_on_submit():
        return render_template("secondment/points.html", page=shown, form=form), form.status
    said, seen = form.replies(), form.revision.data
    drafts.answer_points(s, by=me(), revision=seen, answers=said, once=form.once.data)
    flash(KEPT)
    return redirect(url_for(".proposal", ref=ref))


@bp.get("/<ref>/conditions/<int:number>")
def condition(ref: str, number: int) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = conditions_page.of(s, number, reader=me())
    return render_template("secondment/condition.html", page=shown, form=shown.form)


@bp.post("/<ref>/conditions/<int:number>")
def meet_condition(ref: str, number: int) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = conditions_page.of(s, number, reader=me())
    form = shown.form
    if not form.validate_on_submit():
        return render_template("secondment/condition.html", page=shown, form=form), form.status
    conditions.meet(shown.condition, by=me(), note=form.note.data, once=form.once.data)
    flash(MET)
    return redirect(url_for(".approvals", ref=ref))
