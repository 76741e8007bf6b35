"""How each gate of a case stands and why: pure rules over its answers and what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from secondments import words
from secondments.errors import Blocker
from secondments.lifecycle import Guard
from secondments.secondment.choices import AcademicAward, Decision
from secondments.secondment.contract_guards import everyone_has_signed
from secondments.secondment.course import claimed_months
from secondments.secondment.gates import RULES, Entered, Gate, GateRule, Standing
from secondments.secondment.pathways import Step

if TYPE_CHECKING:
    from secondments.secondment.gate_models import GateEntry
    from secondments.secondment.models import Secondment
    from secondments.secondment.rounds import Vote

NOT_ON_THE_PATHWAY = "This pathway does not ask for it."
SIGNED = "Everyone has signed."
RELEASED = (
    "{name} released the secondee on {day}, and the latest day for that was {latest}: {length}"
    " before the first day."
)
GIVEN = "Notice was given on {given}, before the latest day, {latest}; {name} has released it."
SHORT = (
    "The employer needs {length} before the first day: notice by {latest}. It says that it had"
    " notice by then, or waives the rest with a reason."
)
NO_CREDIT = "No time towards training is claimed."
CREDIT_APPROVED = "The approval is dated {day}, before the first day."
GIVEN_UP = "The secondee and the postgraduate dean gave the credit up: none of this time counts."
CREDIT_OPEN = (
    "{months} towards training are claimed, and no approval is here. It has to be dated before the"
    " first day, {first}: it is not given afterwards."
)
CREDIT_LATE = (
    "The approval of {day} is not dated before the first day, {first}, so it cannot count."
)
HALF_GIVEN_UP = " {who} gave the credit up; it is given up once {other} has too."
NO_VISA = "The secondee works without a sponsored visa."
VISA_UNKNOWN = "Nobody has said whether the secondee works on a sponsored visa."
VISA_OPEN = (
    "The secondee works on a sponsored visa. A sponsor for this work has to be in place before it"
    " starts."
)
RUN_OUT = "What was recorded runs out on {day}, before the last day, {last}."
NO_PATIENTS = "The secondee sees no patients at the company."
COVER_OPEN = "The secondee sees patients at the company, and nobody has shown who insures that."
CHECKS_OPEN = (
    "The secondee sees patients at the company: a DBS check and occupational health clearance have"
    " to be recorded."
)
NO_OUTLINE = "No research outline is kept for the company to read."
NDA_SIGNED = "Signed on {day}, reference {reference}."
NDA_OPEN = "A research outline waits for the company, and no agreement is recorded."
NO_FUNDER = "The secondee names no funder and no funded post."
FUNDED = "The secondee’s work is paid from grants, and their funders have a say in this."
FUNDER_UNKNOWN = "Nobody has said whether the terms of a funder apply."
FUNDER_OPEN = "The secondee holds a funded post ({award}), and its funder has a say in this."
CONFIRMED = "Confirmed on {day}."
OVERRIDDEN = "Overridden on {day}, with a reason."
IN_CONFIDENCE = "Something that the contracts office checks in confidence is not confirmed yet."


@dataclass(frozen=True)
class Found:
    """How one gate of a case stands, and why, in a sentence."""

    rule: GateRule
    standing: Standing
    why: str
    entry: GateEntry | None = None

    @property
    def gate(self) -> Gate:
        return self.rule.gate

    @property
    def is_missing(self) -> bool:
        return self.standing is Standing.MISSING


Look = tuple[Standing, str]


def found(s: Secondment, gate: Gate) -> Found:
    """How one gate stands today."""
    rule, entry = RULES[gate], s.gate_entry(gate)
    if gate not in s.pathway.gates:
        return Found(rule, Standing.NOT_NEEDED, NOT_ON_THE_PATHWAY)
    standing, why = LOOKS[gate](s, entry)
    is_of_the_entry = entry is not None and standing in {Standing.MET, Standing.OVERRIDDEN}
    return Found(rule, standing, why, entry if is_of_the_entry else None)


def every(s: Secondment) -> list[Found]:
    return [found(s, gate) for gate in Gate]


def left(s: Secondment) -> list[Found]:
    """The gates that are still missing."""
    return [each for each in every(s) if each.is_missing]


def left_but_signatures(s: Secondment) -> list[Found]:
    return [each for each in left(s) if each.gate is not Gate.SIGNATURES]


def _signatures(s: Secondment, _entry: GateEntry | None) -> Look:
    waiting = everyone_has_signed(s)
    return (Standing.MISSING, str(waiting)) if waiting else (Standing.MET, SIGNED)


def _notice(s: Secondment, entry: GateEntry | None) -> Look:
    first_day = s.proposal.starts_on
    if first_day is None:
        return Standing.MISSING, NO_FIRST_DAY
    asked = s.rules.asked("N2")
    latest = asked.latest(first_day)
    said = {"latest": words.day(latest), "length": asked.length}
    if (vote := _release(s)) is not None:
        released, given = _day(s, vote), s.proposal.notice_given_on
        if released <= latest:
            said |= {"name": vote.person.name, "day": words.day(released)}
            return Standing.MET, RELEASED.format(**said)
        if given is not None and given <= latest:
            return Standing.MET, GIVEN.format(given=words.day(given), name=vote.person.name, **said)
    # What was said of one first day says nothing of an earlier one.
    if entry is not None and entry.starts_on is not None and entry.starts_on <= first_day:
        return _recorded(s, entry)
    return Standing.MISSING, SHORT.format(**said)


NO_FIRST_DAY = "The first day is not known yet."


def _release(s: Secondment) -> Vote | None:
    """The employer's approval; it falls when the dates change (R1)."""
    supports = (v for v in s.standing_votes if v.decision is Decision.SUPPORT)
    return next((vote for vote in supports if vote.step is Step.EMP), None)


