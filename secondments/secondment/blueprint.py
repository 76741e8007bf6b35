"""The blueprint of the pages of a case, and its heading for the pages of other packages."""

from flask import Blueprint, request

from secondments.access.signed_in import me
from secondments.secondment.heading import Heading, heading
from secondments.secondment.models import Secondment

bp = Blueprint("secondment", __name__, url_prefix="/secondments")


@bp.app_template_global()
def case_heading(s: Secondment) -> Heading:
    """The heading of the case page that was asked for, with its section bar."""
    _, _, section = request.path.partition(f"{s.ref}/")
    return heading(s, reader=me(), here=section.partition("/")[0])
