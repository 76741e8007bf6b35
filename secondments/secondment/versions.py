"""Whether this code knows the state and the pathway of every case that is kept."""

from collections.abc import Iterable

from secondments.errors import CannotStart
from secondments.secondment.lifecycle import State
from secondments.secondment.pathways import PATHWAYS

UNKNOWN = "This version of the software lacks {what}, which {number} in the database {have}."


def check(kinds: Iterable[tuple[str, str, int, int]]) -> None:
    """`kinds` are state, pathway, version and how many cases. Raises CannotStart for the first."""
    for state, code, version, number in kinds:
        if state not in set(State):
            raise CannotStart(_sentence(f"the state “{state}”", number))
        if (code, version) not in PATHWAYS:
            raise CannotStart(_sentence(f"version {version} of the pathway “{code}”", number))


def _sentence(what: str, number: int) -> str:
    one = number == 1
    cases = "1 secondment" if one else f"{number} secondments"
    return UNKNOWN.format(what=what, number=cases, have="has" if one else "have")
