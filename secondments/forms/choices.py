"""Answers picked from what is offered: one, several, or a box that must be ticked."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from secondments.forms.answer import ONE_ANSWER, Answer


class Option(NamedTuple):
    """One thing to pick: what is sent, what is read, and what follows from it."""

    value: str
    label: str
    hint: str = ""


Options = Mapping[Any, str] | type[Enum] | Iterable[Any]


def options_of(source: Options) -> list[Option]:
    """From a mapping, an enumeration with labels, pairs, triples, Options or plain words."""
    if isinstance(source, type):
        return [Option(str(m.value), str(getattr(m, "label", m.value))) for m in source]
    if isinstance(source, Mapping):
        return [Option(str(value), label) for value, label in source.items()]
    return [
        Option(item, item) if isinstance(item, str) else Option(str(item[0]), *item[1:])
        for item in source
    ]


class Choice(Answer):
    """One of the options, shown as radios or a list: its value, or None. Views may set options."""

    MISSING = "Choose an answer to “{label}”"
    UNREADABLE = MISSING

    def __init__(self, label: str = "", options: Options = (), **rest: Any) -> None:
        super().__init__(label, **rest)
        self._options = options_of(options)

    @property
    def options(self) -> list[Option]:
        return self._options

    @options.setter
    def options(self, source: Options) -> None:
        self._options = options_of(source)

    @property
    def shown(self) -> str:
        return next((o.label for o in self._options if o.value == self.typed), "")

    def process_data(self, value: Any) -> None:
        super().process_data(None if value is None else str(value))

    def read(self, text: str) -> str:
        return text

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        # Here and not in read(): a view sets the options after the form was made.
        offered = {option.value for option in self._options}
        if self.data is not None and self.data not in offered:
            self.data = None
            self.process_errors = [str(self.unreadable())]
        return super().validate(form, extra_validators)


class Several(Answer):
    """Any of the options, as tick boxes: their values, in the order offered."""

    MISSING = "Choose at least one answer to “{label}”"
    UNREADABLE = "Choose from what is offered under “{label}”"
    blank: list[str] = []  # noqa: RUF012 - compared with, never changed

    def __init__(self, label: str = "", options: Options = (), **rest: Any) -> None:
        super().__init__(label, **rest)
        self.options = options_of(options)

    @property
    def shown(self) -> str:
        return ", ".join(o.label for o in self.options if o.value in (self.data or []))

    def process_data(self, value: Any) -> None:
        self.data = [str(item) for item in value or []]

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [value for value in valuelist if isinstance(value, str)]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        offered = [option.value for option in self.options]
        if set(self.data) - set(offered):
            self.process_errors = [str(self.unreadable())]
        self.data = [value for value in offered if value in self.data]
        return super().validate(form, extra_validators)


class Tick(Answer):
    """A box that must be ticked, unless optional: True or False. Never carried to a new version."""

    MISSING = "Tick “{label}”"
    YES = "yes"
    blank = False
    carried = False

    def process_data(self, value: Any) -> None:
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist == [self.YES]
        if len(valuelist) > 1:
            raise ValueError(self.say(ONE_ANSWER))
