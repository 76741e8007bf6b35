"""Settling gates: confirming, overriding with a reason, giving up credit, taking back."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from secondments import clock, policy, words
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.people.models import Person
from secondments.secondment import file_queries, gate_people, gate_rules, letters
from secondments.secondment.course import claimed_months
from secondments.secondment.gate_models import GateEntry
from secondments.secondment.gates import DEAN, DEANERY, SECONDEE, Asked, Cover, Entered, Gate
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Side
from secondments.use_case import use_case

LEAST_REASON = 20  # characters of an override
NOT_YET = "Enter a day up to today, {today}"
TOO_LATE_FOR_CREDIT = (
    "Credit has to be approved before the first day, {first}. An approval of {day} does not count:"
    " it is not given afterwards."
)
TOO_LATE_FOR_NOTICE = (
    "Notice of {day} is shorter than {length}: the latest day was {latest}. If the employer does"
    " without the rest, it waives it with a reason."
)
RUNS_OUT = "It has to reach to the last day, {last}, or further"
NO_REFERENCE = "Enter the reference under which it can be found"
NO_REASON = "Say in {least} characters or more why it goes ahead without it"
WHOSE_COVER = "Choose whose cover it is"
SETTLED = "{name} settled this on {day}. Nothing of yours was recorded."
NOT_MISSING = "Nothing is missing here. {why}"
GAVE_UP_BEFORE = "You gave the credit up already. It takes both of you."
NOTHING_CLAIMED = "No credit towards training is claimed, so there is none to give up."
TAKEN_BACK = "This was taken back or replaced already."
REPLACED = "Replaced by what was recorded next."


@dataclass(frozen=True)
class Evidence:
    """What proves that a gate is met. `file_id`: a file of the case that its giver may read."""

    reference: str | None = None
    dated_on: date | None = None
    valid_until: date | None = None
    cover: Cover | None = None
    note: str | None = None
    file_id: uuid.UUID | None = None


NOTHING = Evidence()


@use_case("gate.confirm")
def confirm(
    asked: Asked, *, by: Person, revision: int, evidence: Evidence, once: uuid.UUID | None = None
) -> None:
    """Record that a gate is met. Raises InvalidInput for what does not prove it, NotPossibleNow."""
    s = asked.secondment
    _still_missing(asked)
    _proves(asked, by, evidence)
    _record(asked, by, Entered.CONFIRMED, evidence)
    LIFECYCLE.fire(s, "confirm_gate")


@use_case("gate.override")
def override(
    asked: Asked,
    *,
    by: Person,
    revision: int,
    message: str,
    evidence: Evidence = NOTHING,
    once: uuid.UUID | None = None,
) -> None:
    """Let it start without this gate, with the reason (R10)."""
    _still_missing(asked)
    if len(message) < LEAST_REASON:
        raise _wrong("message", NO_REASON.format(least=LEAST_REASON))
    if asked.rule.proves:
        _is_dated(asked, evidence)
    _record(asked, by, Entered.OVERRIDDEN, evidence, words=message)
    LIFECYCLE.fire(asked.secondment, "override_gate")


@use_case("gate.give_up_credit")
def give_up_credit(
    secondment: Secondment, *, by: Person, revision: int, once: uuid.UUID | None = None
) -> None:
    """One half of setting the credit to 0: the secondee’s or the dean’s; both have to say so."""
    if not claimed_months(secondment):
        raise NotPossibleNow(NOTHING_CLAIMED)
    asked = Asked(secondment, Gate.CREDIT)
    part = part_of(by, secondment)
    if part in secondment.gave_up_credit:
        raise NotPossibleNow(GAVE_UP_BEFORE)
    _still_missing(asked)
    _record(asked, by, Entered.GIVEN_UP, NOTHING, part=part)
    LIFECYCLE.fire(secondment, "give_up_credit")
    if not secondment.credit_is_given_up:
        deans = gate_people.holders(secondment, DEAN)
        letters.credit_half_given_up(
            secondment, by, deans if part == SECONDEE else [secondment.applicant]
        )


@use_case("gate.take_back")
def take_back(
    entry: GateEntry, *, by: Person, revision: int, why: str, once: uuid.UUID | None = None
) -> None:
    """What was recorded does not count any more; it stays in the record."""
    if not entry.stands:
        raise NotPossibleNow(TAKEN_BACK)
    _end(entry, by, why)
    LIFECYCLE.fire(entry.secondment, "take_back_gate")


def part_of(person: Person, s: Secondment) -> str:
    """Which half of giving up the credit is this person’s."""
    return SECONDEE if policy.is_applicant(person, s) else DEANERY


def _still_missing(asked: Asked) -> None:
    found = gate_rules.found(asked.secondment, asked.gate)
    if found.is_missing:
        return
    if found.entry is not None:
        said = {"name": found.entry.by.name, "day": words.day(found.entry.at)}
        raise NotPossibleNow(SETTLED.format(**said))
    raise NotPossibleNow(NOT_MISSING.format(why=found.why))


def _proves(asked: Asked, by: Person, evidence: Evidence) -> None:
    s, dated_on = asked.secondment, _is_dated(asked, evidence)
    if asked.gate is Gate.CREDIT:
        _is_prospective(s, dated_on)
    if asked.gate is Gate.NOTICE:
        _is_notice_in_time(s, dated_on)
    if asked.gate is Gate.INDEMNITY and _cover_of(asked, by, evidence) is None:
        raise _wrong("cover", WHOSE_COVER)
    last = s.proposal.ends_on
    if evidence.valid_until and last and evidence.valid_until < last:
        raise _wrong("valid_until", RUNS_OUT.format(last=words.day(last)))


def _is_dated(asked: Asked, evidence: Evidence) -> date:
    """Every evidence has a reference and a day, today or earlier."""
    if not evidence.reference:
        raise _wrong("reference", NO_REFERENCE)
    today = clock.today(asked.secondment.zone)
    if evidence.dated_on is None or evidence.dated_on > today:
        raise _wrong("dated_on", NOT_YET.format(today=words.day(today)))
    return evidence.dated_on


def _is_prospective(s: Secondment, dated_on: date) -> None:
    first_day = s.proposal.starts_on
    if not gate_rules.is_in_time(dated_on, first_day):
        first = words.day(first_day) if first_day else "not known yet"
        sentence = TOO_LATE_FOR_CREDIT.format(first=first, day=words.day(dated_on))
        raise _wrong("dated_on", sentence)


def _is_notice_in_time(s: Secondment, given_on: date) -> None:
    asked, first_day = s.rules.asked("N2"), s.proposal.starts_on
    latest = asked.latest(first_day) if first_day else None
    if latest is not None and given_on > latest:
        said = {"day": words.day(given_on), "length": asked.length, "latest": words.day(latest)}
        raise _wrong("dated_on", TOO_LATE_FOR_NOTICE.format(**said))


def _cover_of(asked: Asked, by: Person, evidence: Evidence) -> Cover | None:
    """A company speaks for its own policy alone."""
    if asked.gate is not Gate.INDEMNITY:
        return None
    return Cover.HOST if _side(asked.secondment, by) is Side.COMPANY else evidence.cover


def _side(s: Secondment, by: Person) -> Side:
    return Side.COMPANY if policy.is_on_the_company_side(by, s) else Side.HOME


def _record(asked: Asked, by: Person, kind: Entered, evidence: Evidence, **more: Any) -> None:
    s, standing = asked.secondment, asked.secondment.gate_entry(asked.gate)
    if standing is not None and kind is not Entered.GIVEN_UP:
        _end(standing, by, REPLACED)  # it counted no more: a date has moved since
    if evidence.file_id is not None:
        file_queries.get(s, evidence.file_id, reader=by)
    said = {"words": evidence.note} | more
    s.gate_entries.append(
        GateEntry(
            id=uuid.uuid4(),
            gate=asked.gate,
            kind=kind,
            side=_side(s, by),
            by_id=by.id,
            by=by,
            at=clock.now(),
            starts_on=s.proposal.starts_on,
            reference=evidence.reference,
            dated_on=evidence.dated_on,
            valid_until=evidence.valid_until,
            cover=_cover_of(asked, by, evidence),
            file_id=evidence.file_id,
            **{"part": "", **said},
        )
    )


def _end(entry: GateEntry, by: Person, why: str) -> None:
    entry.ended_at, entry.ended_by_id, entry.ended_why = clock.now(), by.id, why


def _wrong(field: str, sentence: str) -> InvalidInput:
    return InvalidInput(sentence, fields={field: sentence})
