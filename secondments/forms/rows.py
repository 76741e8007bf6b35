"""An answer of several rows, each of a kind and in words: another can be added without script."""

import re
from typing import Any, NamedTuple

from wtforms.utils import unset_value

from secondments.forms.answer import Answer
from secondments.forms.choices import Option, Options, options_of
from secondments.forms.texts import fitting, readable

NAME = re.compile(r"(\d{1,3})-(kind|what)")


class Row(NamedTuple):
    """One row as it was typed, and what is wrong with it."""

    kind: str
    what: str
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.kind or self.what.strip())


class Rows(Answer):
    """Sent as <name>-1-kind, <name>-1-what and so on. `data`: a list of {"kind", "what"}.

    A row left blank drops out. One with half of it left blank is kept: it is too little only when
    the page is to be complete. thing: what one row is called, "Interest".
    """

    blank: list[dict[str, str]] = []  # noqa: RUF012 - compared with, never changed
    MISSING = "Say of which kind it is, and what it is"
    TOO_MANY = "Give at most {most}: there are {now} now"
    NOT_OFFERED = "Choose from what is offered"
    IN_ROW = "{thing} {number}: {sentence}"
    HALF = {"kind": "choose of which kind it is", "what": "say what it is"}  # noqa: RUF012

    def __init__(
        self,
        label: str = "",
        options: Options = (),
        *,
        thing: str,
        most: int = 10,
        each: int = 200,
        **rest: Any,
    ) -> None:
        super().__init__(label, **rest)
        self.options: list[Option] = options_of(options)
        self.thing, self.most, self.each = thing, most, each
        self.rows: list[Row] = []

    @property
    def first_id(self) -> str:
        wrong = (number for number, row in enumerate(self.rows, start=1) if row.problem)
        return f"{self.id}-{next(wrong, 1)}-kind"

    @property
    def shown(self) -> str:
        labels = {option.value: option.label for option in self.options}
        return "\n".join(
            ": ".join(filter(None, [labels.get(row.kind, ""), row.what])) for row in self.rows
        )

    @property
    def boxes(self) -> list[Row]:
        """The rows of the page: what is there, and a blank one if there may be another."""
        return [*self.rows, *([Row("", "")] if len(self.rows) < self.most else [])]

    @property
    def shortfall(self) -> str:
        """What is missing in the first row that is not whole."""
        for number, row in enumerate(self.data, start=1):
            for half, sentence in self.HALF.items():
                if not row[half]:
                    self._mark(number, sentence)
                    return self._in_row(number, sentence)
        return ""

    def process_data(self, value: Any) -> None:
        self.data = [{"kind": each["kind"], "what": each["what"]} for each in value or []]
        self.rows = [Row(each["kind"], each["what"]) for each in self.data]

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        if formdata is None:
            return
        sent = {key: formdata.getlist(key) for key in formdata if self._is_mine(key)}
        self.raw_data = [value for values in sent.values() for value in values]
        self.rows = [row for row in self._typed(sent) if not row.is_blank]
        self.data = []
        for number, row in enumerate(self.rows, start=1):
            self._read(number, row)
        if len(self.rows) > self.most:
            self.process_errors = [self.say(self.TOO_MANY, most=self.most, now=len(self.rows))]

    def _is_mine(self, key: str) -> bool:
        prefix = f"{self.name}-"
        return key.startswith(prefix) and NAME.fullmatch(key[len(prefix) :]) is not None

    def _typed(self, sent: dict[str, list[Any]]) -> list[Row]:
        """In the order of their numbers; a box that was sent twice, or as a file, is blank."""
        numbers = sorted({int(key[len(self.name) + 1 :].partition("-")[0]) for key in sent})

        def text(number: int, half: str) -> str:
            values = sent.get(f"{self.name}-{number}-{half}", [])
            return values[0] if len(values) == 1 and isinstance(values[0], str) else ""

        return [Row(text(n, "kind"), text(n, "what")) for n in numbers[: 4 * self.most]]

    def _read(self, number: int, row: Row) -> None:
        try:
            self.data.append({"kind": self._kind(row.kind), "what": self._what(row.what)})
        except ValueError as wrong:
            self._mark(number, str(wrong))
            self.process_errors = self.process_errors or [self._in_row(number, str(wrong))]

    def _kind(self, code: str) -> str:
        if code and code not in {option.value for option in self.options}:
            raise ValueError(self.NOT_OFFERED)
        return code

    def _what(self, typed: str) -> str:
        if not typed.strip():
            return ""
        return fitting(readable(fitting(typed, 3 * self.each), lines=True), self.each)

    def _mark(self, number: int, sentence: str) -> None:
        self.rows[number - 1] = self.rows[number - 1]._replace(problem=sentence)

    def _in_row(self, number: int, sentence: str) -> str:
        return self.IN_ROW.format(thing=self.thing, number=number, sentence=sentence)