def _credit(s: Secondment, entry: GateEntry | None) -> Look:
    months, first_day = claimed_months(s), s.proposal.starts_on
    if not months:
        return Standing.NOT_NEEDED, NO_CREDIT
    if s.credit_is_given_up:
        return Standing.OVERRIDDEN, GIVEN_UP
    approved_on = _approved_at_a_step(s)
    if approved_on is not None and is_in_time(approved_on, first_day):
        return Standing.MET, CREDIT_APPROVED.format(day=words.day(approved_on))
    first = words.day(first_day) if first_day else "not known yet"
    if entry is not None and entry.dated_on is not None:
        day = words.day(entry.dated_on)
        if is_in_time(entry.dated_on, first_day):
            return Standing.MET, CREDIT_APPROVED.format(day=day)
        return Standing.MISSING, CREDIT_LATE.format(day=day, first=first) + _half_given_up(s)
    open_words = CREDIT_OPEN.format(months=words.counted(months, "month"), first=first)
    return Standing.MISSING, open_words + _half_given_up(s)


def _approved_at_a_step(s: Secondment) -> date | None:
    """The day of the GMC's approval, on the pathways where it is a step of its own."""
    given = {v.step: v.evidence_on for v in s.standing_votes if v.decision is Decision.SUPPORT}
    return given.get(Step.GMC)


def is_in_time(dated_on: date, first_day: date | None) -> bool:
    """An approval of credit is prospective: dated before the first day, never on it or later."""
    return first_day is not None and dated_on < first_day


def _half_given_up(s: Secondment) -> str:
    parts = s.gave_up_credit
    if not parts:
        return ""
    the_secondee, the_dean = "The secondee", "the postgraduate dean"
    who, other = (the_secondee, the_dean) if "secondee" in parts else (the_dean, the_secondee)
    return HALF_GIVEN_UP.format(who=who[:1].upper() + who[1:], other=other[:1].lower() + other[1:])


