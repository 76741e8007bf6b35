"""Your work and the calendar."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.dashboard import page

bp = Blueprint("dashboard", __name__)


@bp.get("/")
def show() -> ResponseReturnValue:
    return render_template("dashboard/show.html", page=page.of(me()))


@bp.get("/calendar")
def calendar() -> ResponseReturnValue:
    return render_template("dashboard/calendar.html", months=page.months_ahead(me()))
