"""A day in three boxes: day, month and year."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms.utils import unset_value

from secondments import words
from secondments.forms.answer import Answer

BOXES = ("day", "month", "year")
LENGTHS = {"day": 2, "month": 2, "year": 4}
DIGITS = re.compile(r"[0-9]{1,4}")


class Day(Answer):
    """A date sent as <name>-day, <name>-month and <name>-year; `8` and `08` are the same.

    earliest, latest: bounds, both allowed; a view may set them on the field.
    """

    UNREADABLE = "Enter a real date, for example 4 8 2027"
    MISSING = UNREADABLE
    BOUNDS = "Enter a date from {earliest} to {latest}"

    def __init__(
        self,
        label: str = "",
        *,
        earliest: date = date(1900, 1, 1),
        latest: date = date(2199, 12, 31),
        **rest: Any,
    ) -> None:
        super().__init__(label, **rest)
        self.earliest, self.latest = earliest, latest
        self.boxes = dict.fromkeys(BOXES, "")

    @property
    def first_id(self) -> str:
        return f"{self.id}-{next((box for box in BOXES if box in self.faulty), 'day')}"

    @property
    def faulty(self) -> tuple[str, ...]:
        """The boxes to mark: those left empty or without digits, or all when the whole is wrong."""
        if not self.errors:
            return ()
        return tuple(b for b in BOXES if not DIGITS.fullmatch(self.boxes[b])) or BOXES

    @property
    def shown(self) -> str:
        return " ".join(filter(None, self.boxes.values()))

    def process_data(self, value: date | None) -> None:
        self.data = value
        parts = (value.day, value.month, value.year) if value else ("", "", "")
        self.boxes = dict(zip(BOXES, map(str, parts), strict=True))

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        if formdata is None:
            return
        self.data = None
        sent = {box: formdata.getlist(f"{self.name}-{box}") for box in BOXES}
        self.boxes = {box: _text(values).strip() for box, values in sent.items()}
        self.raw_data = [value for values in sent.values() for value in values]
        if any(len(values) > 1 or values != [_text(values)] for values in sent.values() if values):
            self.process_errors = [str(self.unreadable())]
        elif any(self.boxes.values()):
            self._read_boxes()

    def _read_boxes(self) -> None:
        try:
            self.data = day_of(self.boxes)
        except ValueError:
            self.process_errors = [str(self.unreadable())]
            return
        if not self.earliest <= self.data <= self.latest:
            bounds = {"earliest": words.day(self.earliest), "latest": words.day(self.latest)}
            self.process_errors = [self.BOUNDS.format(**bounds)]


def day_of(boxes: Mapping[str, str]) -> date:
    """The date that day, month and year make. Raises ValueError."""
    for box, text in boxes.items():
        if not DIGITS.fullmatch(text) or len(text) > LENGTHS[box]:
            raise ValueError(box)
    if len(boxes["year"]) != LENGTHS["year"]:
        raise ValueError("year")
    return date(*(int(boxes[box]) for box in ("year", "month", "day")))


def _text(values: list[Any]) -> str:
    return values[0] if values and isinstance(values[0], str) else ""
