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

    def __str__(self) -> str:
        options = f"={'|'.join(sorted(self.choices))}" if self.choices else ""
        return f"{'not ' if self.negated else ''}{self.name}{options}"

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

    def __str__(self) -> str:
        """The text that `parse` would read."""
        return " and ".join(map(str, self.tests))

    def holds(self, situation: Situation) -> bool:
        return all(test.holds(situation) for test in self.tests)

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that it asks about."""
        return frozenset(test.name for test in self.tests) - CIRCUMSTANCES


ALWAYS = Condition()


NO_CONDITION = "There is no condition “{text}”."
NO_CHOICES = "The condition “{text}” has to name choices of {name}."


def parse(text: str, known: Mapping[str, Parameter]) -> Condition:
    """Raises ProgrammingError for a name or a choice that does not exist."""
    for sentence in problems(text, known):
        raise ProgrammingError(sentence)
    return Condition(tuple(_test(part) for part in text.split(" and "))) if text else ALWAYS


def problems(text: str, known: Mapping[str, Parameter]) -> list[str]:
    """What is wrong with a condition, in sentences; nothing where it can be parsed."""
    parts = text.split(" and ") if text else ()
    return [sentence for part in parts if (sentence := _wrong(part, known))]


def _wrong(text: str, known: Mapping[str, Parameter]) -> str:
    test = _test(text)
    parameter = known.get(test.name)
    if parameter is None:
        is_known = test.name in CIRCUMSTANCES and not test.choices
        return "" if is_known else NO_CONDITION.format(text=text)
    possible = frozenset(parameter.words) if isinstance(parameter, Choice) else frozenset[str]()
    if test.choices - possible or (possible and not test.choices):
        return NO_CHOICES.format(text=text, name=test.name)
    return ""


def _test(text: str) -> Test:
    name, _, options = text.removeprefix("not ").partition("=")
    # "recharge=" names no choice, and has to be seen to.
    choices = frozenset(options.split("|")) if "=" in text else frozenset[str]()
    return Test(name=name, choices=choices, negated=text.startswith("not "))
