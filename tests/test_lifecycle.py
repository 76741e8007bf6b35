"""The engine: what a table of moves must be, and what it does to a record."""

import gc
import weakref
from enum import StrEnum
from types import SimpleNamespace

import pytest

from secondments.errors import Blocker, NotPossibleNow, ProgrammingError
from secondments.lifecycle import Lifecycle, Move


class Door(StrEnum):
    SHUT = "shut"
    OPEN = "open"
    GONE = "gone"


LABELS = {door: door.value.title() for door in Door}


def it_is_unlocked(door):
    return (
        Blocker("locked", "The door is locked by {who}.", values={"who": door.who})
        if door.who
        else None
    )


def a_lifecycle(*moves, **changed):
    usual = {"initial": Door.SHUT, "final": frozenset({Door.GONE}), "labels": LABELS}
    return Lifecycle(Door, *moves, **(usual | changed))


OPEN = Move("open", (Door.SHUT,), Door.OPEN, "anyone", (it_is_unlocked,))
KNOCK = Move("knock", (Door.SHUT,), None, "anyone")
REMOVE = Move("remove", (Door.OPEN,), Door.GONE, "the carpenter")


class Record(SimpleNamespace):
    pass


def a_door(state=Door.SHUT, who=""):
    return Record(state=state, who=who)


def test_a_move_takes_the_record_to_its_new_state():
    door = a_door()
    a_lifecycle(OPEN, REMOVE).fire(door, "open")
    assert door.state is Door.OPEN


def test_a_guard_gives_its_reason_and_nothing_moves():
    door = a_door(who="the porter")
    with pytest.raises(NotPossibleNow, match="locked by the porter"):
        a_lifecycle(OPEN, REMOVE).fire(door, "open")
    assert door.state is Door.SHUT


def test_a_move_from_another_state_says_where_the_record_is():
    with pytest.raises(NotPossibleNow, match="it is now “shut”"):
        a_lifecycle(OPEN, REMOVE).fire(a_door(), "remove")


def test_a_move_without_a_destination_stays():
    door = a_door()
    a_lifecycle(OPEN, KNOCK, REMOVE).fire(door, "knock")
    assert door.state is Door.SHUT


def test_a_move_is_made_only_when_it_is_ready():
    lifecycle = a_lifecycle(OPEN, REMOVE)
    assert not lifecycle.fire_when_ready(a_door(who="the porter"), "open")
    assert lifecycle.fire_when_ready(a_door(), "open")


def test_a_record_has_no_back_door():
    door = a_door()
    a_lifecycle(OPEN, REMOVE).fire(door, "open")
    assert not [name for name in dir(door) if name.startswith("to_")]


def test_a_lifecycle_keeps_no_records():
    door = a_door()
    a_lifecycle(OPEN, REMOVE).fire(door, "open")
    trace = weakref.ref(door)
    del door
    gc.collect()
    assert trace() is None


@pytest.mark.parametrize(
    ("moves", "changed", "problem"),
    [
        ((OPEN,), {}, "gone cannot be reached"),
        ((OPEN, REMOVE), {"final": frozenset()}, "gone cannot be left"),
        ((OPEN, OPEN, REMOVE), {}, "share a name"),
        ((OPEN, REMOVE), {"labels": {}}, "no label"),
    ],
)
def test_a_table_checks_itself_when_it_is_made(moves, changed, problem):
    with pytest.raises(ProgrammingError, match=problem):
        a_lifecycle(*moves, **changed)
