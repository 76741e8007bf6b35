"""HTML to PDF/A with room for signatures: the only door to WeasyPrint."""

import itertools
import os
from collections.abc import Sequence
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

# Before WeasyPrint is imported: without any font its first look at them ends the process.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from secondments.documents.values import (
    SIGNATORY_PREFIX,
    Attachment,
    PrintingFailed,
)
from secondments.errors import ProgrammingError

OUTSIDE = "The document refers to something outside itself, so it was not made."
UNNAMED = "A document needs a language and a title in its HTML."
ARCHIVAL = "pdf/a-3a"
OWN_PICTURES = "data:image/svg+xml"
STAMP_SIZES = (8.0, 7.0, 6.2, 5.4, 4.6, 3.8)  # points, tried in turn until the text fits its box
PRINT_AND_LOCKED = 132  # ISO 32000-1, table 165: bits 3 and 8
SIGNATURES_EXIST_APPEND_ONLY = 3  # ISO 32000-1, table 219


class _NothingFromOutside(URLFetcher):  # type: ignore[misc]
    """Refuses every address but pictures written into the HTML by ourselves.

    It also remembers: WeasyPrint leaves out what it cannot fetch, and never says so for an SVG's.
    """

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if not url.startswith(OWN_PICTURES):
            self.refused.append(url)
            raise PermissionError(url)
        return super().fetch(url, headers)


def render(html: str, *, attachments: Sequence[Attachment] = (), variant: str = ARCHIVAL) -> bytes:
    """A tagged PDF of one HTML string; equal input gives equal bytes.

    Each `<input type=checkbox name=sig_x title="Signature of …">` becomes an empty signature field.
    Raises PrintingFailed if the HTML refers to anything outside itself.
    """
    options = {"pdf_variant": variant, "pdf_forms": True, "pdf_tags": True}
    document = _lay_out(html, options)
    if not (document.metadata.lang and document.metadata.title):
        raise ProgrammingError(UNNAMED)
    files = [_attached(attachment) for attachment in attachments]
    return _written(document, finisher=_finish, attachments=files, **options)


def mini(html: str, width_mm: float, height_mm: float) -> bytes:
    """One small page of exactly this size, fonts embedded, its letters as large as will fit."""
    page = f"@page {{ size: {width_mm:.3f}mm {height_mm:.3f}mm; margin: 1mm }}"
    document = None
    for points in STAMP_SIZES:
        style = f"<style>{page} html {{ font-size: {points}pt }}</style>"
        document = _lay_out(style + html, {})
        if len(document.pages) == 1:
            break
    assert document is not None
    return _written(document.copy(document.pages[:1]))


def _lay_out(html: str, options: dict[str, Any]) -> Any:
    page = weasyprint.HTML(string=html, url_fetcher=_NothingFromOutside())
    return page.render(_fonts(), **options)


def _written(document: Any, **options: Any) -> bytes:
    content: bytes = document.write_pdf(**options)
    if document.url_fetcher.refused:
        raise PrintingFailed(OUTSIDE)
    return content


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


def _attached(attachment: Attachment) -> weasyprint.Attachment:
    # WeasyPrint prints the time as it is and calls it UTC; left out, it would print the present.
    moment = attachment.made_at.astimezone(UTC)
    return weasyprint.Attachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        created=moment,
        modified=moment,
        relationship="Data",
    )


def _finish(_document: object, pdf: pydyf.PDF) -> None:
    """WeasyPrint's last hook, on its unwritten objects."""
    _open_signature_fields(pdf)
    _unwrap_form_elements(pdf)
    _drop_repeats_and_empties(pdf)
    _write_objects_singly(pdf)


def _open_signature_fields(pdf: pydyf.PDF) -> None:
    """Turn the check boxes named sig_… into empty signature fields, where the page put them.

    They stay in the tag tree under their title. Check boxes because a text input makes
    WeasyPrint embed a whole font.
    """
    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    form.pop("NeedAppearances", None)  # PDF/A forbids both
    form.pop("DR", None)
    form["SigFlags"] = SIGNATURES_EXIST_APPEND_ONLY
    for reference in form["Fields"]:
        field = _object(pdf, reference)
        name = field["T"].string
        if name.startswith(SIGNATORY_PREFIX):
            _make_signature_field(pdf, field, name)


def _make_signature_field(pdf: pydyf.PDF, field: dict[str, Any], name: str) -> None:
    for key in ("V", "AS", "MK", "Border"):
        field.pop(key, None)
    left, top, right, bottom = (float(edge) for edge in field["Rect"])
    box = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
    # Indirect, because an inline appearance breaks pyHanko's comparison of revisions (#719).
    empty = _object(pdf, field["AP"]["N"]["on"])
    empty.stream = []
    empty.extra["BBox"] = pydyf.Array((0, 0, box[2] - box[0], box[3] - box[1]))
    empty.extra["Resources"] = pydyf.Dictionary()
    lock = pydyf.Dictionary(
        {
            "Type": "/SigFieldLock",
            "Action": "/Include",
            "Fields": pydyf.Array([pydyf.String(name)]),
        }
    )
    pdf.add_object(lock)
    field["FT"], field["F"] = "/Sig", PRINT_AND_LOCKED
    field["Rect"] = pydyf.Array(box)
    field["AP"] = pydyf.Dictionary({"N": empty.reference})
    field["Lock"] = lock.reference


def _unwrap_form_elements(pdf: pydyf.PDF) -> None:
    """Let a form's tag name its field directly, not in a list of one.

    pyHanko accepts the change of a signed field only at …Form.K.Obj; at …Form.K[0].Obj it calls
    every earlier signature broken.
    """
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/Form" and len(item["K"]) == 1:
            item["K"] = item["K"][0]


def _drop_repeats_and_empties(pdf: pydyf.PDF) -> None:
    """WeasyPrint names each attachment twice and leaves empty parts that PDF/A checkers refuse."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    resources = [item for item in pdf.objects if isinstance(item, dict) and "ColorSpace" in item]
    for item, key in itertools.product(resources, ("Pattern", "Shading")):
        if not item.get(key, True):
            del item[key]


def _write_objects_singly(pdf: pydyf.PDF) -> None:
    """Not packed into one stream: pyHanko would read its whole index again for every object.

    The strict check of 11 pages and six signatures takes 2 s so, 13 s packed; 180 kB is the price.
    """

    def write(output: BinaryIO, version: object, identifier: object, _packed: object) -> None:
        type(pdf).write(pdf, output, version, identifier)

    pdf.write = write


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
