"""The trail in words: what each entry says to each side, and what differs between two versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from secondments import words
from secondments.secondment import gate_trail, questions, term_trail
from secondments.secondment.choices import (
    DECLINE_REASONS,
    END_REASONS,
    RETURN_REASONS,
    WITHDRAW_REASONS,
    reason_words,
)
from secondments.secondment.lifecycle import State
from secondments.secondment.pathways import STEPS, Side, Step
from secondments.secondment.questions import BY_TABLE, Names, Question
from secondments.secondment.reading import Reader
from secondments.secondment.trail_words import (
    BY_THE_COMPANY,
    IN_CONFIDENCE,
    OF_BOTH_SIDES,
    SAYS_TO_BOTH,
    SOMETHING,
    TO_THE_COMPANY,
    WORDS,
)

if TYPE_CHECKING:
    from secondments.audit import AuditEntry
    from secondments.secondment.models import Secondment

FORM_ORDER = [
    *questions.PROPOSAL.values(),
    *questions.COMPANY.values(),
    *questions.CHARGE.values(),
]
TURNED_DOWN = {"secondment.return", "secondment.decline"}
REASONS: Mapping[str, Mapping[str, str]] = {
    "secondment.return": RETURN_REASONS,
    "secondment.decline": DECLINE_REASONS,
    "secondment.withdraw": WITHDRAW_REASONS,
    "secondment.end_early": END_REASONS,
}


class Difference(NamedTuple):
    """One answer before and after, in words; who changed it and when, where that is known."""

    label: str
    before: str
    after: str
    who: str = ""
    when: datetime | None = None


@dataclass(frozen=True)
class Happening:
    """One line of the history, as its reader is told it."""

    at: datetime
    what: str
    effective_at: datetime | None = None
    now: str = ""
    reason: str = ""
    message: str = ""
    changes: tuple[Difference, ...] = ()
    action: str = ""


def between(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Names, reader: Reader
) -> list[Difference]:
    """What differs between two whole proposals, in the order of the form."""
    return [
        Difference(
            question.label,
            questions.said(question, before.get(name), names),
            questions.said(question, after.get(name), names),
        )
        for name, question in questions.PROPOSAL.items()
        if reader.reads(question) and before.get(name) != after.get(name)
    ]


def changed(entries: Iterable[AuditEntry], names: Names, reader: Reader) -> tuple[Difference, ...]:
    """What several entries, oldest first, changed together: first before, last after."""
    found: dict[Question, tuple[Question, list[Any], AuditEntry]] = {}
    for entry in entries:
        for question, (before, after) in _answers_in(entry):
            if reader.reads(question):
                first = found[question][1][0] if question in found else before
                found[question] = (question, [first, after], entry)
    in_order = sorted(found.values(), key=lambda change: FORM_ORDER.index(change[0]))
    return tuple(
        Difference(
            question.label,
            questions.said(question, before, names),
            questions.said(question, after, names),
            entry.by_name,
            entry.at,
        )
        for question, (before, after), entry in in_order
        if before != after
    )


def ids_named(entries: Iterable[AuditEntry]) -> set[str]:
    """Every person and organisation that the changes name by id."""
    return {
        str(value)
        for entry in entries
        for question, values in _answers_in(entry)
        for value in values
        if question.name.endswith("_id") and value is not None
    }


def told_to(s: Secondment, entries: Sequence[AuditEntry], reader: Reader) -> list[AuditEntry]:
    """A company's history begins with the approval by which it was asked; newest first."""
    if not reader.is_company or s.company_told_at is None:
        return list(entries)
    asked = [
        entry.seq
        for entry in entries
        if entry.to_state == State.SUPERVISOR_APPROVED != entry.from_state
        and entry.at >= s.company_told_at
    ]
    return [entry for entry in entries if asked and entry.seq >= min(asked)]


def history(entries: Iterable[AuditEntry], names: Names, reader: Reader) -> list[Happening]:
    """The trail as this reader is told it, in the order given; saves in a row are one line."""
    told: list[Happening] = []
    run: list[AuditEntry] = []
    for entry in entries:
        if entry.action == "secondment.save":
            run.append(entry)
            continue
        told += _writing(run, names, reader)
        run = []
        told += _told(entry, names, reader)
    return told + _writing(run, names, reader)


