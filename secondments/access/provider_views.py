"""Doors to and from OpenID providers: signing in, linking, proving who one is, signing out."""

import uuid

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from secondments.access import provider_sessions, return_to, throttles
from secondments.access.factor_views import prove as prove_first
from secondments.access.factor_views import ways
from secondments.access.factors import service as factors
from secondments.access.factors.forms import RemoveFactor, pairs_to_keep
from secondments.access.forms import SignIn
from secondments.access.providers import configured, logout, queries, service
from secondments.access.signed_in import me, signed_in_session, somebody
from secondments.access.views import sign_in_page
from secondments.extensions import csrf
from secondments.forms import Form
from secondments.people import queries as people

bp = Blueprint("providers", __name__)


@bp.post("/sign-in/with/<code>")
def start(code: str) -> ResponseReturnValue:
    provider, wanted = configured.get(code), return_to.safe(request.args.get("next"))
    form, to = SignIn(formdata=None), [""]

    def go() -> None:
        to[0] = provider_sessions.start_sign_in(provider, wanted=wanted)

    return redirect(to[0]) if form.tried(go) else sign_in_page(form, wanted=wanted)


@bp.get("/sign-in/with/<code>/back")
def back(code: str) -> ResponseReturnValue:
    """The one address that this provider may send people back to."""
    provider, form, to = configured.get(code), SignIn(formdata=None), [""]

    def arrive() -> None:
        to[0] = provider_sessions.arrive(provider, request.args)

    if form.tried(arrive):
        return redirect(to[0])
    return _refused(form) if somebody() else sign_in_page(form, wanted=return_to.HOME)


def _refused(form: Form) -> ResponseReturnValue:
    return render_template("access/not_confirmed.html", form=form), form.status


@bp.route("/account/security/providers/<code>/link", methods=["GET", "POST"])
def link(code: str) -> ResponseReturnValue:
    provider, form = configured.get(code), RemoveFactor()
    wanted, to = return_to.safe(request.args.get("next")), [""]

    def go() -> None:
        prove_first(form)
        to[0] = provider_sessions.start_link(provider, wanted=_after_linking(wanted))

    if form.validate_on_submit() and form.tried(go):
        return redirect(to[0])
    return render_template(
        "access/link_provider.html", form=form, ways=ways(form), provider=provider, wanted=wanted
    ), form.status


def _after_linking(wanted: str) -> str:
    return wanted if wanted != return_to.HOME else url_for("factors.show")


@bp.route("/account/security/links/<uuid:link>/remove", methods=["GET", "POST"])
def unlink(link: uuid.UUID) -> ResponseReturnValue:
    found, form = queries.link(link, owner=me()), RemoveFactor()
    label = provider_sessions.label_of(found)

    def remove() -> None:
        prove_first(form)
        factors.unlink(found, by=me(), here=signed_in_session(), label=label)

    if form.validate_on_submit() and form.tried(remove):
        flash(f"The sign-in of {label} was unlinked. It opens nothing here any more.")
        return redirect(url_for("factors.show"))
    return _unlink_page(form, label)


def _unlink_page(form: RemoveFactor, label: str) -> ResponseReturnValue:
    what = f"Unlink the sign-in of {label}"
    return render_template(
        "access/remove_factor.html", form=form, ways=ways(form), what=what
    ), form.status


@bp.post("/account/prove/with/<code>")
def prove(code: str) -> ResponseReturnValue:
    """From any form that asks who is at the keyboard; back to it with what was typed there."""
    page = return_to.safe(request.args.get("page"))
    about = request.form.get("about", "")[:200]
    to = provider_sessions.start_proof(
        configured.get(code), back=page, about=about, pairs=pairs_to_keep()
    )
    return redirect(to)


@bp.post("/sign-in/with/<code>/signed-out")
@csrf.exempt  # type: ignore[untyped-decorator]
def signed_out(code: str) -> ResponseReturnValue:
    """Back-channel logout: the provider itself posts here, without a browser."""
    throttles.take(throttles.LOGOUTS_FROM_ONE_PLACE, throttles.place_of(request.remote_addr))
    provider, form = configured.get(code), Form(formdata=None)

    def end() -> None:
        asked = logout.read(provider, request.form.get("logout_token", ""))
        service.end_sessions(asked, by=people.calendar())

    return ("", 200) if form.tried(end) else (jsonify(error="invalid_request"), 400)
