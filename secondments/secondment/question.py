"""One question of a case: its words, its section, who reads the answer and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from secondments import words
from secondments.secondment.choices import Labelled

Names = Mapping[str, str]  # the id of a person or organisation -> their name
Say = Callable[[Any, Names], str]
SOMEONE = "someone who is no longer listed"


class Audience(StrEnum):
    """Who may read an answer: everyone on the case, the home side, or fewer.

    PAY is the applicant and those who run pay, TRAINING the applicant and those who run training.
    VISA is the applicant, those who run training and the contracts office. RATES are for everyone
    but a company from which the employer keeps them back.
    """

    EVERYONE = "everyone"
    RATES = "rates"
    HOME = "home"
    PAY = "pay"
    TRAINING = "training"
    VISA = "visa"


@dataclass(frozen=True)
class Question:
    """One question, under the name of its column. `box` is what a link to it must jump to."""

    name: str
    label: str
    section: str
    say: Say
    audience: Audience = Audience.EVERYONE
    optional: bool = False
    box: str = ""

    @property
    def anchor(self) -> str:
        return f"#{self.name}{self.box}"


def is_blank(value: Any) -> bool:
    """Whether a question has no answer, or an empty one."""
    return value is None or value in ("", [])


def text(value: Any, _names: Names) -> str:
    return str(value)


def day(value: Any, _names: Names) -> str:
    return words.day(date.fromisoformat(str(value)))


def yes_or_no(value: Any, _names: Names) -> str:
    return "Yes" if value in {True, "True", "true"} else "No"


def name(value: Any, names: Names) -> str:
    return names.get(str(value), SOMEONE)


def points(value: Any, _names: Names) -> str:
    return "\n".join(f"{number}. {point}" for number, point in enumerate(value, start=1))


def money(value: Any, _names: Names) -> str:
    return words.money(Decimal(str(value)))


def percent(value: Any, _names: Names) -> str:
    return words.percent(Decimal(str(value)))


def number(value: Any, _names: Names) -> str:
    return f"{Decimal(str(value)).normalize():f}"


def share(value: Any, _names: Names) -> str:
    return words.share(Decimal(str(value))).capitalize()


def counted(thing: str) -> Say:
    """1 week, 4 weeks."""
    return lambda value, _names: words.counted(int(value), thing)


def choice(kind: type[Labelled]) -> Say:
    return lambda value, _names: kind(str(value)).label


def several(kind: type[Labelled]) -> Say:
    return lambda value, _names: "\n".join(kind(str(code)).label for code in value)
