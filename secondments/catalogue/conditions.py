"""When a clause, a paragraph or a parameter applies: named circumstances and agreed values.

`recharge` · `not remote_ok` · `ip_model=joint_by_contribution|per_project_annex` · these joined by
` and `. A parameter by itself holds when it is yes, more than nought or not empty.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Protocol

from secondments.catalogue.kinds import Choice, Parameter, Value
from secondments.errors import ProgrammingError

# What a situation may be besides its parameters; the last four are the kinds of agreement.
CIRCUMSTANCES = frozenset(
    {
        "recharge",
        "direct_pay",
        "charged",
        "part_time",
        "trainee",
        "credit",
        "secondment",
        "advisory",
        "nda",
        "variation",
    }
)


class Situation(Protocol):
    """What conditions are about: the terms of an agreement, or of a case that has none yet."""

    @property
    def circumstances(self) -> Set[str]:
        """Those of CIRCUMSTANCES that hold."""
        ...

    @property
    def parameters(self) -> Mapping[str, Value]: ...


@dataclass(frozen=True)
class Test:
    """One thing that must hold, or must not; `choices` are empty unless one of them is meant."""

    name: str
    choices: frozenset[str] = frozenset()
    negated: bool = False

    def holds(self, situation: Situation) -> bool:
        if self.name in CIRCUMSTANCES:
            return (self.name in situation.circumstances) is not self.negated
        value = situation.parameters[self.name]
        found = value in self.choices if self.choices else bool(value)
        return found is not self.negated


@dataclass(frozen=True)
class Condition:
    """Holds when every one of its tests does; without any, always."""

    tests: tuple[Test, ...] = ()

    def holds(self, situation: Situation) -> bool:
        return all(test.holds(situation) for test in self.tests)

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that it asks about."""
        return frozenset(test.name for test in self.tests) - CIRCUMSTANCES


ALWAYS = Condition()


def parse(text: str, known: Mapping[str, Parameter]) -> Condition:
    """Raises ProgrammingError for a name or a choice that does not exist."""
    return Condition(tuple(_test(p, known) for p in text.split(" and "))) if text else ALWAYS


def _test(text: str, known: Mapping[str, Parameter]) -> Test:
    negated = text.startswith("not ")
    name, equals, options = text.removeprefix("not ").partition("=")
    choices = frozenset(options.split("|")) if equals else frozenset[str]()
    parameter = known.get(name)
    if not (name in CIRCUMSTANCES and not choices) and parameter is None:
        raise ProgrammingError(f"There is no condition {text!r}.")
    possible = frozenset(parameter.words) if isinstance(parameter, Choice) else frozenset[str]()
    if choices - possible or (possible and not choices):
        raise ProgrammingError(f"The condition {text!r} has to name choices of {name}.")
    return Test(name=name, choices=choices, negated=negated)
