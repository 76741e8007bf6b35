"""One question and its answer: what was typed, what it means and what is wrong with it."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from wtforms import Field
from wtforms.form import BaseForm

ONE_ANSWER = "Give one answer to “{label}”"


class Answer(Field):
    """The parent of every kind of answer. `data` is its meaning, `typed` what to show again.

    when: ("decision", "return") asks this only if that choice was taken; otherwise it is ignored.
    sentence: what to say when it is left out or cannot be read, instead of the usual.
    secret: never shown again, in this form or on a refusal.
    """

    MISSING = "Fill in “{label}”"
    UNREADABLE = "Fill in “{label}” again"
    blank: Any = None
    secret = False
    remarks: Sequence[Any] = ()  # what others said of this answer, for its writer to see beside it
    carried = True
    needed_later = False  # may be left out here, but not for good: it is not called optional

    def __init__(
        self,
        label: str = "",
        *,
        hint: str = "",
        optional: bool = False,
        sentence: str = "",
        when: tuple[Any, ...] = (),
        hidden: bool = False,
        **rest: Any,
    ) -> None:
        super().__init__(label, description=hint, **rest)
        self.optional, self.when, self.hidden = optional, when, hidden
        self.sentence = sentence
        self.typed = ""
        self.warnings: list[str] = []  # what may stand all the same; a page sets them

    def read(self, text: str) -> Any:
        """What `text`, which is not blank, means: itself. Raises ValueError with a sentence."""
        return text

    def write(self, data: Any) -> str:
        """The text that `read` would take for `data`."""
        return "" if data is None else str(data)

    @property
    def shown(self) -> str:
        """The answer in words, for a person."""
        return self.typed

    @property
    def first_id(self) -> str:
        """The id of the box that an error summary links to."""
        return self.id

    @property
    def problem(self) -> str:
        """The first sentence about what is wrong, or nothing."""
        return self.errors[0] if self.errors else ""

    @property
    def hint(self) -> str:
        return self.description

    def say(self, sentence: str, **values: object) -> str:
        return sentence.format(label=self.label.text, **values)

    def unreadable(self) -> ValueError:
        return ValueError(self.sentence or self.say(self.UNREADABLE))

    def is_asked(self, form: BaseForm) -> bool:
        if not self.when:
            return True
        other = form[self.when[0]]
        given = other.data if isinstance(other.data, list) else [other.data]
        asked = not isinstance(other, Answer) or other.is_asked(form)
        return asked and any(answer in self.when[1:] for answer in given)

    def is_missing(self) -> bool:
        return bool(self.data is None or self.data == self.blank)

    def clear(self) -> None:
        self.data, self.typed = copy(self.blank), ""

    def process_data(self, value: Any) -> None:
        self.data = copy(self.blank) if value is None else value
        self.typed = self.write(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.clear()
        if not valuelist:
            return
        # A file sent under this name, or the name sent twice, is not an answer.
        texts = [value for value in valuelist if isinstance(value, str)]
        self.typed = texts[0] if texts else ""
        if len(texts) != 1 or len(valuelist) != 1:
            raise ValueError(self.say(ONE_ANSWER))
        if self.typed.strip():
            self.data = self.read(self.typed)

    def validate(self, form: BaseForm, extra_validators: Any = ()) -> bool:
        """One sentence at most; validators run only on an answer that could be read."""
        if not self.is_asked(form):
            self.clear()
            self.errors = []
            return True
        if self.process_errors:
            self.errors = list(self.process_errors[:1])
            return False
        if self.is_missing():
            needed = self.sentence or self.say(self.MISSING)
            self.errors = [] if self.optional else [needed]
            return self.optional
        super().validate(form, extra_validators)
        self.errors = list(self.errors[:1])
        return not self.errors

    def renew(self) -> None:
        """Forget what was typed: show what the record says."""
        self.process(None, self.object_data)
