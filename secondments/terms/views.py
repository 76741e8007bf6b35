"""The costs of a case: the sheet, and the company's confirmation that it has seen it."""

from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.secondment import queries, service
from secondments.terms import page

bp = Blueprint("terms", __name__, url_prefix="/secondments/<ref>")
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
