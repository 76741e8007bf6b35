"""Which parameters mean anything in a situation, and which hang on which."""

from collections.abc import Mapping
from itertools import pairwise

from secondments.catalogue import conditions
from secondments.catalogue.conditions import Condition, Situation
from secondments.catalogue.kinds import Parameter
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import ProgrammingError


def read(known: Mapping[str, Parameter]) -> Mapping[str, Condition]:
    """The condition of each parameter. Raises ProgrammingError for one that ends in a circle."""
    found = {name: conditions.parse(parameter.when, known) for name, parameter in known.items()}
    for name in found:
        _refuse_a_circle(name, found, ())
    return found


def _refuse_a_circle(name: str, found: Mapping[str, Condition], path: tuple[str, ...]) -> None:
    if name in path:
        circle = [*path[path.index(name) :], name]
        steps = (f"{a} applies when {b}" for a, b in pairwise(circle))
        raise ProgrammingError(f"These parameters go in a circle: {', '.join(steps)}.")
    for asked in sorted(found[name].parameters):
        _refuse_a_circle(asked, found, (*path, name))


WHEN: Mapping[str, Condition] = read(PARAMETERS)


def applies(name: str, situation: Situation) -> bool:
    """Whether the parameter means anything there."""
    return WHEN[name].holds(situation)


def depending_on(name: str) -> tuple[str, ...]:
    """The parameters that mean something only for some values of this one."""
    return tuple(each for each, condition in WHEN.items() if name in condition.parameters)
