"""From the facts of the record to the deanery's forms: which questions, in which order."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum

from secondments.deanery import sheets, working
from secondments.deanery.facts import Decided, Facts
from secondments.deanery.sheets import Rows
from secondments.documents import form
from secondments.documents.form import Field, Form, Part, Place
from secondments.documents.storage import digest
from secondments.secondment.cct import FINAL_ONE


class PaperKind(StrEnum):
    """The forms there are, by the end of their addresses."""

    APPLICATION = "oop-application"
    CN18 = "cn18"
    CCT = "cct-impact"


def draw(kind: PaperKind, facts: Facts) -> Form:
    """The form of this kind as the record fills it in."""
    return _DRAWN[kind](facts)


def offered(facts: Facts) -> tuple[PaperKind, ...]:
    """The forms that this case needs; CN18 only where the GMC has to approve the time out."""
    return tuple(k for k in PaperKind if k is not PaperKind.CN18 or facts.is_for_the_gmc)


def fingerprint(drawn: Form) -> str:
    """Of everything that is printed but the day, so that no new day makes a new document."""
    return digest(form.to_print(drawn, on=date.min).encode())


def edition() -> str:
    """What the empty forms look like, in short: another word here is another set of forms."""
    nothing = Facts(reference="", version=0, sent_on=date.min, owner="")
    return digest("".join(fingerprint(draw(kind, nothing)) for kind in PaperKind).encode())[:16]


def _application(facts: Facts) -> Form:
    impact = working.impact_of(facts)
    new_cct = working.forecast(impact) if impact else ""
    drawn = _form(
        facts,
        "Application for time out of programme",
        "An application sheet for the deanery, with the questions that deaneries ask. The trainee"
        " checks it, completes it, signs it and sends it to the deanery.",
        sheets.APPLICATION,
        {"new_cct": new_cct},
    )
    return replace(
        drawn,
        declarations=sheets.DECLARATIONS,
        places=(
            Place("Trainee", facts.said.get("trainee", "")),
            *(_place(facts.decisions.get(step), role) for step, role in sheets.SIGNING.items()),
        ),
    )


def _cn18(facts: Facts) -> Form:
    return _form(
        facts,
        "CN18 data sheet",
        "What form CN18 asks, for the deanery to copy. The deanery sends CN18 to the GMC itself,"
        " before the first day; the trainee and the college do not.",
        sheets.CN18,
    )


def _cct(facts: Facts) -> Form:
    impact = working.impact_of(facts)
    drawn = _form(
        facts,
        "What the time out does to the CCT date",
        "A forecast for the trainee and the deanery. It decides nothing.",
        sheets.CCT,
        working.figures(facts, impact) if impact else {},
    )
    return replace(
        drawn,
        working=working.sentences(facts, impact) if impact else (),
        remark=impact.sentence if impact else FINAL_ONE,
    )


_DRAWN: Mapping[PaperKind, Callable[[Facts], Form]] = {
    PaperKind.APPLICATION: _application,
    PaperKind.CN18: _cn18,
    PaperKind.CCT: _cct,
}


def _form(
    facts: Facts, title: str, purpose: str, rows: Rows, more: Mapping[str, str] | None = None
) -> Form:
    said = {**facts.said, **(more or {})}
    return Form(
        title=title,
        reference=facts.reference,
        version=facts.version,
        owner=facts.owner,
        about=", ".join(filter(None, [said.get("trainee"), said.get("training_body")])),
        purpose=purpose,
        parts=tuple(
            Part(head, tuple(_field(said, *each) for each in given)) for head, given in rows
        ),
    )


def _field(said: Mapping[str, str], label: str, names: tuple[str, ...], room: int) -> Field:
    answer = next((said[name] for name in names if said.get(name)), "")
    return Field(label, answer, names, room)


def _place(decided: Decided | None, role: str) -> Place:
    return Place(role, decided.name, decided.decided) if decided else Place(role)
