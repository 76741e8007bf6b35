"""Confirm a company that an applicant added, or say which of those listed it is."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.secondment import company_check_page

bp = Blueprint("companies", __name__, url_prefix="/companies")


@bp.route("/<uuid:added_id>", methods=["GET", "POST"])
def confirm(added_id: uuid.UUID) -> ResponseReturnValue:
    shown = company_check_page.of(added_id, request.args.get("q", ""), reader=me())
    form = shown.form
    if form.validate_on_submit() and form.tried(lambda: company_check_page.done(shown, by=me())):
        flash(company_check_page.said(shown))
        return redirect(url_for("dashboard.show"))
    return render_template("companies/confirm.html", page=shown, form=form), form.status
