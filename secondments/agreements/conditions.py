"""When a clause or a paragraph applies: named conditions, parameters, and a choice of them.

`recharge` · `not remote_ok` · `ip_model=joint_by_contribution|per_project_annex` · these joined by
` and `. A parameter by itself holds when it is yes, more than nought or not empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from secondments.agreements.terms import Terms
from secondments.catalogue.kinds import Choice
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import ProgrammingError
from secondments.secondment.choices import Arrangement

NAMED: Mapping[str, Callable[[Terms], bool]] = {
    "recharge": lambda terms: terms.arrangement.is_recharged,
    "direct_pay": lambda terms: terms.arrangement is Arrangement.DIRECT_PAY,
    "part_time": lambda terms: terms.share < 1,
    "trainee": lambda terms: terms.training is not None,
    "credit": lambda terms: terms.training is not None and terms.training.credit_months > 0,
}


@dataclass(frozen=True)
class Test:
    """One thing that must hold, or must not; `choices` are empty unless one of them is meant."""

    name: str
    choices: frozenset[str] = frozenset()
    negated: bool = False

    def holds(self, terms: Terms) -> bool:
        if self.name in NAMED:
            return NAMED[self.name](terms) is not self.negated
        value = terms.parameters[self.name]
        found = value in self.choices if self.choices else bool(value)
        return found is not self.negated


@dataclass(frozen=True)
class Condition:
    """Holds when every one of its tests does; without any, always."""

    tests: tuple[Test, ...] = ()

    def holds(self, terms: Terms) -> bool:
        return all(test.holds(terms) for test in self.tests)


def parse(text: str) -> Condition:
    """Raises ProgrammingError for a name or a choice that does not exist."""
    return Condition(tuple(_test(part) for part in text.split(" and "))) if text else Condition()


def _test(text: str) -> Test:
    negated = text.startswith("not ")
    name, equals, options = text.removeprefix("not ").partition("=")
    choices = frozenset(options.split("|")) if equals else frozenset[str]()
    parameter = PARAMETERS.get(name)
    if not (name in NAMED and not choices) and parameter is None:
        raise ProgrammingError(f"There is no condition {text!r}.")
    known = frozenset(parameter.words) if isinstance(parameter, Choice) else frozenset[str]()
    if choices - known or (known and not choices):
        raise ProgrammingError(f"The condition {text!r} has to name choices of {name}.")
    return Test(name=name, choices=choices, negated=negated)
