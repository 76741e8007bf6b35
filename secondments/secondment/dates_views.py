"""Dates: the ladder of a case, and the earliest start before there is one."""

from flask import render_template
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.secondment import dates_page, earliest_page, queries
from secondments.secondment.blueprint import bp


@bp.get("/<ref>/dates")
def dates(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    return render_template("secondment/dates.html", page=dates_page.of(s, reader=me()))


@bp.get("/earliest-start")
def earliest_start() -> ResponseReturnValue:
    shown = earliest_page.of(reader=me())
    page = render_template("secondment/earliest.html", page=shown, form=shown.form)
    return page, shown.form.status
