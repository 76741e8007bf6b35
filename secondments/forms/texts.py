"""Answers in words: one line, many lines, a name, an address, a secret, a list."""

import re
import unicodedata
from typing import Any

from secondments.forms.answer import Answer

BIDIRECTIONAL = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
HIDDEN_DIRECTION = (
    "Take out the hidden characters that change the direction of the text:"
    " type it again instead of pasting it"
)
CANNOT_BE_SHOWN = (
    "Take out the characters that cannot be shown: type it again instead of pasting it"
)
ONE_LINE = "Write this on one line"
TOO_LONG = "Use at most {most:,} characters: there are {now:,} now"
TOO_SHORT = "Use at least {least} characters"
NOTHING_VISIBLE = "Type something that can be seen"
LINE_BREAKS = frozenset("\n\u2028\u2029")
ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")


def readable(text: str, *, lines: bool = False) -> str:
    """`text` in normal form (NFC), trimmed. Raises ValueError for what must not be stored."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    characters = frozenset(text)
    if characters & BIDIRECTIONAL:
        raise ValueError(HIDDEN_DIRECTION)
    if not lines and characters & LINE_BREAKS:
        raise ValueError(ONE_LINE)
    kept = frozenset("\n\t") if lines else frozenset()
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in characters - kept):
        raise ValueError(CANNOT_BE_SHOWN)
    if text and all(unicodedata.category(c)[0] in "CZ" for c in characters):
        raise ValueError(NOTHING_VISIBLE)
    return text


def fitting(text: str, most: int, *, times: int = 1) -> str:
    """Raises ValueError for more than `most` characters, or so many times that."""
    if len(text) > times * most:
        raise ValueError(TOO_LONG.format(most=most, now=len(text)))
    return text


class Text(Answer):
    """One line of at most `most` characters. `data` is "" when it is left out."""

    blank = ""
    lines = False

    def __init__(self, label: str = "", *, most: int = 200, least: int = 1, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.most, self.least = most, least

    def read(self, text: str) -> str:
        # Twice: normalising a very long text is slow, and may also make it longer.
        text = readable(fitting(text, self.most, times=3), lines=self.lines)
        fitting(text, self.most)
        if len(text) < self.least:
            raise ValueError(self.sentence or TOO_SHORT.format(least=self.least))
        return text


class LongText(Text):
    """Some paragraphs; line breaks and tabs are kept."""

    lines = True

    def __init__(self, label: str = "", *, most: int = 4000, **rest: Any) -> None:
        super().__init__(label, most=most, **rest)


class PersonName(Text):
    """A person's name as they write it, 2 to 120 characters with a letter among them."""

    UNREADABLE = "Enter the full name, for example Dr Priya Nandakumar"

    def __init__(self, label: str = "", *, most: int = 120, least: int = 2, **rest: Any) -> None:
        super().__init__(label, most=most, least=least, **rest)

    def read(self, text: str) -> str:
        name = super().read(text)
        if not any(c.isalpha() for c in name):
            raise self.unreadable()
        return name


class Email(Text):
    """One email address, as typed."""

    UNREADABLE = "Enter an email address like name@company.co.uk"
    MISSING = UNREADABLE

    def __init__(self, label: str = "", *, most: int = 254, **rest: Any) -> None:
        super().__init__(label, most=most, **rest)

    def read(self, text: str) -> str:
        address = super().read(text)
        if not address.isascii() or not ADDRESS.fullmatch(address):
            raise self.unreadable()
        return address


class Hidden(Text):
    """A value the page carries for the reader, such as the digest of what was shown."""

    UNREADABLE = "This page was changed on its way here. Open it again"
    MISSING = UNREADABLE

    def __init__(self, label: str = "", *, most: int = 200, **rest: Any) -> None:
        super().__init__(label, most=most, hidden=True, **rest)


class Password(Answer):
    """A secret, exactly as typed: not trimmed, not normalised, never shown again."""

    blank = ""
    secret = True
    carried = False
    most = 1024

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        secret, self.typed = self.typed, ""
        self.data = self.data or secret

    def read(self, text: str) -> str:
        fitting(text, self.most)
        if any(unicodedata.category(c) == "Cs" for c in text):
            raise ValueError(CANNOT_BE_SHOWN)
        return text


class Lines(Answer):
    """Several short texts, one box each, such as three to six objectives. Blank boxes drop out.

    thing: what one of them is called, "Objective".
    """

    blank: list[str] = []  # noqa: RUF012 - compared with, never changed
    MISSING = "Give at least {least}"
    TOO_FEW = "Give at least {least}: there are {now} now"
    TOO_MANY = "Give at most {most}: there are {now} now"
    IN_LINE = "{thing} {number}: {sentence}"

    def __init__(
        self,
        label: str = "",
        *,
        thing: str,
        least: int = 3,
        most: int = 6,
        each: int = 200,
        **rest: Any,
    ) -> None:
        super().__init__(label, **rest)
        self.thing = thing
        self.least, self.most, self.each = least, most, each
        self.boxes: list[str] = []

    @property
    def first_id(self) -> str:
        return f"{self.id}-1"

    @property
    def shown(self) -> str:
        return "\n".join(self.boxes)

    def say(self, sentence: str, **values: object) -> str:
        return super().say(sentence, least=self.least, most=self.most, **values)

    def process_data(self, value: Any) -> None:
        self.data = [str(line) for line in value or []]
        self.boxes = [*self.data]

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.boxes = [value for value in valuelist if isinstance(value, str)][: 4 * self.most]
        self.data = []
        for number, box in enumerate(self.boxes, start=1):
            if box.strip():
                self.data.append(self._line(number, box))
        if len(self.data) > self.most or len(valuelist) > len(self.boxes):
            raise ValueError(self.say(self.TOO_MANY, now=len(valuelist)))
        if 0 < len(self.data) < self.least:
            raise ValueError(self.say(self.TOO_FEW, now=len(self.data)))

    def _line(self, number: int, box: str) -> str:
        try:
            return fitting(readable(fitting(box, self.each, times=3)), self.each)
        except ValueError as error:
            said = _as_continued(str(error))
            raise ValueError(
                self.IN_LINE.format(thing=self.thing, number=number, sentence=said)
            ) from None


def _as_continued(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
