"""Wording: a template and its values become a subject and a body of plain text."""

import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flask import current_app
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from secondments import words
from secondments.errors import ProgrammingError

SUBJECT = "Subject: "
LONGEST_LINE = 200
# Control characters but line feed and tab, surrogates, and what turns the reading order round:
# "exe.fdp" for "pdf.exe".
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


class Wording(NamedTuple):
    subject: str
    body: str


def render(template: str, *, to_name: str, **values: object) -> Wording:
    """The words of `templates/emails/<template>`, whose first line says the subject.

    A value that the template needs and nobody gave raises jinja2.UndefinedError.
    """
    text = (
        _environment(current_app.config["TEMPLATES"])
        .get_template(template)
        .render(
            to_name=to_name,
            base_url=current_app.config["BASE_URL"],
            owner=current_app.config["SERVICE_OWNER"],
            **values,
        )
    )
    first, _, rest = text.lstrip().partition("\n")
    if not first.startswith(SUBJECT):
        raise ProgrammingError(f"{template} does not start with a subject.")
    body = re.sub(r"\n{3,}", "\n\n", plain(rest)).strip()
    return Wording(one_line(first.removeprefix(SUBJECT)), body + "\n")


@cache
def _environment(folder: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(folder) / "emails"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - letters are plain text, and HTML escapes would be read as they stand
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"one_line": one_line, "day": words.day, "moment": words.moment}
    return environment


def one_line(text: str) -> str:
    """Fit for a header: no line break, no control character, no change of reading order."""
    # "=?…?=" is how a header encodes words: a reader would decode it, even into addresses.
    said = " ".join(plain(text).replace("=?", "= ?").split())
    return said if len(said) <= LONGEST_LINE else said[: LONGEST_LINE - 1] + "…"


def plain(text: str) -> str:
    """Without control characters (line feed and tab stay), surrogates and direction overrides."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_address(text: str) -> bool:
    """Whether this is one address that any mail server can take: plain ASCII, no list of two."""
    if not text.isascii() or len(text) > 254 or not re.fullmatch(r"[^\s@]+@[^\s@]+", text):
        return False
    try:
        return Address(addr_spec=text).addr_spec == text
    except (HeaderParseError, ValueError, IndexError):
        return False
