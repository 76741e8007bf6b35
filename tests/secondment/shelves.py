"""Files and notes for tests: small true documents, hostile ones, and how they get onto a case."""

import io

import pikepdf
from PIL import Image

from secondments import jobs
from secondments.secondment import file_queries, file_service, note_service
from secondments.secondment.audiences import FileKind, Readers
from secondments.secondment.file_models import CaseFile
from secondments.secondment.file_service import New


def a_pdf(*, pages: int = 1, author: str = "", save: dict | None = None, **root) -> bytes:
    """`root` are entries of the catalogue, such as OpenAction."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    if author:
        pdf.docinfo["/Author"] = author
    for name, value in root.items():
        pdf.Root[f"/{name}"] = value
    return written(pdf, **(save or {}))


def written(pdf: pikepdf.Pdf, **how) -> bytes:
    made = io.BytesIO()
    pdf.save(made, **how)
    return made.getvalue()


def a_picture(kind: str = "JPEG", *, comment: str = "", size: tuple[int, int] = (30, 20)) -> bytes:
    """`comment` goes where a camera writes its place; a JPEG lies on its side."""
    drawn, made = Image.new("RGB", size, "teal"), io.BytesIO()
    exif = drawn.getexif()
    exif[0x0112], exif[0x010E] = 6, comment
    drawn.save(made, kind, exif=exif)
    return made.getvalue()


def a_file(s, by, readers=Readers.HOME, kind=FileKind.CV, *, name="cv", content=None) -> CaseFile:
    """On the tray, not checked yet: jobs.run_due does that."""
    new = New(FileKind(kind), Readers(readers), name, content or a_pdf())
    return file_queries.by_id(file_service.receive(s, new, by=by))


def a_ready_file(app, s, by, readers=Readers.HOME, kind=FileKind.CV, **more) -> CaseFile:
    file = a_file(s, by, readers, kind, **more)
    jobs.run_due(app)
    return file_queries.by_id(file.id)


def a_note(s, by, readers=Readers.HOME, text="A word between us.", **more) -> None:
    note_service.write(note_service.blank(s, Readers(readers), by=by), by=by, text=text, **more)
