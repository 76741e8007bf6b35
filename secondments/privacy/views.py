"""What is kept about the reader, and a copy of it."""

import io

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from secondments import clock
from secondments.access.signed_in import me
from secondments.privacy import own_data
from secondments.privacy.data_map import MAP
from secondments.secondment.handing_over import as_file
from secondments.words import HOME_ZONE

bp = Blueprint("privacy", __name__, url_prefix="/account/data")


@bp.get("")
def show() -> ResponseReturnValue:
    counts = {name: len(rows) for name, rows in own_data.of(me()).items()}
    return render_template("privacy/own_data.html", counts=counts, kept=MAP)


@bp.post("/copy.json")
def copy() -> ResponseReturnValue:
    """Sent, not linked to: nothing on the way there keeps it."""
    name = f"my-data-{clock.today(HOME_ZONE).isoformat()}.json"
    return as_file(io.BytesIO(own_data.as_json(me())), name, "application/json")
