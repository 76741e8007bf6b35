"""A form as a document: what the record says beside each question, and room to write the rest."""

from dataclasses import dataclass
from datetime import date

from secondments import words
from secondments.documents.contract import environment

MARK = (
    "Prepared from the record of {reference}, version {version}, on {day};"
    " not signed, not submitted by this service"
)
LONG = 500  # letters: a longer answer may go on to the next page


@dataclass(frozen=True)
class Field:
    """A question of the form. With nothing said, `room` lines are drawn to write on.

    `names` are those in the record that may answer it.
    """

    label: str
    said: str = ""
    names: tuple[str, ...] = ()
    room: int = 1

    @property
    def is_blank(self) -> bool:
        return not self.said

    @property
    def is_long(self) -> bool:
        return len(self.said) > LONG


@dataclass(frozen=True)
class Part:
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Place:
    """Where somebody signs by hand. `name` and `decided` are empty while the record has neither."""

    role: str
    name: str = ""
    decided: str = ""


@dataclass(frozen=True, kw_only=True)
class Form:
    """Everything that is printed but the day. `purpose` says whose it is and what becomes of it.

    `working` are sentences that show how a figure was come by; `declarations` have boxes to tick.
    """

    title: str
    reference: str
    version: int
    owner: str
    about: str
    purpose: str
    parts: tuple[Part, ...]
    working: tuple[str, ...] = ()
    remark: str = ""
    declarations: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def blanks(self) -> tuple[Field, ...]:
        """What is left to be written, without the signatures."""
        return tuple(field for part in self.parts for field in part.fields if field.is_blank)


def to_print(form: Form, *, on: date) -> str:
    """The HTML of the PDF, marked on every page with the day on which it was prepared."""
    mark = MARK.format(reference=form.reference, version=form.version, day=words.day(on))
    return environment(in_print=True).get_template("form.html").render(form=form, mark=mark)
