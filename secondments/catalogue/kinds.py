"""The kinds of parameter: what may be entered, how it is said, how it is read back from JSON."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

Value = int | Decimal | bool | str | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Parameter(ABC):
    """One thing that a clause leaves open.

    A parameter is `negotiable` when the sides may differ on it; the others are facts or set by law.
    `help` says in plain words what it means and `compromise` what often settles it; `pushed_by`
    is who usually asks for more, and what: a sentence, or nothing. `when` is the condition
    (conditions.py) under which it means anything. `retired`: no longer offered, but known.
    """

    clause: str
    name: str
    label: str
    negotiable: bool = True
    help: str = ""
    compromise: str = ""
    pushed_by: str = ""
    when: str = ""
    retired: bool = False
    default: Value

    @abstractmethod
    def check(self, value: object) -> str | None:
        """None, or the sentence that says what would do."""

    def needs_legal(self, value: Value) -> bool:  # noqa: ARG002 - most never do
        """Whether such a value is outside the usual policy: a lawyer has to say yes to it."""
        return False

    def say(self, value: Value) -> str:
        """The value as it stands in a sentence of the agreement."""
        return str(value)

    @property
    def reach(self) -> str:
        """What may be agreed at all, of a number: 0 days to 180 days. Nothing elsewhere."""
        return ""

    def read(self, raw: Any) -> Any:
        """The value from its JSON form; `check` decides whether it will do."""
        return raw


@dataclass(frozen=True, kw_only=True)
class Whole(Parameter):
    """A count of things: weeks, months, days."""

    default: int
    unit: str
    least: int
    most: int
    policy_least: int | None = None
    policy_most: int | None = None

    SENTENCE: ClassVar[str] = "Give a whole number of {unit}s, from {least} to {most}."

    def needs_legal(self, value: Value) -> bool:
        return _is_outside(value, self.policy_least, self.policy_most)

    def check(self, value: object) -> str | None:
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and self.least <= int(str(value)) <= self.most:
            return None
        return self.SENTENCE.format(unit=self.unit, least=self.least, most=self.most)

    @property
    def reach(self) -> str:
        return f"{self.say(self.least)} to {self.say(self.most)}"

    def say(self, value: Value) -> str:
        return f"{value} {self.unit}" if value == 1 else f"{value} {self.unit}s"


@dataclass(frozen=True, kw_only=True)
class Amount(Parameter):
    """A number with a unit: `%`, `£`, or a word in the singular."""

    default: Decimal
    unit: str
    least: Decimal
    most: Decimal
    policy_least: Decimal | None = None
    policy_most: Decimal | None = None

    SENTENCE: ClassVar[str] = "Give a number from {least} to {most}."

    def needs_legal(self, value: Value) -> bool:
        return _is_outside(value, self.policy_least, self.policy_most)

    def check(self, value: object) -> str | None:
        if isinstance(value, Decimal) and value.is_finite() and self.least <= value <= self.most:
            return None
        return self.SENTENCE.format(least=self.say(self.least), most=self.say(self.most))

    @property
    def reach(self) -> str:
        return f"{self.say(self.least)} to {self.say(self.most)}"

    def say(self, value: Value) -> str:
        number = Decimal(value) if isinstance(value, Decimal | int) else Decimal(str(value))
        if self.unit == "£":
            return pounds(number)
        plain = f"{number.normalize():f}"
        if self.unit == "%":
            return f"{plain}%"
        return f"{plain} {self.unit}" if number == 1 else f"{plain} {self.unit}s"

    def read(self, raw: Any) -> Any:
        try:
            return Decimal(str(raw))
        except InvalidOperation:
            return raw


@dataclass(frozen=True, kw_only=True)
class Choice(Parameter):
    """One of several positions; the words are those of the sentence it stands in."""

    default: str
    words: Mapping[str, str]
    legal: tuple[str, ...] = ()  # the choices outside policy

    SENTENCE: ClassVar[str] = "Choose one of: {choices}."

    def check(self, value: object) -> str | None:
        if isinstance(value, str) and value in self.words:
            return None
        return self.SENTENCE.format(choices="; ".join(self.words.values()))

    def needs_legal(self, value: Value) -> bool:
        return value in self.legal

    def say(self, value: Value) -> str:
        return self.words[str(value)]


@dataclass(frozen=True, kw_only=True)
class YesNo(Parameter):
    default: bool
    legal: bool | None = None  # the answer outside policy

    SENTENCE: ClassVar[str] = "Answer yes or no."

    def check(self, value: object) -> str | None:
        return None if isinstance(value, bool) else self.SENTENCE

    def needs_legal(self, value: Value) -> bool:
        return self.legal is not None and value is self.legal

    def say(self, value: Value) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True, kw_only=True)
class Text(Parameter):
    """A reference or a name; empty where there is none."""

    default: str = ""
    longest: int = 120

    SENTENCE: ClassVar[str] = "Give at most {longest} characters, on one line."

    def check(self, value: object) -> str | None:
        if isinstance(value, str) and len(value) <= self.longest and value.isprintable():
            return None
        return self.SENTENCE.format(longest=self.longest)


@dataclass(frozen=True, kw_only=True)
class Listed(Parameter):
    """Several short texts, joined by a word where they stand in a sentence."""

    default: tuple[str, ...]
    joined_by: str = "and"
    most: int = 12
    longest: int = 200

    SENTENCE: ClassVar[str] = "Give at most {most} points of at most {longest} characters each."

    def check(self, value: object) -> str | None:
        if isinstance(value, tuple) and len(value) <= self.most and all(map(self._fits, value)):
            return None
        return self.SENTENCE.format(most=self.most, longest=self.longest)

    def say(self, value: Value) -> str:
        return listed(value if isinstance(value, tuple) else (str(value),), self.joined_by)

    def read(self, raw: Any) -> Any:
        return tuple(raw) if isinstance(raw, list) else raw

    def _fits(self, point: object) -> bool:
        return isinstance(point, str) and 0 < len(point) <= self.longest and point.isprintable()


def _is_outside(value: Value, least: float | Decimal | None, most: float | Decimal | None) -> bool:
    number = Decimal(str(value))
    return (least is not None and number < least) or (most is not None and number > most)


def pounds(amount: Decimal) -> str:
    """A limit or a threshold: pence only where there are some."""
    return f"£{amount:,.0f}" if amount == int(amount) else f"£{amount:,.2f}"


def listed(points: tuple[str, ...], word: str = "and") -> str:
    """Points as a sentence says them: a, b and c."""
    if len(points) <= 1:
        return "".join(points)
    return f"{', '.join(points[:-1])} {word} {points[-1]}"
