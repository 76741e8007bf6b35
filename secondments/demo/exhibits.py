"""What the demonstration's cases carry besides their answers: a file and a note for each side."""

from datetime import datetime, timedelta

from flask import Flask

from secondments import clock, jobs
from secondments.demo import world
from secondments.demo.cases import Case
from secondments.demo.world import World
from secondments.secondment import file_service, note_service, queries
from secondments.secondment.audiences import FileKind, Readers
from secondments.secondment.file_service import New
from secondments.secondment.models import Secondment

CV = "Invented for the demonstration: posts held, teaching, research and publications."
JOB = "Invented for the demonstration: what the post is, where, and to whom it answers."


def add(app: Flask, ref: str, case: Case, *, at: datetime) -> None:
    """A CV for the home side and a job description for everyone; a note to each."""
    cast = world.cast(case.trainee, case.company)
    with clock.stopped_at(at + timedelta(minutes=1)):
        s = queries.by_ref(ref)
        _file(s, cast, FileKind.CV, Readers.HOME, "Curriculum vitae", CV)
        _file(s, cast, FileKind.JOB, Readers.EVERYONE, "Job description", JOB)
        _notes(s, cast)
        jobs.run_due(app)


def _file(
    s: Secondment, cast: World, kind: FileKind, readers: Readers, title: str, text: str
) -> None:
    new = New(kind, readers, title, paper(title, cast.trainee.name, text))
    file_service.receive(s, new, by=cast.trainee)


def _notes(s: Secondment, cast: World) -> None:
    named = s.proposal.supervisor or s.proposal.line_manager
    asker = named or (s.votes[0] if s.votes else s.turns[0]).person
    asked = note_service.blank(s, Readers.HOME, by=asker)
    note_service.write(
        asked,
        by=asker,
        text="Who covers the respiratory clinic from August?",
        mentioned={cast.office.id},
    )
    told = note_service.blank(s, Readers.EVERYONE, by=cast.trainee)
    text = "I am on leave in the last week of May. My registrar can be asked meanwhile."
    note_service.write(told, by=cast.trainee, text=text)


def paper(*lines: str) -> bytes:
    """A PDF of one page with these lines, plain enough to be written by hand; ASCII only."""
    shown = "".join(f"({line}) Tj 0 -24 Td " for line in lines)
    drawing = f"BT /F 12 Tf 72 760 Td {shown}ET".encode("ascii")
    parts = (
        b"<</Type/Catalog/Pages 2 0 R/Lang(en-GB)>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
    )
    made, starts = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in starts)
    size = len(parts) + 1
    made += b"xref\n0 %d\n%strailer<</Size %d/Root 1 0 R>>\n" % (size, table, size)
    return made + b"startxref\n%d\n%%%%EOF\n" % made.rindex(b"xref\n0")
