"""The table of terms and its parts: look, accept, offer."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.catalogue.kinds import Value
from secondments.catalogue.parameters import PARAMETERS
from secondments.negotiation import (
    fact_page,
    page,
    service,
    special_views,
    starting,
    term_page,
    version_views,
)
from secondments.negotiation.blueprint import bp
from secondments.negotiation.forms import AcceptForm, LookedForm, OfferForm, StartForm
from secondments.negotiation.service import Look, Offer
from secondments.secondment import queries
from secondments.secondment.models import Secondment

__all__ = ["bp", "special_views", "version_views"]
ACCEPTED = "Your side has said yes to: {value}."
OFFERED = "Your offer is with the other side."
STARTED = "Recorded. What the other side says as well is agreed."


@bp.get("")
def table(ref: str) -> ResponseReturnValue:
    s = queries.at_the_table(ref, reader=me())
    return render_template("negotiation/table.html", page=page.of(s, reader=me()))


@bp.post("/looked")
def look(ref: str) -> ResponseReturnValue:
    """Sent by the page's script when the table is on the screen, or by its button."""
    s, form = queries.at_the_table(ref, reader=me()), LookedForm()
    if form.validate_on_submit():
        service.look(Look(me().id, s.id, min(form.seen.data, len(s.term_moves))), by=me())
    return redirect(url_for(".table", ref=ref))


@bp.post("")
def start(ref: str) -> ResponseReturnValue:
    s = queries.at_the_table(ref, reader=me())
    form = starting.form_of(s, by=me())
    if form.validate_on_submit() and form.tried(lambda: _start(s, form)):
        flash(STARTED)
        return redirect(url_for(".table", ref=ref))
    shown = page.of(s, reader=me(), form=form)
    return render_template("negotiation/table.html", page=shown, form=form), form.status


def _start(s: Secondment, form: StartForm) -> None:
    values, key = starting.values_of(s, form.start.data, by=me()), form.once.data
    service.accept_many(s, by=me(), values=values, seen=form.seen.data, once=key)


@bp.get("/<name>")
def term(ref: str, name: str) -> ResponseReturnValue:
    s = queries.at_the_table(ref, reader=me())
    if fact_page.is_fact(name):
        return render_template("negotiation/fact.html", page=fact_page.of(s, name, reader=me()))
    return render_template("negotiation/term.html", page=term_page.of(s, name, reader=me()))


@bp.post("/<name>")
def offer(ref: str, name: str) -> ResponseReturnValue:
    s = queries.at_the_table(ref, reader=me())
    form = term_page.to_offer(s, name, reader=me())
    if form.validate_on_submit() and form.tried(lambda: _offer(s, name, form)):
        flash(OFFERED)
        return redirect(url_for(".table", ref=ref))
    shown = term_page.of(s, name, reader=me(), form=form)
    return render_template("negotiation/term.html", page=shown, form=form), form.status


def _offer(s: Secondment, name: str, form: OfferForm) -> None:
    service.move(s, by=me(), offer=form.offer(PARAMETERS[name]), once=form.once.data)


@bp.post("/<name>/accept")
def accept(ref: str, name: str) -> ResponseReturnValue:
    s = queries.at_the_table(ref, reader=me())
    form, taken = AcceptForm(), term_page.to_accept(s, name, reader=me())
    if form.validate_on_submit() and form.tried(lambda: _accept(s, name, form, taken)):
        flash(ACCEPTED.format(value=term_page.in_words(name, taken)))
        return redirect(url_for(".table", ref=ref))
    shown = term_page.of(s, name, reader=me())
    return render_template("negotiation/term.html", page=shown, form=form), form.status


def _accept(s: Secondment, name: str, form: AcceptForm, taken: Value) -> None:
    said = Offer(parameter=name, value=taken, seen=form.seen.data)
    service.move(s, by=me(), offer=said, once=form.once.data)
