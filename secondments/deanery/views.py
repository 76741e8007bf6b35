"""The page of documents for the deanery, and each of them as a file."""

import io

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.deanery import page, queries, service
from secondments.documents.desk import desk
from secondments.secondment.handing_over import as_file

bp = Blueprint("deanery", __name__, url_prefix="/secondments/<ref>/deanery")


@bp.get("")
def show(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    return render_template("deanery/show.html", page=page.of(s, reader=me()))


@bp.get("/<any('oop-application', cn18, 'cct-impact'):kind>.pdf")
def paper(ref: str, kind: str) -> ResponseReturnValue:
    """Re-hashed, then in the trail. Raises NotFound while it has not been made."""
    s = queries.case(ref, reader=me())
    found = queries.paper(s, kind)
    content, name = desk().store.read(found.pdf_sha256), found.file_name
    service.take(s, by=me(), paper=found)
    return as_file(io.BytesIO(content), name, "application/pdf")
