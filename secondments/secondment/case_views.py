"""Reading a case: overview, approvals, history; and what the company says of it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.secondment import (
    approvals_page,
    company_page,
    history_page,
    page,
    queries,
    service,
)
from secondments.secondment.blueprint import bp
from secondments.secondment.keeping import autosaved, kept

KEPT = "Saved. You can change it until your company has agreed."


@bp.get("/<ref>")
def show(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    return render_template("secondment/overview.html", page=page.overview(s, reader=me()))


@bp.get("/<ref>/approvals")
def approvals(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = approvals_page.approvals(s, reader=me())
    return render_template("secondment/approvals.html", page=shown)


@bp.get("/<ref>/history")
def history(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    return render_template("secondment/history.html", page=history_page.history(s, reader=me()))


@bp.get("/<ref>/company")
def company(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = company_page.of(s, reader=me())
    return render_template(shown.template, page=shown)


@bp.post("/<ref>/company")
def answer(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = company_page.to_fill_in(s, reader=me())
    if not kept(s, shown.form, service.answer, by=me()):
        return render_template(shown.template, page=shown, form=shown.form), shown.form.status
    flash(KEPT)
    return redirect(url_for(".show", ref=ref))


@bp.post("/<ref>/company/autosave")
def autosave_answers(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    form = company_page.to_fill_in(s, reader=me()).form
    return autosaved(s, form, service.answer, by=me())
