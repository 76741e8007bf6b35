"""The demonstration's pages: sign in as anyone with one click, and move the clock."""

import uuid
from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments import clock
from secondments.access import sessions
from secondments.access.signed_in import me
from secondments.demo import business_clock, loading, queries, world
from secondments.demo.forms import ClockForm, EnterForm
from secondments.errors import ProgrammingError
from secondments.people import queries as people

bp = Blueprint("demo", __name__, url_prefix="/demo")


def init_app(app: Flask) -> None:
    """Raises ProgrammingError in production, where there is no demonstration."""
    if not app.config["DEMO"]:
        raise ProgrammingError("The demonstration does not exist in production.")
    clock.shift_by(business_clock.Reading(app))
    app.register_blueprint(bp)


@bp.get("")
def show() -> ResponseReturnValue:
    password = loading.password_of(current_app)
    form, groups = EnterForm(), world.groups()
    return render_template("demo/show.html", form=form, groups=groups, password=password)


@bp.post("/enter/<uuid:person_id>")
def enter(person_id: uuid.UUID) -> ResponseReturnValue:
    sessions.open_for(people.get_person(person_id), method="demo")
    return redirect(url_for("dashboard.show"))


@bp.get("/letters")
def letters() -> ResponseReturnValue:
    """What would be in everyone's mail."""
    return render_template("demo/letters.html", letters=queries.newest_letters())


@bp.route("/clock", methods=["GET", "POST"])
def move_clock() -> ResponseReturnValue:
    form = ClockForm(day=clock.today(current_app.config["HOME_ZONE"]))
    if form.validate_on_submit():
        nine = datetime.combine(form.day.data, time(9), ZoneInfo(current_app.config["HOME_ZONE"]))
        business_clock.move_to(None, by=me(), moment=nine)
        flash("The demonstration’s clock was moved. The calendar is catching up.")
        return redirect(url_for(".show"))
    return render_template("demo/clock.html", form=form), form.status
