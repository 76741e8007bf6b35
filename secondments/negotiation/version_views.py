"""The versions of the terms, and any two of them compared: on a page and as a PDF."""

import io

from flask import render_template, request
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.agreements import downloads
from secondments.documents import comparison
from secondments.documents.desk import desk
from secondments.negotiation import exchanging, version_page
from secondments.negotiation.blueprint import bp
from secondments.negotiation.version_page import ComparePage
from secondments.secondment import queries
from secondments.secondment.handing_over import as_file

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/versions")
def versions(ref: str) -> ResponseReturnValue:
    s = queries.at_the_table(ref, reader=me())
    return render_template("negotiation/versions.html", page=version_page.of(s, reader=me()))


@bp.get("/compare")
def compare(ref: str) -> ResponseReturnValue:
    return render_template("negotiation/compare.html", page=_compared(ref))


@bp.get("/compare.pdf")
def compare_on_paper(ref: str) -> ResponseReturnValue:
    html = comparison.to_print(version_page.on_paper(_compared(ref), owner=desk().owner))
    name = f"{ref}-terms-compared.pdf"
    return as_file(io.BytesIO(desk().press.render(html).pdf), name, "application/pdf")


@bp.get("/exchange.docx")
def exchange(ref: str) -> ResponseReturnValue:
    """The newest text, or with two versions named what changed from one to the other."""
    s = queries.at_the_table(ref, reader=me())
    first, second = (version_page.number(request.args.get(name)) for name in ("from", "to"))
    marked = bool(first or second)
    copy, content = exchanging.marked_up(s, first, second) if marked else exchanging.clean(s)
    downloads.take(copy, by=me())
    return as_file(io.BytesIO(content), copy.file_name, DOCX)


def _compared(ref: str) -> ComparePage:
    s = queries.at_the_table(ref, reader=me())
    first, second = (version_page.number(request.args.get(name)) for name in ("from", "to"))
    return version_page.compare(s, first, second, reader=me())
