"""Clause texts written in the browser: read, checked, and put in the places of a library's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from secondments.agreements import clause_markdown, library, placeholders, soundness
from secondments.agreements.clause_markdown import LONGEST
from secondments.agreements.facts import PLACEHOLDERS
from secondments.agreements.library import Clause, Library
from secondments.agreements.placeholders import Problem
from secondments.errors import NotPossibleNow
from secondments.forms.texts import TOO_LONG

FILES_OWN = 1  # the number of the text that the file ships
BROKEN = (
    "The clause text {label} does not fit the catalogue of terms any more. {problem} A system"
    " administrator puts this right under Settings, Clauses."
)


@dataclass(frozen=True)
class Amendment:
    """A text that takes the place of a clause of the library."""

    code: str
    number: int
    title: str
    text: str

    @property
    def label(self) -> str:
        """As terms name it: CL17.2."""
        return f"{self.code}.{self.number}"


def shipped(code: str, version: str = library.NEWEST) -> Amendment:
    """The file's own text, as it would be written here. Raises NotFound."""
    clause = library.load(version).clause(code)
    return Amendment(code, FILES_OWN, clause.title, clause_markdown.write(clause.passages))


@lru_cache(maxsize=64)
def load(version: str, amendments: tuple[Amendment, ...]) -> Library:
    """The library with exactly these texts. What is retired may stand in them.

    Raises NotFound, NotPossibleNow if one of them can no longer be read.
    """
    found = library.load(version)
    if not amendments:
        return found
    return library.with_clauses(found, {each.label: _clause(found, each) for each in amendments})


def _clause(of: Library, amendment: Amendment) -> Clause:
    written, problems = clause_markdown.read(amendment.text, PLACEHOLDERS)
    for problem in problems:
        raise NotPossibleNow(BROKEN.format(label=amendment.label, problem=problem))
    passages = tuple(each.passage for each in written)
    return replace(of.clause(amendment.code), title=amendment.title, passages=passages)


def as_it_was(of: Library, amendment: Amendment) -> Clause | str:
    """A text of any time as a clause, or the sentence that says why it no longer can be one."""
    try:
        return _clause(of, amendment)
    except NotPossibleNow as broken:
        return str(broken)


def read(of: Library, code: str, title: str, text: str) -> tuple[Clause, list[Problem]]:
    """A new text as a clause of a library, and everything wrong with it. Raises NotFound."""
    clause = of.clause(code)
    if len(text) > LONGEST:
        return clause, [Problem(1, f"{TOO_LONG.format(most=LONGEST, now=len(text))}.")]
    written, problems = clause_markdown.read(text, placeholders.offered())
    made = replace(clause, title=title, passages=tuple(each.passage for each in written))
    known = {problem.line for problem in problems}
    later = [x for x in soundness.problems(of, made, written) if x.line not in known]
    return made, in_order([*problems, *later])


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line)
