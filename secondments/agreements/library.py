"""The clause library: versions of the clause texts, read from TOML and checked when loaded.

A lawyer must review every version before it is used; the product says so where it shows clauses.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from secondments.agreements import passages
from secondments.agreements.passages import Passage
from secondments.agreements.terms import Kind
from secondments.catalogue import conditions
from secondments.catalogue.conditions import Condition
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import NotFound, ProgrammingError

NEWEST = "2026-2"
FIRST_SCHEDULES = ("particulars", "work", "money", "insurance", "training", "dates", "changes")
NO_CLAUSE = "There is no clause {code}."
NO_TEMPLATE = "Version {version} of the clause library has no {kind} agreement."
REVIEW_NEEDED = (
    "These clauses are a starting point, not legal advice. A lawyer must review them before they"
    " are used for a real secondment."
)


# By their codes; parameters are grouped under these wherever there is no agreement yet.
CLAUSE_TITLES: Mapping[str, str] = {
    "CL01": "Parties and status",
    "CL03": "Secondment and term",
    "CL04": "Working time and place",
    "CL05": "Duties and supervision",
    "CL06": "Employment",
    "CL07": "Training",
    "CL08": "Pay and allowances",
    "CL09": "Recharge and invoicing",
    "CL10": "VAT",
    "CL11": "Pension",
    "CL12": "Leave and sickness",
    "CL13": "Conduct and performance",
    "CL14": "Health, safety and equality",
    "CL15": "Confidentiality",
    "CL16": "Existing intellectual property",
    "CL17": "Intellectual property in results",
    "CL18": "Publication",
    "CL19": "Personal data",
    "CL20": "Insurance and liability",
    "CL21": "Interests and transparency",
    "CL22": "Offers of employment",
    "CL23": "Ending early",
    "CL24": "Return and extension",
    "CL25": "Records, equipment and leaving",
    "CL26": "Differences and disputes",
    "CL27": "Law and notices",
    "CL28": "Changes at the company",
}


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
class Template:
    """An agreement of one kind: its title, its clauses and its schedules by code, in order."""

    kind: Kind
    title: str
    clauses: tuple[str, ...]
    schedules: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """`sets_type`: what people typed is printed with a printer's quotes and dashes.

    `amendments` are the clause texts that took the places of the file's own, as `CL17.2`.
    """

    version: str
    templates: tuple[Template, ...]
    clauses: tuple[Clause, ...]
    definitions: tuple[Definition, ...]
    sets_type: bool = False
    amendments: tuple[str, ...] = ()

    def clause(self, code: str) -> Clause:
        """Raises NotFound."""
        for clause in self.clauses:
            if clause.code == code:
                return clause
        raise NotFound(NO_CLAUSE.format(code=code))

    def template(self, kind: Kind) -> Template:
        """Raises NotFound if this version has no agreement of that kind."""
        for template in self.templates:
            if template.kind is kind:
                return template
        raise NotFound(NO_TEMPLATE.format(version=self.version, kind=kind))

    def clauses_of(self, template: Template) -> tuple[Clause, ...]:
        by_code = {clause.code: clause for clause in self.clauses}
        return tuple(by_code[code] for code in template.clauses)


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
        templates=tuple(map(_template, document.get("template", ()) or [_the_only(document)])),
        clauses=tuple(map(_clause, document["clause"])),
        definitions=tuple(
            Definition(entry["word"], _passage(entry)) for entry in document["definition"]
        ),
        sets_type=document.get("sets_type", False),
    )
    _check(library)
    return library


def with_clauses(library: Library, clauses: Mapping[str, Clause]) -> Library:
    """The library with other clauses, by their labels, in the places of its own; checked again."""
    by_code = {clause.code: clause for clause in clauses.values()}
    texts = tuple(by_code.get(clause.code, clause) for clause in library.clauses)
    amended = replace(library, clauses=texts, amendments=tuple(sorted(clauses)))
    _check(amended)
    return amended


def _clause(entry: Mapping[str, Any]) -> Clause:
    return Clause(
        code=entry["code"],
        title=entry["title"],
        when=conditions.parse(entry.get("when", ""), PARAMETERS),
        passages=tuple(map(_passage, entry["paragraph"])),
    )


def _passage(entry: Mapping[str, Any]) -> Passage:
    return passages.parse(entry["text"], conditions.parse(entry.get("when", ""), PARAMETERS))


def _template(entry: Mapping[str, Any]) -> Template:
    return Template(
        kind=Kind(entry["kind"]),
        title=entry["title"],
        clauses=tuple(entry["clauses"]),
        schedules=tuple(entry["schedules"]),
    )


def _the_only(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The template of the first versions, which knew secondments only: every clause there is."""
    codes = [entry["code"] for entry in document["clause"]]
    return {
        "kind": Kind.SECONDMENT,
        "title": document["title"],
        "clauses": codes,
        "schedules": FIRST_SCHEDULES,
    }


def _check(library: Library) -> None:
    codes = [clause.code for clause in library.clauses]
    if len(set(codes)) < len(codes):
        raise ProgrammingError("Two clauses have the same code.")
    if unused := set(codes) - {code for each in library.templates for code in each.clauses}:
        raise ProgrammingError(f"No agreement has the clause {min(unused)}.")
    for template in library.templates:
        if unknown := set(template.clauses) - set(codes):
            raise ProgrammingError(f"There is no clause {min(unknown)}, which a template names.")
        _check_references(library, template)


def _check_references(library: Library, template: Template) -> None:
    """Whatever a text of this kind of agreement refers to is part of it."""
    places = {("clause", code) for code in template.clauses}
    places |= {("schedule", code) for code in template.schedules}
    texts = [passage for each in library.clauses_of(template) for passage in each.passages]
    texts += [definition.passage for definition in library.definitions]
    possible = [each for each in texts if _may_apply(each.when, template.kind)]
    for reference in (each for passage in possible for each in passage.references):
        if (reference.kind, reference.code) not in places:
            raise ProgrammingError(
                f"A text of the {template.kind} refers to {reference.code}, which does not exist."
            )


def _may_apply(when: Condition, kind: Kind) -> bool:
    kinds = [test for test in when.tests if test.name in set(Kind)]
    return all((test.name == kind) is not test.negated for test in kinds)
