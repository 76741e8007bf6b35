"""Names in other alphabets on paper: our own embedded faces, never a box."""

import io
import subprocess
from functools import cache

import pikepdf
import pytest

from secondments.documents import pdf

OURS = ("Source-Sans-3", "Noto-Naskh-Arabic", "Noto-Sans-", "Noto-Emoji")
NAMES = {
    "Greek": "Ξένια Παπαδοπούλου",
    "Cyrillic": "Анастасия Вишневская",
    "Vietnamese": "Nguyễn Thị Hồng",
    "Polish": "Łukasz Błaszczykowski",
    "Arabic": "الدكتورة ليلى الحداد",
    "Hebrew": "נועה כהן",
    "Devanagari": "डॉ. प्रिया नंदकुमार",
    "Chinese": "王小明 臺灣",
    "Japanese": "佐藤さくら タナカ",
    "Korean": "김민준",
    "emoji": "🙂 ❤ ✓",
}
BOX = ".notdef glyph rendered"  # what WeasyPrint says when no face has a letter
BIDI_MARKS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u200e\u200f"))


def page(text: str) -> str:
    return (
        '<html lang="en-GB"><title>Names</title><style>html { font: 400 12pt "Source Sans 3" }'
        f" b {{ font-weight: 600 }}</style><p>{text}</p><p><b>{text}</b></p></html>"
    )


@cache
def printed(text: str) -> bytes:
    return pdf.render(page(text))


def faces(document: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(document)) as file:
        fonts = [x for x in file.objects if isinstance(x, pikepdf.Dictionary)]
        return {str(font.BaseFont).split("+")[1] for font in fonts if font.get("/Type") == "/Font"}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_in_this_alphabet_is_set_in_our_own_faces_without_a_box(name, caplog):
    document = pdf.render(page(name))
    assert all(face.startswith(OURS) for face in faces(document))
    assert BOX not in caplog.text


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_in_this_alphabet_can_be_copied_from_the_document(name):
    said = subprocess.run(["pdftotext", "-", "-"], input=printed(name), capture_output=True)
    text = said.stdout.decode().translate(BIDI_MARKS)
    assert all(word in text for word in name.split())


def test_a_letter_that_no_face_has_is_seen_to_be_a_box(caplog):
    """So that the test above would notice one."""
    pdf.render(page("\U00010900 is Phoenician"))
    assert BOX in caplog.text
