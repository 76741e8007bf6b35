"""What the demonstration's cases carry besides their answers: a file and a note for each side."""

from datetime import datetime, timedelta

from flask import Flask

from secondments import clock, jobs
from secondments.demo import world
from secondments.demo.cases import Case
from secondments.demo.world import World
from secondments.documents.desk import desk
from secondments.secondment import file_service, note_service, queries
from secondments.secondment.audiences import FileKind, Readers
from secondments.secondment.file_service import New
from secondments.secondment.models import Secondment

PAGE = """<!DOCTYPE html><html lang=en-GB><head><title>{title}</title></head>
<body><h1>{title}</h1><p>{who}</p><p>{text}</p></body></html>"""
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
    html = PAGE.format(title=title, who=cast.trainee.name, text=text)
    new = New(kind, readers, title, desk().press.render(html).pdf)
    file_service.receive(s, new, by=cast.trainee)


def _notes(s: Secondment, cast: World) -> None:
    asked = note_service.blank(s, Readers.HOME, by=cast.supervisor)
    note_service.write(
        asked,
        by=cast.supervisor,
        text="Who covers the respiratory clinic from August?",
        mentioned={cast.office.id},
    )
    told = note_service.blank(s, Readers.EVERYONE, by=cast.trainee)
    text = "I am on leave in the last week of March. My registrar can be asked meanwhile."
    note_service.write(told, by=cast.trainee, text=text)
