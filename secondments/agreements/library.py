"""The clause library: versions of the clause texts, read from TOML and checked when loaded.

A lawyer must review every version before it is used; the product says so where it shows clauses.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from secondments.agreements import passages
from secondments.agreements.passages import Passage
from secondments.catalogue import conditions
from secondments.catalogue.conditions import Condition
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import NotFound, ProgrammingError

NEWEST = "2026-1"
REVIEW_NEEDED = (
    "These clauses are a starting point, not legal advice. A lawyer must review them before they"
    " are used for a real secondment."
)


@dataclass(frozen=True)
class Clause:
    code: str
    title: str
    when: Condition
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Definition:
    """A word with a capital, printed where the clauses that apply use it."""

    word: str
    passage: Passage


@dataclass(frozen=True)
class Library:
    version: str
    title: str
    clauses: tuple[Clause, ...]
    definitions: tuple[Definition, ...]


@cache
def load(version: str = NEWEST) -> Library:
    """One version. Raises NotFound, or ProgrammingError if one of its texts breaks a rule."""
    if re.fullmatch(r"\d{4}-\d+", version):
        path = Path(__file__).with_name(f"library_{version.replace('-', '_')}.toml")
        if path.is_file():
            return read(path.read_text("utf-8"))
    raise NotFound(f"There is no version {version} of the clause library.")


def read(toml: str) -> Library:
    """A library from its text, checked: every placeholder, condition and reference exists."""
    document = tomllib.loads(toml)
    library = Library(
        version=document["version"],
        title=document["title"],
        clauses=tuple(map(_clause, document["clause"])),
        definitions=tuple(
            Definition(entry["word"], _passage(entry)) for entry in document["definition"]
        ),
    )
    _check_references(library)
    return library


def _clause(entry: Mapping[str, Any]) -> Clause:
    return Clause(
        code=entry["code"],
        title=entry["title"],
        when=conditions.parse(entry.get("when", ""), PARAMETERS),
        passages=tuple(map(_passage, entry["paragraph"])),
    )


def _passage(entry: Mapping[str, Any]) -> Passage:
    return passages.parse(entry["text"], conditions.parse(entry.get("when", ""), PARAMETERS))


def _check_references(library: Library) -> None:
    codes = [clause.code for clause in library.clauses]
    if len(set(codes)) < len(codes):
        raise ProgrammingError("Two clauses have the same code.")
    every = [passage for clause in library.clauses for passage in clause.passages]
    every += [definition.passage for definition in library.definitions]
    for reference in (each for passage in every for each in passage.references):
        if reference.kind == "clause" and reference.code not in codes:
            raise ProgrammingError(f"A text refers to {reference.code}, which does not exist.")
