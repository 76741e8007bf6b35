"""An answer that is a file."""

import unicodedata
from typing import Any, NamedTuple

from werkzeug.datastructures import FileStorage

from secondments import words
from secondments.forms.answer import ONE_ANSWER, Answer

NO_CONTENT = "This file is empty. Choose the file again, or another one"
TOO_LARGE = (
    "This file is larger than {most}. Save it smaller, for example with smaller pictures, and"
    " choose it again"
)
LONGEST_STEM = 100
ENDINGS = (".pdf", ".png", ".jpg", ".jpeg")
NEVER_IN_A_NAME = frozenset('<>:"|?*')


class SentFile(NamedTuple):
    """A file as it was sent; `name` has no folders, no ending and nothing that deceives."""

    name: str
    content: bytes


class Upload(Answer):
    """One file of at most `most` bytes: a SentFile, or None. Never shown again: choose it anew."""

    MISSING = "Choose a file"
    carried = False

    def __init__(self, label: str = "", *, most: int, accept: str = "", **rest: Any) -> None:
        super().__init__(label, **rest)
        self.most, self.accept = most, accept

    def process_data(self, value: Any) -> None:  # noqa: ARG002 - no record fills in a file
        self.clear()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.clear()
        sent = [value for value in valuelist if isinstance(value, FileStorage) and value.filename]
        if len(sent) > 1:
            raise ValueError(self.say(ONE_ANSWER))
        for file in sent:
            self.data = self._read(file)

    def _read(self, file: FileStorage) -> SentFile:
        # One byte more than allowed: what came without its length is not trusted to be short.
        content = file.stream.read(self.most + 1)
        if not content:
            raise ValueError(NO_CONTENT)
        if len(content) > self.most:
            raise ValueError(TOO_LARGE.format(most=words.file_size(self.most)))
        return SentFile(stem_of(file.filename or ""), content)


def stem_of(name: str) -> str:
    """The name without folders, ending and characters that hide or turn round what it says."""
    last = unicodedata.normalize("NFC", name[:1000]).replace("\\", "/").rpartition("/")[2]
    seen = (" " if c.isspace() else c for c in last if _is_plain(c))
    stem = " ".join("".join(seen).split())
    for ending in ENDINGS:
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
            break
    return stem[:LONGEST_STEM].strip(". ")


def _is_plain(character: str) -> bool:
    """Not a control, a direction, a surrogate, a private or unassigned one, nor of no file name."""
    if character in "\t\n\r":
        return True
    return unicodedata.category(character)[0] != "C" and character not in NEVER_IN_A_NAME
