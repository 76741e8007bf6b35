"""Files that people send, read whole and written anew: the only door to pikepdf and Pillow."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from secondments.documents import kinds
from secondments.documents.kinds import Kind
from secondments.documents.values import Cleaned, Refused

MOST_PAGES = 500
MOST_PIXELS = 40_000_000
QUALITY = 90
DEEPEST = 60
LOCKED = (
    "This PDF is locked with a password or protected. Open it, print it to a new PDF without"
    " protection and choose that file."
)
DAMAGED = "This PDF is damaged and cannot be read. Open it, save it as PDF again and choose that."
TOO_MANY_PAGES = "This PDF has {pages:,} pages; {most} is the most. Choose the part that matters."
EMPTY = "This PDF has no pages. Save it as PDF again and choose that file."
PROGRAMMED = (
    "This PDF contains a program or starts something when it is opened. Print it to a new PDF and"
    " choose that file."
)
CARRIES = "This PDF carries other files inside. Print it to a new PDF, or add each file by itself."
LAYERED = "This PDF has hidden layers. Print it to a new PDF and choose that file."
TOO_DEEP = "This PDF is too tangled to be checked. Print it to a new PDF and choose that file."
BROKEN_PICTURE = "This picture is damaged and cannot be read. Save it again and choose that file."
TOO_LARGE_PICTURE = (
    "This picture has more than 40 million points. Save it smaller and choose that file."
)

ACTS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound"}
PROGRAMS = ("/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings")
INSIDE = ("/EmbeddedFiles", "/EF", "/AF")
KEPT_OF_THE_WHOLE = {"/Type", "/Pages", "/Version", "/Lang", "/MarkInfo", "/StructTreeRoot"}
DROPPED = ("/Metadata", "/PieceInfo", "/AA", "/Thumb", "/LastModified", "/Annots")
OF_AN_ANNOTATION = ("/A", "/PA")


def clean(content: bytes) -> Cleaned:
    """The same document without what no reader needs. Raises Refused, with what to do instead."""
    kind = kinds.sniff(content)
    return _pdf(content) if kind is Kind.PDF else _picture(content, kind)


def _pdf(content: bytes) -> Cleaned:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _refuse(pdf)
            pages = len(pdf.pages)
            return Cleaned(Kind.PDF, _rewritten(pdf), pages)
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        raise Refused(DAMAGED) from None


def _refuse(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise Refused(LOCKED)
    pages = len(pdf.pages)
    if pages > MOST_PAGES:
        raise Refused(TOO_MANY_PAGES.format(pages=pages, most=MOST_PAGES))
    if not pages:
        raise Refused(EMPTY)
    for part in _dictionaries(pdf):
        if any(name in part for name in PROGRAMS) or _said(part, "/S") in ACTS:
            raise Refused(PROGRAMMED)
        if any(name in part for name in INSIDE) or _said(part, "/Type") == "/EmbeddedFile":
            raise Refused(CARRIES)
    layers = pdf.Root.get("/OCProperties")
    if layers is not None and len(layers.get("/D", pikepdf.Dictionary()).get("/OFF", [])):
        raise Refused(LAYERED)


def _rewritten(pdf: pikepdf.Pdf) -> bytes:
    """What is seen on the pages, with its tags; filled-in boxes become part of the page."""
    pdf.flatten_annotations("all")
    for name in set(pdf.Root.keys()) - KEPT_OF_THE_WHOLE:
        del pdf.Root[name]
    for part in _dictionaries(pdf):
        unwanted = [*DROPPED, *(OF_AN_ANNOTATION if "/Rect" in part else ())]
        for name in unwanted:
            if name in part:
                del part[name]
    del pdf.docinfo
    made = io.BytesIO()
    pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary in the file, also those that stand inside another."""
    for found in pdf.objects:
        yield from _inside(found, 0)


def _inside(part: Any, depth: int) -> Iterator[Any]:
    if depth > DEEPEST:
        raise Refused(TOO_DEEP)
    if isinstance(part, pikepdf.Stream | pikepdf.Dictionary):
        yield part
        values = part.stream_dict.values() if isinstance(part, pikepdf.Stream) else part.values()
    elif isinstance(part, pikepdf.Array):
        values = iter(part)
    else:
        return
    for value in list(values):
        # What is referred to comes by itself in pdf.objects.
        if not getattr(value, "is_indirect", True):
            yield from _inside(value, depth + 1)


def _said(part: Any, name: str) -> str:
    value = part.get(name)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _picture(content: bytes, kind: Kind) -> Cleaned:
    try:
        with Image.open(io.BytesIO(content), formats=[kind.name]) as sent:
            width, height = sent.size
            if width * height > MOST_PIXELS:
                raise Refused(TOO_LARGE_PICTURE)
            return Cleaned(kind, _redrawn(sent, kind), None)
    except Image.DecompressionBombError:
        raise Refused(TOO_LARGE_PICTURE) from None
    except (OSError, SyntaxError, ValueError, TypeError, EOFError):
        raise Refused(BROKEN_PICTURE) from None


def _redrawn(sent: Image.Image, kind: Kind) -> bytes:
    """The points alone, the right way up: no place, no camera, no comment."""
    upright = ImageOps.exif_transpose(sent)
    see_through = kind is Kind.PNG and (
        upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    )
    drawn = upright.convert("RGBA" if see_through else "RGB")
    bare = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    made = io.BytesIO()
    bare.save(made, kind.name, quality=QUALITY, optimize=False)
    return made.getvalue()
