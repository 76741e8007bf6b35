"""The pathways, for everyone who is signed in: who decides, in which order, and who signs."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from secondments.secondment import pathway_page

bp = Blueprint("pathways", __name__, url_prefix="/pathways")


@bp.get("")
def every() -> ResponseReturnValue:
    return render_template("pathways/every.html", pathways=pathway_page.every())


@bp.get("/<code>")
def one(code: str) -> ResponseReturnValue:
    return render_template("pathways/one.html", pathway=pathway_page.one(code))
