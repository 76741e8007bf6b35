"""What the page of documents for the deanery shows, in plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondments import policy, words
from secondments.deanery import assembly, drawing_up, queries
from secondments.deanery.assembly import PaperKind
from secondments.deanery.models import DeaneryPaper
from secondments.documents.form import Field, Form
from secondments.people.models import Person
from secondments.secondment.heading import Heading, Place, heading, path
from secondments.secondment.models import Secondment
from secondments.secondment.questions import PROPOSAL
from secondments.secondment.reading import is_being_written

PURPOSES = {
    PaperKind.APPLICATION: "The questions that deaneries ask about time out, as far as the record"
    " answers them, with places to sign.",
    PaperKind.CN18: "What the deanery has to send to the GMC before the first day.",
    PaperKind.CCT: "The CCT date as it is and as it would be, with the working.",
}

NAMES = {
    PaperKind.APPLICATION: "application sheet",
    PaperKind.CN18: "CN18 data sheet",
    PaperKind.CCT: "CCT sheet",
}


@dataclass(frozen=True)
class Paper:
    """One document on the page. `to_answer` are links to questions; the rest is done by hand."""

    id: str
    title: str
    purpose: str
    link: str
    href: str
    size_bytes: int
    made: str
    is_waiting: bool
    to_answer: Sequence[Place]
    by_hand: Sequence[str]


@dataclass(frozen=True)
class Page:
    heading: Heading
    here: str
    training_body: str
    version: str  # empty while nothing has been sent
    may_write: bool
    problem: str  # why one could not be made
    papers: Sequence[Paper]


def of(s: Secondment, *, reader: Person) -> Page:
    """Everything on the page; `s` comes from queries.case()."""
    facts = drawing_up.as_sent(s) if s.sent else drawing_up.as_it_stands(s)
    may_write = policy.why_not(reader, "secondment.save", s) is None and is_being_written(s)
    made = queries.newest(s)
    drawn = {kind: assembly.draw(kind, facts) for kind in assembly.offered(facts)}
    return Page(
        heading=heading(s, reader=reader, here="deanery"),
        here=path(s, "deanery"),
        training_body=s.training_body.name if s.training_body else "",
        version=f"version {facts.version}" if s.sent else "",
        may_write=may_write,
        problem=problem.said if (problem := queries.problem(s)) else "",
        papers=[_paper(s, k, each, made.get(k), may_write) for k, each in drawn.items()],
    )


def _paper(
    s: Secondment,
    kind: PaperKind,
    drawn: Form,
    made: DeaneryPaper | None,
    may_write: bool,  # noqa: FBT001 - whether to link
) -> Paper:
    links = [(field, _place(s, field) if may_write else None) for field in drawn.blanks]
    return Paper(
        id=str(kind),
        title=drawn.title,
        purpose=PURPOSES[kind],
        link=f"Download the {NAMES[kind]} (PDF)",
        href=path(s, f"deanery/{kind}.pdf") if made else "",
        size_bytes=made.size_bytes if made else 0,
        made=_made(made) if made else "",
        is_waiting=bool(s.sent)
        and (made is None or made.fingerprint != assembly.fingerprint(drawn)),
        to_answer=[place for _, place in links if place],
        by_hand=[field.label for field, place in links if place is None],
    )


def _made(made: DeaneryPaper) -> str:
    pages = words.counted(made.pages, "page")
    return f"{pages}, made on {words.day(made.made_at)} from version {made.version}"


def _place(s: Secondment, field: Field) -> Place | None:
    """Where the applicant answers it, if one of our questions does."""
    asked = next((PROPOSAL[name] for name in field.names if name in PROPOSAL), None)
    return (
        Place(field.label, path(s, f"proposal/{asked.section}") + asked.anchor) if asked else None
    )
