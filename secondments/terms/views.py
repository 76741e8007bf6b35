"""The costs of a case: the sheet, and the company's confirmation that it has seen it."""

from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.secondment import queries, service
from secondments.terms import charge_page, page
from secondments.terms import service as charging

bp = Blueprint("terms", __name__, url_prefix="/secondments/<ref>")
SET = "Recorded. If the cost changed after the company had confirmed it, it is asked again."
SEEN = "Recorded: your company has seen this cost."


@bp.get("/costs")
def costs(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    return render_template("terms/costs.html", page=page.of(s, reader=me()))


@bp.post("/costs")
def see(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    form = page.form_of(s)
    if not form.validate_on_submit():
        shown = page.to_confirm(s, form, reader=me())
        return render_template("terms/costs.html", page=shown, form=form), form.status
    key, total = form.once.data, Decimal(form.total.data)
    service.see_costs(s, by=me(), revision=form.revision.data, total=total, once=key)
    flash(SEEN)
    return redirect(url_for(".costs", ref=ref))


@bp.route("/costs/charge", methods=["GET", "POST"])
def charge(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    form = charge_page.form_of(s)
    shown = charge_page.of(s, form, reader=me())
    if form.validate_on_submit() and form.tried(
        lambda: charging.set_charge(s, by=me(), **form.given())
    ):
        flash(SET)
        return redirect(url_for(".costs", ref=ref))
    return render_template("terms/charge.html", page=shown, form=form), form.status
