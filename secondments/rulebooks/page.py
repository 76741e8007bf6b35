"""The page of an organisation's rules: the form on the newest version, and every version before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from secondments import policy
from secondments.errors import NotPossibleNow
from secondments.people.models import Kind, Organisation, Person
from secondments.rulebooks import queries
from secondments.rulebooks.forms import PLACES, RulesForm, shown
from secondments.rulebooks.service import HAVE_RULES, NO_RULES
from secondments.secondment import pathways
from secondments.secondment.rule_models import RuleVersion
from secondments.secondment.rulebook import MAXIMA, Rulebook


class Change(NamedTuple):
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Past:
    """One version: who made it, when, and what it changed."""

    number: int
    by: str
    at: datetime
    changes: Sequence[Change]


@dataclass(frozen=True)
class RulesPage:
    organisation: Organisation
    form: RulesForm
    maxima: Sequence[str]
    past: Sequence[Past]

    @property
    def reasons(self) -> Iterator[str]:
        return (answer.name for answer in self.form.answers() if answer.name.startswith("reasons_"))


def of(organisation: Organisation, *, reader: Person) -> RulesPage:
    """Raises NotAllowed, NotPossibleNow for a company."""
    policy.require(reader, "rulebook.change", organisation)
    if organisation.kind not in HAVE_RULES:
        raise NotPossibleNow(NO_RULES)
    found = queries.versions(organisation)
    book = found[0].rulebook if found else Rulebook()
    return RulesPage(
        organisation=organisation,
        form=shown(organisation.kind, book, found[0].number if found else 0),
        maxima=list(MAXIMA) if organisation.kind is Kind.TRAINING_BODY else [],
        past=list(_past(found, organisation.kind)),
    )


def _past(found: Sequence[RuleVersion], kind: Kind) -> Iterator[Past]:
    books = [version.rulebook for version in found] + [Rulebook()]
    for version, after, before in zip(found, books, books[1:], strict=False):
        changes = _changes(before, after, kind)
        yield Past(version.number, version.by.name, version.at, changes)


def _changes(before: Rulebook, after: Rulebook, kind: Kind) -> list[Change]:
    steps = [pathways.STEPS[step] for step in pathways.taken_at(PLACES[kind])]
    was, now = (dict(book.said(steps, pathways.OPTIONAL)) for book in (before, after))
    return [
        Change(label, was.get(label, ""), now.get(label, ""))
        for label in {**was, **now}
        if was.get(label) != now.get(label)
    ]