def _visa(s: Secondment, entry: GateEntry | None) -> Look:
    is_sponsored = s.proposal.visa_sponsored
    if is_sponsored is False:
        return Standing.NOT_NEEDED, NO_VISA
    return _lasting(s, entry, VISA_OPEN if is_sponsored else VISA_UNKNOWN)


def _indemnity(s: Secondment, entry: GateEntry | None) -> Look:
    if s.proposal.clinical_contact is False:
        return Standing.NOT_NEEDED, NO_PATIENTS
    return _lasting(s, entry, COVER_OPEN)


def _checks(s: Secondment, entry: GateEntry | None) -> Look:
    if s.proposal.clinical_contact is False:
        return Standing.NOT_NEEDED, NO_PATIENTS
    return _lasting(s, entry, CHECKS_OPEN)


def _nda(s: Secondment, entry: GateEntry | None) -> Look:
    if s.nda_signed_on is not None:
        day, reference = words.day(s.nda_signed_on), s.nda_reference
        return Standing.MET, NDA_SIGNED.format(day=day, reference=reference)
    if not s.science_for_the_company:
        return Standing.NOT_NEEDED, NO_OUTLINE
    return _lasting(s, entry, NDA_OPEN)


def _funder(s: Secondment, entry: GateEntry | None) -> Look:
    award, funders = s.proposal.nihr_award, s.proposal.funders
    if funders:
        return _lasting(s, entry, FUNDED)
    if award is None and s.pathway.asks("nihr_award"):
        return _lasting(s, entry, FUNDER_UNKNOWN)
    if award is None or award is AcademicAward.NONE:
        return Standing.NOT_NEEDED, NO_FUNDER
    return _lasting(s, entry, FUNDER_OPEN.format(award=award.label))


def _lasting(s: Secondment, entry: GateEntry | None, missing: str) -> Look:
    """What was recorded, as long as it reaches to the last day."""
    if entry is None:
        return Standing.MISSING, missing
    last = s.proposal.ends_on
    if entry.valid_until is not None and last is not None and entry.valid_until < last:
        until = words.day(entry.valid_until)
        return Standing.MISSING, RUN_OUT.format(day=until, last=words.day(last))
    return _recorded(s, entry)


def _recorded(s: Secondment, entry: GateEntry) -> Look:
    day = words.day(_day(s, entry))
    if entry.kind is Entered.OVERRIDDEN:
        return Standing.OVERRIDDEN, OVERRIDDEN.format(day=day)
    return Standing.MET, CONFIRMED.format(day=day)


def _day(s: Secondment, done: Vote | GateEntry) -> date:
    return done.at.astimezone(ZoneInfo(s.zone)).date()


LOOKS: Mapping[Gate, Callable[[Secondment, GateEntry | None], Look]] = {
    Gate.SIGNATURES: _signatures,
    Gate.NOTICE: _notice,
    Gate.CREDIT: _credit,
    Gate.VISA: _visa,
    Gate.INDEMNITY: _indemnity,
    Gate.CHECKS: _checks,
    Gate.NDA: _nda,
    Gate.FUNDER: _funder,
}


def code_of(gate: Gate) -> str:
    """Of the reason that a missing gate is."""
    return f"gate_{gate}"


def _guard(gate: Gate) -> Guard:
    def it_is_settled(s: Secondment) -> Blocker | None:
        look = found(s, gate)
        if not look.is_missing:
            return None
        # A refusal may be read by anyone at home, and a visa is told to few.
        why = IN_CONFIDENCE if gate is Gate.VISA else look.why
        return Blocker(code_of(gate), "{why}", look.rule.whose, "gates", {"why": why})

    return it_is_settled


# The guards of the move that starts it, in lifecycle.py; signatures have one of their own.
EVERY_GATE = tuple(_guard(gate) for gate in Gate if gate is not Gate.SIGNATURES)
