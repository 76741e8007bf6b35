"""Finding the company of a proposal among those listed, and adding one that is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from secondments import policy
from secondments.access import throttles
from secondments.access.throttles import Limit
from secondments.people import company_queries
from secondments.people.company_queries import MOST_FOUND
from secondments.people.names import number_in
from secondments.secondment import companies, company_section
from secondments.secondment.company_forms import AddCompany, ChooseCompany, from_added, offered
from secondments.secondment.company_section import CompanyNow
from secondments.secondment.heading import path
from secondments.secondment.lifecycle import LIFECYCLE

if TYPE_CHECKING:
    from secondments.people.models import Organisation, Person
    from secondments.secondment.models import Secondment

LONGEST_SEARCH = 100
SEARCHES = Limit("company-search", 60, timedelta(minutes=5))
ADDITIONS = Limit("company-added", 30, timedelta(days=1))


@dataclass(frozen=True)
class FindPage:
    """The search, what it found, and what the proposal says now."""

    ref: str
    typed: str
    found: Sequence[Organisation]
    there_are_more: bool
    form: ChooseCompany
    now: CompanyNow
    href: str
    add: str
    back: str


@dataclass(frozen=True)
class AddPage:
    ref: str
    form: AddCompany
    is_correction: bool
    href: str
    back: str


def searched(typed: str) -> str:
    """A search as it can be shown again: in one line, without what cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in typed).split())[:LONGEST_SEARCH]


def find(s: Secondment, typed: str, *, reader: Person) -> FindPage:
    """Raises NotAllowed, NotPossibleNow, TooMany."""
    _require(s, reader, "secondment.choose_company")
    typed = searched(typed)
    if typed:
        throttles.take(SEARCHES, str(reader.id))
    found = company_queries.search(typed)
    form = ChooseCompany(revision=s.revision)
    form.company.options = offered(found[:MOST_FOUND])
    return FindPage(
        ref=s.ref,
        typed=typed,
        found=found[:MOST_FOUND],
        there_are_more=len(found) > MOST_FOUND,
        form=form,
        now=company_section.now(s),
        href=path(s, "proposal/company/find"),
        add=path(s, "proposal/company/add"),
        back=path(s, "proposal"),
    )


def add(s: Secondment, typed: str, *, reader: Person) -> AddPage:
    """Raises NotAllowed, NotPossibleNow."""
    _require(s, reader, "secondment.add_company")
    waiting = s.waiting_company
    said = from_added(waiting) if waiting else {"name": searched(typed)}
    form = AddCompany(revision=s.revision, **said)
    name, number = form.name.data if form.is_submitted() else "", form.number.data or ""
    form.ask_whether(company_queries.alike(name, number_in(number)) if name else ())
    return AddPage(
        ref=s.ref,
        form=form,
        is_correction=waiting is not None,
        href=path(s, "proposal/company/add"),
        back=path(s, "proposal/company/find"),
    )


def chosen(s: Secondment, form: ChooseCompany, *, by: Person) -> None:
    """Keep the choice. Raises InvalidInput, Stale."""
    key, seen = form.once.data, form.revision.data
    companies.choose(s, by=by, revision=seen, organisation_id=form.chosen, once=key)


def added(s: Secondment, form: AddCompany, *, by: Person) -> None:
    """Keep what was added, or the company that it was recognised as. Raises InvalidInput, Stale."""
    key, seen = form.once.data, form.revision.data
    if form.recognised is not None:
        companies.choose(s, by=by, revision=seen, organisation_id=form.recognised, once=key)
        return
    throttles.take(ADDITIONS, str(by.id))
    companies.add(s, by=by, revision=seen, company=form.described(), once=key)


def _require(s: Secondment, reader: Person, action: str) -> None:
    policy.require(reader, action, s)
    LIFECYCLE.require(s, "save")
