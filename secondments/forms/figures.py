"""Answers in figures: money, shares, percentages and whole numbers, exact and within bounds."""

import re
from decimal import Decimal
from typing import Any

from secondments import words
from secondments.forms.answer import Answer

# Ten figures at most, so that nothing here can overflow; ASCII only, so that 1e309, NaN and
# digits of other scripts are refused like any other word.
FIGURE = re.compile(r"(-?(?:[0-9]{1,10}|[0-9]{1,3}(?:[ ,][0-9]{3}){1,3}))(?:\.([0-9]+))?")
BARE_FRACTION = re.compile(r"\.[0-9]+")


class Figure(Answer):
    """A number with at most `places` decimals between `least` and `most`, both allowed."""

    BOUNDS = "Enter a number between {least} and {most}"
    unit = ""
    places = 2

    def __init__(
        self, label: str = "", *, least: Decimal | int, most: Decimal | int, **rest: Any
    ) -> None:
        super().__init__(label, **rest)
        self.least, self.most = Decimal(least), Decimal(most)

    def is_missing(self) -> bool:
        # 0 is an answer.
        return self.data is None

    def read(self, text: str) -> Any:
        number = self._number(" ".join(text.replace(self.unit or " ", " ").split()))
        if not self.least <= number <= self.most:
            least, most = self.in_words(self.least), self.in_words(self.most)
            raise ValueError(self.BOUNDS.format(least=least, most=most))
        return number

    def write(self, data: Any) -> str:
        # 1.000 as a database keeps it is shown as 1, and can be sent again.
        return "" if data is None else f"{Decimal(data).normalize():f}"

    def in_words(self, number: Decimal) -> str:
        return f"{number:,f}"

    def _number(self, text: str) -> Decimal:
        text = f"0{text}" if BARE_FRACTION.fullmatch(text) else text
        found = FIGURE.fullmatch(text)
        if found is None or len(found[2] or "") > self.places:
            raise self.unreadable()
        return Decimal(text.replace(",", "").replace(" ", ""))


class Money(Figure):
    """Pounds and pence, with or without £ and commas: Decimal with two places."""

    UNREADABLE = "Enter an amount in pounds, for example 52,656.00"
    MISSING = UNREADABLE
    BOUNDS = "Enter an amount between {least} and {most}"
    unit = "£"

    def __init__(
        self,
        label: str = "",
        *,
        least: Decimal | int = 0,
        most: Decimal | int = Decimal("9999999.99"),
        **rest: Any,
    ) -> None:
        super().__init__(label, least=least, most=most, **rest)

    def read(self, text: str) -> Decimal:
        return Decimal(super().read(text)).quantize(Decimal("0.01"))

    def write(self, data: Any) -> str:
        return "" if data is None else f"{data:,.2f}"

    def in_words(self, number: Decimal) -> str:
        return words.money(number)


class Share(Figure):
    """A share of full time: Decimal above 0, up to 1, two places."""

    UNREADABLE = "Enter a share of full time, for example 0.4 for 2 days a week"
    MISSING = UNREADABLE
    BOUNDS = "Enter a share between {least} and {most}, for example 0.4 for 2 days a week"

    def __init__(
        self,
        label: str = "",
        *,
        least: Decimal | int = Decimal("0.01"),
        most: Decimal | int = 1,
        **rest: Any,
    ) -> None:
        super().__init__(label, least=least, most=most, **rest)


class Percent(Figure):
    """Per cent, with or without the sign: Decimal("23.78") for 23.78%."""

    UNREADABLE = "Enter a percentage, for example 23.78"
    MISSING = UNREADABLE
    BOUNDS = "Enter a percentage between {least} and {most}"
    unit = "%"

    def __init__(
        self, label: str = "", *, least: Decimal | int = 0, most: Decimal | int = 100, **rest: Any
    ) -> None:
        super().__init__(label, least=least, most=most, **rest)


class Whole(Figure):
    """A whole number: int."""

    UNREADABLE = "Enter a whole number, for example 12"
    MISSING = UNREADABLE
    places = 0

    def __init__(
        self, label: str = "", *, least: int = 0, most: int = 999_999_999, **rest: Any
    ) -> None:
        super().__init__(label, least=least, most=most, **rest)

    def read(self, text: str) -> int:
        return int(super().read(text))
