"""Where links of letters lead: an invitation, notice of a recovery. Looking changes nothing."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access import invitations, recoveries, sessions
from secondments.forms import Form

bp = Blueprint("invitations", __name__)
TOLD = "Thank you. The link no longer works, and whoever sent it has been told."
STOPPED = "It was stopped: the ways you have to sign in stay as they are."


@bp.route("/invitation/<token>", methods=["GET", "POST"])
def read(token: str) -> ResponseReturnValue:
    invited, form = invitations.read(token), Form()
    if form.validate_on_submit():
        wanted = sessions.open_with_invitation(token)
        return redirect(url_for("factors.set_up", next=wanted))
    return render_template("access/invitation.html", form=form, invited=invited, token=token)


@bp.post("/invitation/<token>/not-me")
def not_me(token: str) -> ResponseReturnValue:
    invited = invitations.read(token)
    if Form().validate_on_submit():
        invitations.decline(invited.person, by=invited.person, token=token)
        flash(TOLD)
    return redirect(url_for("access.sign_in"))


@bp.route("/account-recovery/<token>", methods=["GET", "POST"])
def recovery(token: str) -> ResponseReturnValue:
    asked, form = recoveries.by_link(token), Form()
    if form.validate_on_submit():
        recoveries.stop(asked, by=asked.person)
        flash(STOPPED)
        return redirect(url_for("access.sign_in"))
    return render_template("access/stop_recovery.html", form=form, asked=asked, token=token)
