"""What else people do with a secondment: the company's answers, withdrawing, ending, reopening."""

import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from secondments import audit, clock
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import letters, material, schedule, standing, turns
from secondments.secondment.lifecycle import LIFECYCLE, State, the_cost_is_to_be_seen
from secondments.secondment.models import CompanyAnswers, Secondment
from secondments.secondment.questions import company_answers_of
from secondments.use_case import finishing, use_case

# Whoever takes a copy, writes a note, adds a file or settles a gate has done nothing to it: it
# neither moves up the lists nor stays alive, and a company sees no trace of what is said and kept
# without it.
QUIET = ("agreement.download", "deanery.download", "note.", "file.", "gate.")
NOT_YET = "Enter the day it was signed, today or earlier"


@use_case("secondment.withdraw")
def withdraw(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    reason: str,
    message: str | None = None,
    once: uuid.UUID | None = None,
) -> None:
    """The applicant gives it up. A contract that is out for signature becomes void."""
    asked = [turn.person for turn in secondment.turns]
    secondment.returned_from = None
    LIFECYCLE.fire(secondment, "withdraw")
    secondment.void_agreement(reason, message)
    letters.withdrawn(secondment, asked)


@use_case("secondment.answer")
def answer(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    answers: Mapping[str, Any],
    once: uuid.UUID | None = None,
) -> int:
    """Keep what the company says. Returns the revision to carry on from."""
    known = set(CompanyAnswers.__mapper__.columns.keys()) - {"id", "secondment_id"}
    if unknown := set(answers) - (known - {"cost_seen_at", "cost_seen_total"}):
        raise InvalidInput(f"There is no question called {', '.join(sorted(unknown))}.")
    if secondment.company_answers is None:
        secondment.company_answers = CompanyAnswers()
    given = secondment.company_answers
    before = company_answers_of(secondment)
    for name, value in answers.items():
        setattr(given, name, value)
    _weigh(secondment, before)
    LIFECYCLE.fire(secondment, "answer")
    return secondment.revision


def _weigh(s: Secondment, before: Mapping[str, Any]) -> None:
    """A material answer makes a new revision; one that was given before reopens approvals (R1)."""
    table, now = material.COMPANY_REOPENS, company_answers_of(s)
    changed = material.changed(before, now, table)
    if material.reopened_by(changed, table):
        s.revision += 1
    given_before = {name for name in changed if before[name] is not None}
    standing.void(s, material.reopened_by(given_before, table))


@use_case("secondment.see_costs")
def see_costs(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    total: Decimal,
    once: uuid.UUID | None = None,
) -> None:
    """The company has read the cost sheet and knows its total, VAT included, in pounds."""
    if known := the_cost_is_to_be_seen(secondment):
        raise NotPossibleNow(known)
    if secondment.company_answers is None:
        secondment.company_answers = CompanyAnswers()
    secondment.company_answers.cost_seen_at = clock.now()
    secondment.company_answers.cost_seen_total = total
    LIFECYCLE.fire(secondment, "see_costs")


@use_case("secondment.end_early")
def end_early(
    secondment: Secondment,
    *,
    by: Person,
    on: date,
    reason: str,
    message: str,
    once: uuid.UUID | None = None,
) -> None:
    """End a signed secondment before its last day; `on` is the last day worked, inclusive."""
    secondment.ended_on = on
    LIFECYCLE.fire(secondment, "end_early")
    letters.ended_early(secondment, by, reason, message)


@use_case("secondment.reopen")
def reopen(
    secondment: Secondment, *, by: Person, message: str, once: uuid.UUID | None = None
) -> None:
    """Give a lapsed secondment back to its applicant, with its record."""
    secondment.back_to_the_applicant(State.LAPSED)
    standing.void(secondment, material.BOTH)
    LIFECYCLE.fire(secondment, "reopen")
    letters.reopened(secondment, message)


@use_case("secondment.record_nda")
def record_nda(
    secondment: Secondment,
    *,
    by: Person,
    signed_on: date,
    reference: str,
    once: uuid.UUID | None = None,
) -> None:
    """A non-disclosure agreement is signed: the company may read the research. Again to correct."""
    if signed_on > clock.today(secondment.zone):
        raise InvalidInput(NOT_YET, fields={"signed_on": NOT_YET})
    secondment.nda_signed_on, secondment.nda_reference = signed_on, reference
    LIFECYCLE.fire(secondment, "record_nda")


@finishing
def _settle(s: Secondment) -> None:
    """After every change: ages, whose turn it is, and what the calendar does next."""
    now = audit.current(db.session())
    assert now is not None
    moved = now.from_state != str(s.state)
    if moved:
        s.state_since = now.effective_at or clock.now()
    if moved or not (now.by.is_calendar or now.action.startswith(QUIET)):
        s.updated_at, s.warned = clock.now(), 0
    if moved and now.from_state is not None:
        s.parked = None
    begun = turns.reconcile(s)
    due = schedule.next_due(s)
    s.next_due_at, s.due_action = due or (None, None)
    for turn in begun:
        letters.your_turn(s, turn)
