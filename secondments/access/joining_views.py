"""Making an account oneself: who one is, a letter to the address, then its link."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access import joining, sessions
from secondments.access.forms import Join
from secondments.forms import Form
from secondments.people.roles import ROLE_WORDS

bp = Blueprint("joining", __name__, url_prefix="/join")


@bp.route("", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    form = Join()
    form.offer()
    if form.validate_on_submit() and form.tried(lambda: _ask(form)):
        return redirect(url_for(".sent"))
    return render_template("access/join.html", form=form), form.status


def _ask(form: Join) -> None:
    sessions.count_a_letter(form.email.data)
    joining.ask(form.said_of_themselves())


@bp.get("/sent")
def sent() -> ResponseReturnValue:
    return render_template("access/join_sent.html")


@bp.route("/<token>", methods=["GET", "POST"])
def finish(token: str) -> ResponseReturnValue:
    said, form = joining.read(token), Form()
    if form.validate_on_submit():
        sessions.open_for(joining.finish(token), method="invitation")
        return redirect(url_for("factors.set_up"))
    where = joining.where(said)
    return render_template(
        "access/join_finish.html", form=form, said=said, where=where, role_words=ROLE_WORDS
    )
