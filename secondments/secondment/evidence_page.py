"""The section of a proposal on evidence: what is wanted, what is there, and one box to add it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtforms import ValidationError

from secondments import policy
from secondments.documents import kinds
from secondments.documents.values import Refused
from secondments.forms import Choice, Form, Option, Upload
from secondments.secondment import evidence, file_queries
from secondments.secondment.audiences import SEEN_BY, FileKind
from secondments.secondment.evidence import Paper
from secondments.secondment.file_forms import ACCEPTED
from secondments.secondment.file_models import CaseFile, FileState
from secondments.secondment.file_page import STATES
from secondments.secondment.file_service import MOST_BYTES, New
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.sections import EVIDENCE, Section, sections_of

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

NOT_ADDED, ADDED = "Not added", "Added"


class EvidenceForm(Form):
    """One paper. Who reads it follows from what it is, and stands beside it."""

    kind = Choice("What do you want to add?", sentence="Choose what it is")
    file = Upload(
        "The file", hint="PDF, PNG or JPEG, up to 10 MB.", most=MOST_BYTES, accept=ACCEPTED
    )

    def validate_file(self, field: Upload) -> None:
        try:
            kinds.sniff(field.data.content)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None

    def new(self, s: Secondment) -> New:
        sent = self.file.data
        readers = _papers(s)[FileKind(self.kind.data)]
        assert readers.readers is not None
        return New(readers.kind, readers.readers, sent.name, sent.content)


@dataclass(frozen=True)
class Shown:
    """One paper of the list: what has become of it."""

    label: str
    wanted: str
    why: str
    status: str
    colour: str
    names: Sequence[str]


@dataclass(frozen=True)
class EvidencePage:
    heading: Heading
    section: Section
    papers: Sequence[Shown]
    here: str
    files: str
    back: str


def form_of(s: Secondment) -> EvidenceForm:
    form = EvidenceForm()
    form.kind.options = [
        Option(kind.value, kind.label, SEEN_BY[paper.readers])
        for kind, paper in _papers(s).items()
        if paper.readers is not None
    ]
    return form


def of(s: Secondment, *, reader: Person) -> EvidencePage:
    """Raises NotAllowed, NotPossibleNow."""
    policy.require(reader, "secondment.save", s)
    LIFECYCLE.require(s, "save")
    files = file_queries.of(s, reader=reader)
    return EvidencePage(
        heading=heading(s, reader=reader, here="proposal"),
        section=sections_of(s)[EVIDENCE],
        papers=[_shown(paper, files) for paper in evidence.papers(s)],
        here=path(s, f"proposal/{EVIDENCE}"),
        files=path(s, "files"),
        back=path(s, "proposal"),
    )


def _papers(s: Secondment) -> Mapping[FileKind, Paper]:
    return {paper.kind: paper for paper in evidence.papers(s)}


def _shown(paper: Paper, files: Sequence[CaseFile]) -> Shown:
    mine = [file for file in files if file.kind is paper.kind]
    status, colour = NOT_ADDED, "white"
    if mine:
        status, colour = STATES.get(mine[0].state, (ADDED, "green"))
    names = [file.name for file in mine if file.state is FileState.READY or file.is_waiting]
    return Shown(paper.kind.label, paper.wanted, paper.why, status, colour, names)
