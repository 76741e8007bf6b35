"""The register's pages: the list, one agreement as a file, several as a ZIP."""

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from secondments import clock, policy
from secondments.access.signed_in import me
from secondments.agreements import downloads
from secondments.agreements import queries as agreements
from secondments.agreements.views import handed_over
from secondments.register import bundle, filters, page, paging, queries
from secondments.register.filters import STATES
from secondments.secondment.duties import SIDES
from secondments.secondment.handing_over import as_file

bp = Blueprint("register", __name__)


@bp.get("/secondments")
def show() -> ResponseReturnValue:
    wanted, here = filters.read(request.args), request.args.get("after", "")
    secret = current_app.config["SECRET_KEY"]
    found = queries.page(wanted, reader=me(), after=paging.read(here, wanted, secret=secret))
    after = paging.written(found.next, wanted, secret=secret) if found.next else ""
    shown = page.of(wanted, found, reader=me(), here=here, after=after)
    return render_template("register/show.html", page=shown, states=STATES, sides=SIDES)


@bp.get("/secondments/<ref>/agreement/v<int:version>.pdf")
def agreement(ref: str, version: int) -> ResponseReturnValue:
    copy = downloads.copy_of(agreements.get(ref, version, reader=me()), reader=me())
    return handed_over(copy)


@bp.post("/register/zip")
def zip_of_agreements() -> ResponseReturnValue:
    policy.require(me(), "agreement.download_many", None)
    copies = bundle.chosen(request.form.getlist("pick"), reader=me())
    name = f"agreements-{clock.today(current_app.config['HOME_ZONE'])}.zip"
    file = bundle.packed(copies)
    bundle.taken(copies, by=me())
    return as_file(file, name, "application/zip")
