"""Settings: the table of rates."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments import policy
from secondments.access.signed_in import me
from secondments.terms import queries, rate_page, service
from secondments.terms.rate_forms import AddRate, TakeOut

bp = Blueprint("rates", __name__, url_prefix="/settings/rates")
ADDED = "Added. Companies whose cost changed are asked to confirm it again."
TAKEN_OUT = "Taken out. Companies whose cost changed are asked to confirm it again."


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("terms/rates.html", page=rate_page.of(me()))


@bp.route("/new", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    policy.require(me(), "rates.add", None)
    form = AddRate()
    if form.validate_on_submit() and form.tried(
        lambda: service.add_rate(form.rate(), by=me(), once=form.once.data)
    ):
        flash(ADDED)
        return redirect(url_for(".show"))
    return render_template("terms/add_rate.html", form=form), form.status


@bp.route("/<uuid:rate_id>/take-out", methods=["GET", "POST"])
def take_out(rate_id: uuid.UUID) -> ResponseReturnValue:
    policy.require(me(), "rates.take_out", None)
    rate, form = queries.rate(rate_id, reader=me()), TakeOut()
    if form.validate_on_submit() and form.tried(
        lambda: service.take_out(rate, by=me(), **form.given())
    ):
        flash(TAKEN_OUT)
        return redirect(url_for(".show"))
    page = {"rate": rate_page.one(rate), "form": form, "rate_id": rate_id}
    return render_template("terms/take_out_rate.html", **page), form.status
