"""Find the company of a proposal, choose it, or add one that is not listed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.secondment import company_find_page, queries
from secondments.secondment.blueprint import bp
from secondments.secondment.company_find_page import added, chosen

CHOSEN = "The company is kept. Say who leads the secondment there."
ADDED = "Kept. The contracts office confirms the company; you can write the proposal meanwhile."


@bp.get("/<ref>/proposal/company/find")
def find_company(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = company_find_page.find(s, request.args.get("q", ""), reader=me())
    return render_template("secondment/find_company.html", page=shown, form=shown.form)


@bp.post("/<ref>/proposal/company/find")
def choose_company(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = company_find_page.find(s, request.args.get("q", ""), reader=me())
    form = shown.form
    if form.validate_on_submit() and form.tried(lambda: chosen(s, form, by=me())):
        flash(CHOSEN)
        return redirect(url_for(".proposal", ref=ref))
    return render_template("secondment/find_company.html", page=shown, form=form), form.status


@bp.route("/<ref>/proposal/company/add", methods=["GET", "POST"])
def add_company(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = company_find_page.add(s, request.args.get("q", ""), reader=me())
    form = shown.form
    if form.validate_on_submit() and form.tried(lambda: added(s, form, by=me())):
        flash(CHOSEN if form.recognised else ADDED)
        return redirect(url_for(".proposal", ref=ref))
    return render_template("secondment/add_company.html", page=shown, form=form), form.status
