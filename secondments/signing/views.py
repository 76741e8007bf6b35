"""Signing in the browser: read, answer, check, done."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from secondments.access import sessions, step_up
from secondments.access.factors.proving import ways_of
from secondments.access.signed_in import me, signed_in_session
from secondments.agreements import downloads, queries
from secondments.agreements.models import Signatory
from secondments.agreements.views import handed_over
from secondments.signing import page, service
from secondments.signing.forms import AnswerForm, SignForm
from secondments.signing.service import PURPOSE, From, Given

bp = Blueprint("signing", __name__, url_prefix="/sign/<uuid:seat>")


@bp.route("", methods=["GET", "POST"])
def read(seat: uuid.UUID) -> ResponseReturnValue:
    signatory = queries.signatory(seat, reader=me())
    if signatory.act is not None:
        return redirect(url_for(".done", seat=seat))
    shown = page.of(signatory)
    form = AnswerForm(seen=shown.digest, answer="sign").about(shown)
    if form.validate_on_submit():
        return ANSWERED[form.answer.data](signatory, form)
    return render_template("signing/read.html", seat=seat, page=shown, form=form), form.status


def _check(signatory: Signatory, form: AnswerForm) -> ResponseReturnValue:
    check = SignForm(formdata=None, seen=form.seen.data, typed_name=form.typed_name.data)
    return _check_page(signatory, check)


def _check_page(signatory: Signatory, form: SignForm) -> ResponseReturnValue:
    shown = page.of(signatory)
    return render_template(
        "signing/check.html",
        seat=signatory.id,
        page=shown,
        form=form,
        ways=ways_of(me(), form.proof, signed_in_session()),
    ), form.status


def _refuse(signatory: Signatory, form: AnswerForm) -> ResponseReturnValue:
    service.refuse(signatory, by=me(), message=form.message.data, once=form.once.data)
    flash("You declined to sign. All parties have been told.")
    return redirect(url_for("dashboard.show"))


ANSWERED = {"sign": _check, "refuse": _refuse}


@bp.route("/check", methods=["GET", "POST"])
def sign(seat: uuid.UUID) -> ResponseReturnValue:
    """Looked at only by somebody who comes back from a provider, with what was answered before."""
    signatory = queries.signatory(seat, reader=me())
    form = SignForm()
    if request.method == "GET" and not form.seen.data:
        return redirect(url_for(".read", seat=seat))
    if form.validate_on_submit() and form.tried(lambda: _sign(signatory, form)):
        return redirect(url_for(".done", seat=seat))
    return _check_page(signatory, form)


def _sign(signatory: Signatory, form: SignForm) -> None:
    """A fresh proof of identity for this document, used up by the act."""
    grant = step_up.grant(
        signed_in_session(),
        me(),
        form.proof,
        purpose=PURPOSE,
        document_sha256=form.seen.data,
    )
    given = Given(seen=form.seen.data, typed_name=form.typed_name.data, grant_id=grant.id)
    origin = From(request.remote_addr or "", request.user_agent.string, grant.method)
    service.sign(signatory, by=me(), given=given, origin=origin, once=form.once.data)
    sessions.renew(grant.method)


@bp.get("/done")
def done(seat: uuid.UUID) -> ResponseReturnValue:
    signatory = queries.signatory(seat, reader=me())
    return render_template("signing/done.html", x=signatory, s=signatory.agreement.secondment)


@bp.get("/copy.pdf")
def copy(seat: uuid.UUID) -> ResponseReturnValue:
    """The very document that is out for signature, for the people named in it."""
    return handed_over(downloads.to_sign(queries.signatory(seat, reader=me()).agreement))