def _writing(run: list[AuditEntry], names: Names, reader: Reader) -> list[Happening]:
    """Saves in a row, newest first; a draft is its writer's own business."""
    if not run or not reader.is_applicant:
        return []
    newest = run[0]
    said = WORDS[newest.action].format(who=newest.by_name)
    changes = changed(reversed(run), names, reader)
    return [Happening(newest.at, said, changes=changes, action=newest.action)] if changes else []


def _told(entry: AuditEntry, names: Names, reader: Reader) -> list[Happening]:
    wording = _wording(entry, reader)
    if not wording:
        return []
    happening = Happening(
        at=entry.at,
        what=wording.format(
            who=_doer(entry), step=_step_words(entry, reader), gate=gate_trail.words_of(entry)
        ),
        effective_at=entry.effective_at if entry.effective_at != entry.at else None,
        now=_new_stage(entry, reader),
        changes=(*changed([entry], names, reader), *_terms_in(entry)),
        action=entry.action,
    )
    if not _hears(entry, reader):
        return [happening]
    reason = reason_words(entry.reason, REASONS.get(entry.action, {}))
    return [replace(happening, reason=reason, message=entry.message or "")]


def _terms_in(entry: AuditEntry) -> Iterator[Difference]:
    return (Difference(label, "", value) for label, value in term_trail.moved(entry))


def _doer(entry: AuditEntry) -> str:
    """Dr Okafor for Professor Aldous, who was away."""
    return " for ".join(filter(None, (entry.by_name, entry.on_behalf_of_name)))


def _wording(entry: AuditEntry, reader: Reader) -> str:
    """What this reader is told of it; nothing when it is none of their business."""
    if entry.action.startswith(IN_CONFIDENCE) or gate_trail.is_kept_from(entry, reader):
        return ""
    if reader.is_company and side_of(entry) is Side.HOME and entry.action not in OF_BOTH_SIDES:
        is_a_vote_of_many = entry.action == "secondment.support" and not _new_stage(entry, reader)
        return "" if is_a_vote_of_many else TO_THE_COMPANY.get(entry.action, "")
    # An entry may be older than the code that reads it.
    return WORDS.get(entry.action, SOMETHING)


def _hears(entry: AuditEntry, reader: Reader) -> bool:
    """Whether the message was for this reader: their own side's, or one said to the other."""
    is_theirs = side_of(entry) is Side.COMPANY
    said_across = entry.action in SAYS_TO_BOTH or (is_theirs and entry.action in TURNED_DOWN)
    return said_across or is_theirs == reader.is_company


def _new_stage(entry: AuditEntry, reader: Reader) -> str:
    if entry.to_state is None or entry.to_state == entry.from_state:
        return ""
    return words.state_row(entry.to_state, reader.side)


def side_of(entry: AuditEntry) -> Side:
    """Whose act it was: the company's when its step says so, or when only it may do this."""
    step = step_of(entry)
    if step is not None:
        return STEPS[step].side
    is_theirs = entry.action in BY_THE_COMPANY or gate_trail.is_the_companys(entry)
    return Side.COMPANY if is_theirs else Side.HOME


def step_of(entry: AuditEntry) -> Step | None:
    """The approval step an entry decided on."""
    for name, columns in (entry.changes or {}).items():
        if name.startswith("vote:") and columns.get("step", [None, None])[1]:
            return Step(columns["step"][1])
    return None


def _step_words(entry: AuditEntry, reader: Reader) -> str:
    step = step_of(entry)
    return words.in_a_sentence(reader.steps[step].label) if step else "approver"


def _answers_in(entry: AuditEntry) -> Iterator[tuple[Question, list[Any]]]:
    """The changed columns that are questions, with [before, after]."""
    for name, columns in (entry.changes or {}).items():
        asked = BY_TABLE.get(name.partition(":")[0], {})
        for column, values in columns.items():
            if column in asked:
                yield asked[column], values
