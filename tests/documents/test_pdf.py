"""The PDF: archival, tagged, self-contained, and the same bytes for the same words."""

import http.server
import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from secondments.documents import pdf
from secondments.documents.values import PrintingFailed
from secondments.errors import ProgrammingError
from tests.documents.papers import COMPANY, EMPLOYER, TERMS, a_printed, an_agreement

ROOT = Path(__file__).parents[2]


def read(document: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(document))


def a_tool(*command: str, given: bytes) -> str:
    """What one of poppler's tools says about a document given on its standard input."""
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout.decode()


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A web address and the list of what was asked of it."""
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_document_is_archival_and_tagged_and_says_its_title_and_language() -> None:
    document = read(a_printed())
    metadata = document.root_object["/Metadata"].get_data()
    assert b"<pdfaid:part>3<" in metadata or b'pdfaid:part="3"' in metadata
    assert b'pdfaid:conformance="A"' in metadata
    assert document.root_object["/Lang"] == "en-GB"
    assert document.root_object["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in document.root_object
    assert document.metadata is not None
    assert document.metadata.title == "Agreement"


def test_equal_input_gives_equal_bytes_here_and_in_another_process() -> None:
    again = pdf.render(an_agreement(), attachments=[TERMS])
    elsewhere = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from tests.documents.papers import a_printed;"
            " sys.stdout.buffer.write(a_printed())",
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert a_printed() == again == elsewhere.stdout


def test_other_words_give_other_bytes() -> None:
    assert pdf.render(an_agreement("<p>a</p>")) != pdf.render(an_agreement("<p>b</p>"))


def test_every_font_is_embedded_and_is_ours() -> None:
    fonts = a_tool("pdffonts", "-", given=a_printed()).splitlines()[2:]
    assert fonts
    for line in fonts:
        assert "Source-Sans-3" in line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"]


def test_the_attachment_is_there_once_and_related_as_data() -> None:
    document = read(a_printed())
    assert document.attachments == {"terms.json": [TERMS.content]}
    (related,) = document.root_object["/AF"]
    assert related.get_object()["/AFRelationship"] == "/Data"
    (held,) = document.attachment_list
    assert held.creation_date == held.modification_date == TERMS.made_at


def test_each_signature_box_becomes_a_tagged_named_and_locked_field() -> None:
    document = read(a_printed())
    form = document.root_object["/AcroForm"]
    assert "/NeedAppearances" not in form
    assert "/DR" not in form
    found = {field.get_object()["/T"]: field.get_object() for field in form["/Fields"]}
    assert list(found) == [EMPLOYER, COMPANY]
    for name, field in found.items():
        assert field["/FT"] == "/Sig"
        assert "/V" not in field
        assert field["/TU"].startswith("Signature of ")
        assert field["/Lock"]["/Fields"] == [name]
        assert isinstance(field["/StructParent"], int)


def test_the_box_of_a_field_is_where_and_as_large_as_the_page_says() -> None:
    field = read(a_printed()).root_object["/AcroForm"]["/Fields"][0].get_object()
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    assert (right - left) * 25.4 / 72 == pytest.approx(80, abs=0.5)
    assert (top - bottom) * 25.4 / 72 == pytest.approx(26, abs=0.5)


@pytest.mark.parametrize(
    "hostile",
    [
        '<img src="{canary}/img" alt="x">',
        '<link rel=stylesheet href="{canary}/css">',
        '<style>@import url("{canary}/import");</style>',
        '<style>@font-face {{ font-family: x; src: url("{canary}/font") }}</style>',
        '<p style="background: url({canary}/background)">x</p>',
        '<object data="{canary}/object"></object>',
        '<embed src="{canary}/embed">',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{canary}/svg"/></svg>',
        "<img alt=x src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'"
        " width='9' height='9'><image href='{canary}/inner' width='9' height='9'/></svg>\">",
        '<link rel=attachment href="file:///etc/passwd">',
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="x">',
    ],
)
def test_nothing_is_fetched_from_outside_and_no_such_document_is_made(
    canary: tuple[str, list[str]], hostile: str
) -> None:
    address, asked = canary
    with pytest.raises(PrintingFailed, match="outside itself"):
        pdf.render(an_agreement(hostile.format(canary=address)), attachments=[TERMS])
    assert asked == []


def test_a_picture_written_into_the_html_is_printed() -> None:
    square = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>DRAFT</text></svg>"
    document = pdf.render(an_agreement(f'<img alt="Draft" src="data:image/svg+xml,{square}">'))
    assert "DRAFT" in a_tool("pdftotext", "-", "-", given=document)


@pytest.mark.parametrize("lacking", ["<title>Agreement</title>", " lang=en-GB"])
def test_a_document_without_title_or_language_is_our_mistake(lacking: str) -> None:
    with pytest.raises(ProgrammingError, match="language and a title"):
        pdf.render(an_agreement().replace(lacking, ""))


@pytest.mark.parametrize(
    "words",
    [
        "Ada\u202eLovelace",
        "😀 👩‍⚕️",
        "Z̷̛͎a̸l̶g̵o̴",
        "عمر 山田太郎 प्रिया",
        "nul \x00 bell \x07",
        "W" * 5000,
    ],
)
def test_any_words_can_be_printed(words: str) -> None:
    assert pdf.render(an_agreement(f"<p>{words}</p>")).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("name", ["Ada", "A very long name " * 20, "W" * 300])
def test_a_stamp_is_one_page_of_the_size_of_its_box(name: str) -> None:
    small = read(pdf.mini(f"<p>{name}</p>", 80, 26))
    (page,) = small.pages
    assert float(page.mediabox.width) == pytest.approx(80 / 25.4 * 72, abs=0.1)
    assert float(page.mediabox.height) == pytest.approx(26 / 25.4 * 72, abs=0.1)
    assert page.extract_text().replace("\n", " ").split()[-1][-3:] == name.strip()[-3:]
