"""Gates before the start: the list, and the pages on which one is settled."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.secondment import gate_asks, gate_page, gate_service, queries
from secondments.secondment.blueprint import bp
from secondments.secondment.gates import Gate

ANY = f"<any({', '.join(Gate)}):gate>"
CONFIRMED = "Confirmed. It stays in the record with your name."
OVERRIDDEN = "Overridden. Your reason stays in the record."
GIVEN_UP = "Recorded. Below you see whether both of you have said so."
TAKEN_BACK = "Taken back. This is missing again."


@bp.get("/<ref>/gates")
def gates(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    return render_template("secondment/gates.html", page=gate_page.of(s, reader=me()))


@bp.route(f"/<ref>/gates/{ANY}/confirm", methods=["GET", "POST"])
def confirm_gate(ref: str, gate: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    asked = gate_asks.gate_of(s, gate, reader=me())
    page, form = gate_asks.confirming(asked, reader=me())
    sent = form.validate_on_submit()
    if sent and form.tried(lambda: gate_asks.confirm(asked, form, by=me())):
        flash(CONFIRMED)
        return redirect(url_for(".gates", ref=ref))
    return render_template("secondment/gate_ask.html", page=page, form=form), form.status


@bp.route(f"/<ref>/gates/{ANY}/override", methods=["GET", "POST"])
def override_gate(ref: str, gate: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    asked = gate_asks.gate_of(s, gate, reader=me())
    page, form = gate_asks.overriding(asked, reader=me())
    if form.is_ready() and form.tried(lambda: gate_asks.override(asked, form, by=me())):
        flash(OVERRIDDEN)
        return redirect(url_for(".gates", ref=ref))
    return render_template(form.page, page=page, form=form), form.status


@bp.route("/<ref>/gates/credit/give-up", methods=["GET", "POST"])
def give_up_credit(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    gate_asks.gate_of(s, Gate.CREDIT, reader=me())
    page, form = gate_asks.giving_up(s, reader=me())
    if not form.is_ready():
        return render_template(form.page, page=page, form=form), form.status
    gate_asks.give_up(s, form, by=me())
    flash(GIVEN_UP)
    return redirect(url_for(".gates", ref=ref))


@bp.route(f"/<ref>/gates/{ANY}/take-back", methods=["GET", "POST"])
def take_back_gate(ref: str, gate: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    page, form, entry = gate_asks.taking_back(gate_asks.gate_of(s, gate, reader=me()), reader=me())
    if not form.validate_on_submit():
        return render_template("secondment/gate_ask.html", page=page, form=form), form.status
    said, seen, key = form.message.data, form.revision.data, form.once.data
    gate_service.take_back(entry, by=me(), revision=seen, why=said, once=key)
    flash(TAKEN_BACK)
    return redirect(url_for(".gates", ref=ref))
