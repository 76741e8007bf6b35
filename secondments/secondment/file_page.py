"""What the pages of files show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from secondments import policy, words
from secondments.documents.desk import desk
from secondments.forms import Option
from secondments.secondment import file_queries
from secondments.secondment.audiences import OF_FILES, SCIENCE, SEEN_BY
from secondments.secondment.file_forms import FileForm, NdaForm
from secondments.secondment.file_models import CaseFile, FileState
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

STATES = {
    FileState.RECEIVED: ("Waiting to be checked", "white"),
    FileState.CHECKING: ("Being checked", "blue"),
    FileState.REFUSED: ("Not taken", "red"),
    FileState.QUARANTINED: ("Infected", "red"),
}
WITHHELD = "The company reads it once a non-disclosure agreement is recorded."


@dataclass(frozen=True)
class Shown:
    """One file, as its reader is told of it. `href` is where it is opened, once it can be."""

    id: str
    title: str
    kind: str
    readers: str
    about: str
    href: str
    remove: str
    status: str
    colour: str
    problem: str
    is_waiting: bool
    extra: str


@dataclass(frozen=True)
class Files:
    heading: Heading
    here: str
    files: Sequence[Shown]
    may_add: bool
    nda_on: date | None
    nda_reference: str
    nda_href: str
    shows_nda: bool
    warns_of_no_scanner: bool


@dataclass(frozen=True)
class Asked:
    """A page that asks one thing about a file or the case."""

    heading: Heading
    title: str
    here: str
    back: str
    name: str = ""


def form_for(s: Secondment, *, reader: Person) -> FileForm:
    """With the readers that this person may choose, and what follows from each."""
    form = FileForm()
    form.readers.options = [
        Option(r.value, r.label, SEEN_BY[r]) for r in OF_FILES if policy.belongs(reader, s, r)
    ]
    return form


def nda_form(s: Secondment) -> NdaForm:
    form = NdaForm(signed_on=s.nda_signed_on, reference=s.nda_reference)
    form.zone = s.zone
    return form


def files(s: Secondment, *, reader: Person) -> Files:
    """`s` comes from queries.case()."""
    top = heading(s, reader=reader, here="files")
    records_nda = policy.why_not(reader, "secondment.record_nda", s) is None
    may_record = records_nda and LIFECYCLE.can(s, "record_nda")
    return Files(
        heading=top,
        here=path(s, "files"),
        files=[_shown(s, file, reader) for file in file_queries.of(s, reader=reader)],
        may_add=LIFECYCLE.can(s, "attach"),
        nda_on=s.nda_signed_on,
        nda_reference=s.nda_reference or "",
        nda_href=path(s, "nda") if may_record else "",
        shows_nda=not top.reader.is_company or s.nda_signed_on is not None,
        warns_of_no_scanner=records_nda and not desk().scanner.is_there,
    )


def _shown(s: Secondment, file: CaseFile, reader: Person) -> Shown:
    status, colour = STATES.get(file.state, ("", "white"))
    here = path(s, f"files/{file.id}")
    is_mine = policy.why_not(reader, "file.remove", file) is None
    early = file.kind in SCIENCE and s.nda_signed_on is None
    return Shown(
        id=str(file.id),
        title=file.name,
        kind=file.kind.label,
        readers=file.readers.label,
        about=_about(file.by.name, file.at, file),
        href=here if file.state is FileState.READY else "",
        remove=f"{here}/remove" if is_mine and LIFECYCLE.can(s, "remove_file") else "",
        status=status,
        colour=colour,
        problem=file.problem or "",
        is_waiting=file.is_waiting,
        extra=WITHHELD if early and not policy.is_on_the_company_side(reader, s) else "",
    )


def _about(who: str, at: datetime, file: CaseFile) -> str:
    size = words.file_size(file.size or file.received_bytes)
    pages = words.counted(file.pages, "page") if file.pages else ""
    return ", ".join(filter(None, [f"Added by {who} on {words.moment(at)}", size, pages]))


def removing(s: Secondment, file: CaseFile, *, reader: Person) -> Asked:
    top = heading(s, reader=reader, here="files")
    here = path(s, f"files/{file.id}/remove")
    return Asked(top, "Remove this file", here, path(s, "files"), file.name)


def recording_nda(s: Secondment, *, reader: Person) -> Asked:
    top = heading(s, reader=reader, here="files")
    title = "Record a non-disclosure agreement"
    return Asked(top, title, path(s, "nda"), path(s, "files"))
