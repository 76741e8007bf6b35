"""What a file that somebody sends really is: told by its first bytes, never by its name."""

from enum import StrEnum

from secondments.documents.values import Refused

A_BEGINNING = 1024
MARKS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
NOT_TAKEN = "This is not a PDF, PNG or JPEG file. Save it as PDF and choose that file."
WEB_PAGE = (
    "This is a web page, whatever its name says. Open it, print it to PDF and choose that file."
)
OFFICE = (
    "This is a Word document, another office document or an archive. Open it, save it as PDF and"
    " choose that file."
)
PICTURE = "This kind of picture is not taken. Save it as PNG, JPEG or PDF and choose that file."
PROGRAM = "This is a program and no document. Choose a PDF, PNG or JPEG file."
OTHERS = (
    (
        (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"7z\xbc\xaf", b"Rar!"),
        OFFICE,
    ),
    ((b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"<svg"), PICTURE),
    ((b"MZ", b"\x7fELF", b"#!"), PROGRAM),
)
WEB = (b"<html", b"<!doctype html", b"<script", b"<body", b"<head")


class Kind(StrEnum):
    """The three kinds of file that are taken; the value is also the ending of the name."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"

    @property
    def mimetype(self) -> str:
        return "application/pdf" if self is Kind.PDF else f"image/{self}"


def sniff(content: bytes) -> Kind:
    """Raises Refused, with what to do instead."""
    for mark, name in MARKS.items():
        if content.startswith(mark):
            return Kind(name)
    beginning = content[:A_BEGINNING].lower()
    if any(word in beginning for word in WEB):
        raise Refused(WEB_PAGE)
    # HEIC and WebP name themselves a little later.
    if beginning[4:12] in {b"ftypheic", b"ftypmif1"} or beginning[8:12] == b"webp":
        raise Refused(PICTURE)
    for marks, sentence in OTHERS:
        if content.startswith(marks) or beginning.lstrip().startswith(marks):
            raise Refused(sentence)
    raise Refused(NOT_TAKEN)
