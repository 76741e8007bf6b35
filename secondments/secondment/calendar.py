"""What the calendar does by itself: start, complete, lapse, remind. Safe to run at any time."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime

from secondments import clock
from secondments.errors import NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import (
    chasing,
    cover_queries,
    gate_people,
    gate_rules,
    letters,
    queries,
    turns,
)
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.models import Secondment
from secondments.use_case import use_case

log = logging.getLogger(__name__)


@use_case("secondment.start")
def start(secondment: Secondment, *, by: Person, effective_at: datetime) -> None:
    """The first day has begun and everyone has signed."""
    LIFECYCLE.fire(secondment, "start")
    letters.started(secondment)


@use_case("secondment.hold")
def hold(secondment: Secondment, *, by: Person, effective_at: datetime) -> None:
    """The first day has begun, and something is missing: it starts once nothing is any more."""
    if secondment.held_at is None:
        secondment.held_at = clock.now()
        letters.held(secondment, gate_people.of(secondment))


def start_or_hold(s: Secondment, *, by: Person, effective_at: datetime) -> None:
    """What its first day brings. Looked at when it comes: a gate may be undone until then."""
    act = hold if gate_rules.left_but_signatures(s) else start
    act(s, by=by, effective_at=effective_at)


@use_case("secondment.remind_of_gates")
def remind_of_gates(secondment: Secondment, *, by: Person, effective_at: datetime) -> None:
    """The first day comes near, and something is missing."""
    secondment.gates_reminded_on = clock.today(secondment.zone)
    letters.gates_missing(secondment, gate_people.of(secondment))


@use_case("secondment.complete")
def complete(secondment: Secondment, *, by: Person, effective_at: datetime) -> None:
    """The last day is over."""
    LIFECYCLE.fire(secondment, "complete")
    letters.completed(secondment)


@use_case("secondment.lapse")
def lapse(secondment: Secondment, *, by: Person, effective_at: datetime) -> None:
    """Unsigned on its first day, or forgotten for 90 days."""
    asked = [turn.person for turn in secondment.turns]
    secondment.returned_from = None
    LIFECYCLE.fire(secondment, "lapse")
    secondment.void_agreement("lapsed", None)
    letters.lapsed(secondment, asked)


@use_case("secondment.remind")
def remind(secondment: Secondment, *, by: Person, effective_at: datetime) -> None:
    """Nothing has happened for a long time: say when it will lapse."""
    secondment.warned += 1
    letters.about_to_lapse(secondment)


@use_case("secondment.chase")
def chase(secondment: Secondment, *, by: Person, effective_at: datetime) -> None:
    """A step is late: remind those who have it, a week later tell those behind them."""
    chasing.chase(secondment)


@use_case("secondment.park")
def park(secondment: Secondment, *, by: Person, message: str) -> None:
    """Its moment came and it could not be done: the contracts office has to look."""
    secondment.parked = message[:400]


@use_case("secondment.reassign")
def reassign(secondment: Secondment, *, by: Person) -> None:
    """Roles have changed somewhere: whose turn it is follows from finishing this."""


ACTIONS: dict[str, Callable[..., None]] = {
    "start": start_or_hold,
    "complete": complete,
    "lapse": lapse,
    "remind": remind,
    "remind_of_gates": remind_of_gates,
    "chase": chase,
}


def reroute() -> None:
    """Cover begins and ends on its day: give each case to those who have it today."""
    for s in cover_queries.perhaps_covered():
        if not turns.are_right(s):
            reassign(s, by=queries.calendar())


def run() -> int:
    """Do everything that is due, each in its own transaction, oldest first. Returns how many.

    A machine that was off for a week catches up in order, each with its right effective moment.
    One that fails holds up no other: it is tried again by the next run. Raises the first failure.
    """
    done, failures = 0, dict[uuid.UUID, Exception]()
    while (s := queries.next_due(clock.now(), but=failures)) is not None:
        key, ref = s.id, s.ref
        try:
            _do(s)
        except Exception as error:
            log.exception("calendar: %s", ref)
            failures[key] = error
        else:
            done += 1
    db.session.rollback()
    if failures:
        raise next(iter(failures.values()))
    return done


def _do(s: Secondment) -> None:
    calendar, due_at, action = queries.calendar(), s.next_due_at, s.due_action
    assert due_at is not None
    assert action is not None
    try:
        ACTIONS[action](s, by=calendar, effective_at=due_at)
    except NotPossibleNow as error:
        log.warning("calendar: %s of %s: %s", action, s.ref, error)
        park(s, by=queries.calendar(), message=str(error))
