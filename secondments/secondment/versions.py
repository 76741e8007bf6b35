"""Whether this code knows the state, the pathway and the terms of every case that is kept."""

from collections.abc import Iterable

from secondments import words
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import CannotStart
from secondments.secondment.lifecycle import State
from secondments.secondment.pathways import PATHWAYS

UNKNOWN = "This version of the software lacks {what}, which {number} in the database {have}."


def check(
    kinds: Iterable[tuple[str, str, int, int]], terms: Iterable[tuple[str, int, int]] = ()
) -> None:
    """Raises CannotStart for the first that is unknown.

    `kinds` are state, pathway, version and how many cases have it; `terms` are names, how many
    cases have moved it and how many organisations limit it.
    """
    for state, code, version, number in kinds:
        if state not in set(State):
            raise CannotStart(_sentence(f"the state “{state}”", number, "secondment"))
        if (code, version) not in PATHWAYS:
            what = f"version {version} of the pathway “{code}”"
            raise CannotStart(_sentence(what, number, "secondment"))
    for name, cases, organisations in terms:
        if name not in PARAMETERS:
            number, whose = (cases, "secondment") if cases else (organisations, "organisation")
            raise CannotStart(_sentence(f"the term “{name}”", number, whose))


def _sentence(what: str, number: int, whose: str) -> str:
    have = "has" if number == 1 else "have"
    return UNKNOWN.format(what=what, number=words.counted(number, whose), have=have)
