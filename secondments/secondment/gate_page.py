"""The gates of a case as each side may know them, and the pages on which one is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secondments import policy, words
from secondments.errors import Blocker
from secondments.secondment import gate_rules, gate_service
from secondments.secondment.file_models import FileState
from secondments.secondment.gate_rules import Found
from secondments.secondment.gates import Asked, Entered, Gate, Standing
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.pathways import Side

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.gate_models import GateEntry
    from secondments.secondment.models import Secondment
    from secondments.secondment.reading import Reader

COLOURS = {
    Standing.NOT_NEEDED: "white",
    Standing.MISSING: "yellow",
    Standing.MET: "green",
    Standing.OVERRIDDEN: "blue",
}
# What a company is told of evidence that is not its own.
SETTLED_THERE = "Settled on the applicant’s side."
OTHERS_HOME = "Something that is not for everyone to read here is still missing."
OTHERS_COMPANY = "The applicant’s side still has something to settle."
NOBODY = "Nobody: it cannot be overridden."
BOTH = "Nobody. The secondee and the postgraduate dean together may give the credit up."
NOT_STARTED = "It did not start on {day}, because something is still missing"
STARTS_TODAY = "Nothing is missing any more. It starts within a minute, active from today."


@dataclass(frozen=True)
class Way:
    """A link to where a gate is settled."""

    label: str
    href: str


@dataclass(frozen=True)
class Row:
    """One gate in words; `facts` are what was recorded, for those who may read it."""

    code: str
    label: str
    tag: str
    colour: str
    why: str
    facts: Sequence[tuple[str, str]] = ()
    file: Way | None = None
    ways: Sequence[Way] = ()

    @property
    def is_missing(self) -> bool:
        return self.tag == Standing.MISSING.label

    @property
    def is_settled(self) -> bool:
        return self.tag in {Standing.MET.label, Standing.OVERRIDDEN.label}


@dataclass(frozen=True)
class GatesPage:
    heading: Heading
    missing: Sequence[Row]
    settled: Sequence[Row]
    not_needed: Sequence[Row]
    others: str
    first_day: str
    held: str
    ready: str
    is_over: bool


def knows(reader: Reader, s: Secondment, gate: Gate) -> bool:
    """A company knows of what concerns it, and of a visa only few know at all."""
    if gate is Gate.VISA:
        return reader.sees_visa
    if reader.is_company:
        of_both = gate in {Gate.SIGNATURES, Gate.INDEMNITY}
        # Before it is recorded it would tell that there is an outline to withhold.
        return of_both or (gate is Gate.NDA and s.nda_signed_on is not None)
    return True


def of(s: Secondment, *, reader: Person) -> GatesPage:
    top = heading(s, reader=reader, here="gates")
    every = rows(s, top.reader)
    left = gate_rules.left(s)
    first_day = s.proposal.starts_on
    is_held = s.held_at is not None and LIFECYCLE.is_from(s, "start")
    day = words.day(first_day) if first_day else ""
    return GatesPage(
        heading=top,
        missing=[row for row in every if row.is_missing],
        settled=[row for row in every if row.is_settled],
        not_needed=[row for row in every if not (row.is_missing or row.is_settled)],
        others=others(s, top.reader),
        first_day=day,
        held=NOT_STARTED.format(day=day) if is_held and left else "",
        ready=STARTS_TODAY if is_held and not left else "",
        is_over=not LIFECYCLE.is_from(s, "confirm_gate"),
    )


def rows(s: Secondment, reader: Reader) -> list[Row]:
    """Those that this reader may know of, in the order of the table."""
    return [_row(s, f, reader) for f in gate_rules.every(s) if knows(reader, s, f.gate)]


def checklist(s: Secondment, reader: Reader) -> list[Row]:
    """For the overview, while it is next to start; without what is not needed."""
    if not LIFECYCLE.is_from(s, "start"):
        return []
    return [row for row in rows(s, reader) if row.is_missing or row.is_settled]


def others(s: Secondment, reader: Reader) -> str:
    """That something is missing of which this reader may not know more; nothing if nothing is."""
    if not LIFECYCLE.is_from(s, "start"):
        return ""
    if all(knows(reader, s, found.gate) for found in gate_rules.left(s)):
        return ""
    return OTHERS_COMPANY if reader.is_company else OTHERS_HOME


def blockers(s: Secondment, reader: Reader, found: Iterable[Blocker]) -> list[Blocker]:
    """The reasons as this reader may know them: of the gates that are not theirs one for all."""
    codes = {gate_rules.code_of(gate) for gate in Gate}
    shown = [one for one in found if one.code not in codes]
    if not LIFECYCLE.is_from(s, "start"):
        return shown
    left = [f for f in gate_rules.left_but_signatures(s) if knows(reader, s, f.gate)]
    shown += [_blocker(each) for each in left]
    said = others(s, reader)
    return [*shown, Blocker("gates", said, fix="gates")] if said else shown


def _blocker(found: Found) -> Blocker:
    code, whose = gate_rules.code_of(found.gate), found.rule.whose
    return Blocker(code, "{why}", whose, f"gates#{found.gate}", {"why": found.why})


def is_for(reader: Reader, s: Secondment, blocker: Blocker) -> bool:
    """Whether this reader can settle what is missing."""
    _, _, gate = blocker.fix.partition("#")
    return bool(gate) and any(True for _ in _to_settle(s, Gate(gate), reader.person))


def _row(s: Secondment, found: Found, reader: Reader) -> Row:
    is_told = _is_told(found, reader)
    return Row(
        code=str(found.gate),
        label=found.gate.label,
        tag=found.standing.label if is_told else Standing.MET.label,
        colour=COLOURS[found.standing if is_told else Standing.MET],
        why=found.why if is_told else SETTLED_THERE,
        facts=list(_facts(s, found, reader)) if is_told else (),
        file=_file(s, found.entry, reader) if found.entry and is_told else None,
        ways=list(_ways(s, found, reader)),
    )


def _is_told(found: Found, reader: Reader) -> bool:
    """Whether the evidence is this reader's to know: never the home side's for a company."""
    return not reader.is_company or found.entry is None or found.entry.side is Side.COMPANY


def _facts(s: Secondment, found: Found, reader: Reader) -> Iterator[tuple[str, str]]:
    if found.gate is Gate.CREDIT and found.standing is Standing.OVERRIDDEN:
        for given_up in s.given_up_entries:
            yield "Gave it up", f"{given_up.by.name}, {words.moment(given_up.at)}"
    if found.is_missing and found.rule.confirms:
        yield "Who confirms it", _labels(found.rule.confirms)
    if found.is_missing and not reader.is_company:
        yield "Who may override it", _may_override(found)
    if (entry := found.entry) is not None:
        verb = "Overridden by" if entry.kind is Entered.OVERRIDDEN else "Confirmed by"
        yield verb, f"{entry.by.name}, {words.moment(entry.at)}"
        yield from _evidence(entry)


def _may_override(found: Found) -> str:
    if found.gate is Gate.CREDIT:
        return BOTH
    return _labels(found.rule.overrides) if found.rule.overrides else NOBODY


def _labels(holders: Iterable[Any]) -> str:
    said = words.listed(held.label for held in holders)
    return said[:1].upper() + said[1:]


def _evidence(entry: GateEntry) -> Iterator[tuple[str, str]]:
    if entry.cover:
        yield "Cover", entry.cover.label
    if entry.reference:
        yield "Reference", entry.reference
    if entry.dated_on:
        yield "Dated", words.day(entry.dated_on)
    if entry.valid_until:
        yield "Runs out", words.day(entry.valid_until)
    if entry.words:
        yield "Reason" if entry.kind is Entered.OVERRIDDEN else "Note", entry.words


def _file(s: Secondment, entry: GateEntry, reader: Reader) -> Way | None:
    file = entry.file
    if file is None or file.state is not FileState.READY:
        return None
    if not policy.can_read(reader.person, file):
        return None
    return Way(file.name, path(s, f"files/{file.id}"))


def _ways(s: Secondment, found: Found, reader: Reader) -> Iterator[Way]:
    """Where this reader settles it, or takes back what was recorded."""
    if found.gate is Gate.SIGNATURES and found.is_missing:
        yield Way("Go to the agreement", path(s, "agreement"))
    if not LIFECYCLE.is_from(s, "confirm_gate"):
        return
    if found.is_missing:
        yield from _to_settle(s, found.gate, reader.person)
    if entry := to_take_back(s, found.gate, reader.person):
        here = path(s, f"gates/{found.gate}/take-back")
        yield Way(f"Take back what {entry.by.name} recorded", here)


def to_take_back(s: Secondment, gate: Gate, person: Person) -> GateEntry | None:
    """What this person may say does not count any more."""
    given_up = s.given_up_entries if gate is Gate.CREDIT else ()
    every = filter(None, (s.gate_entry(gate), *given_up))
    allowed = (e for e in every if policy.why_not(person, "gate.take_back", e) is None)
    return next(allowed, None)


def _to_settle(s: Secondment, gate: Gate, person: Person) -> Iterator[Way]:
    asked, here = Asked(s, gate), path(s, f"gates/{gate}")
    if gate is Gate.VISA and policy.is_applicant(person, s):
        yield Way("Add your evidence to the files", path(s, "files"))
    if gate is Gate.NDA and policy.why_not(person, "secondment.record_nda", s) is None:
        yield Way("Record the agreement", path(s, "nda"))
    if policy.why_not(person, "gate.confirm", asked) is None:
        yield Way("Confirm it", f"{here}/confirm")
    if policy.why_not(person, "gate.override", asked) is None:
        yield Way("Override it", f"{here}/override")
    may_give_up = gate is Gate.CREDIT and policy.why_not(person, "gate.give_up_credit", s) is None
    if may_give_up and gate_service.part_of(person, s) not in s.gave_up_credit:
        yield Way("Give up the credit", f"{here}/give-up")
