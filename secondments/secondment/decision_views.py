"""Deciding on a proposal."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.secondment import decision_page, queries, votes
from secondments.secondment.blueprint import bp
from secondments.secondment.choices import Decision

DECISIONS: Mapping[Decision, Callable[..., None]] = {
    Decision.SUPPORT: votes.support,
    Decision.RETURN: votes.send_back,
    Decision.DECLINE: votes.decline,
}
DONE = {
    Decision.SUPPORT: "Your decision is recorded. Those who are next have been asked.",
    Decision.RETURN: "Returned. The applicant is told what needs to change.",
    Decision.DECLINE: "Declined. The applicant is told why.",
}


@bp.get("/<ref>/approve")
def approve(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    form = decision_page.form_of(s, reader=me())
    shown = decision_page.of(s, form, reader=me())
    return render_template(form.template, page=shown, form=form)


@bp.post("/<ref>/approve")
def decide(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    form = decision_page.form_of(s, reader=me())
    if not form.is_ready():
        shown = decision_page.of(s, form, reader=me())
        return render_template(form.page, page=shown, form=form), form.status
    decision, key = Decision(form.decision.data), form.once.data
    DECISIONS[decision](s, by=me(), revision=form.revision.data, once=key, **form.details())
    flash(DONE[decision])
    return redirect(url_for(".show", ref=ref))
