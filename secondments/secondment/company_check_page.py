"""A company that was added, as the contracts office confirms or recognises it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import policy, words
from secondments.errors import NotPossibleNow
from secondments.people import company_queries
from secondments.people.roles import SECTOR_WORDS
from secondments.secondment import added_queries, companies
from secondments.secondment.company_find_page import searched
from secondments.secondment.company_forms import ConfirmCompany, from_added
from secondments.secondment.lifecycle import LIFECYCLE

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.company_models import AddedCompany

CONFIRMED = "{name} is listed now. {lead} is sent a letter, and {applicant} is told."
RECOGNISED = "Recorded as one that is listed. {applicant} is told."


@dataclass(frozen=True)
class CheckPage:
    added: AddedCompany
    rows: Sequence[tuple[str, str]]
    typed: str
    form: ConfirmCompany
    href: str


def of(added_id: uuid.UUID, typed: str, *, reader: Person) -> CheckPage:
    """Raises NotFound, NotPossibleNow."""
    added = added_queries.added(added_id, reader=reader)
    policy.require(reader, "company.confirm", added)
    form = ConfirmCompany(**from_added(added))
    if not form.is_submitted():  # a form sent twice gets its first answer
        _require(added)
    typed = searched(typed)
    likely = company_queries.alike(added.name, added.number or "")
    form.offer(dict.fromkeys((*likely, *company_queries.search(typed))))
    return CheckPage(added, list(_rows(added)), typed, form, f"/companies/{added.id}")


def _require(added: AddedCompany) -> None:
    if (settled := companies.why_settled(added)) is not None:
        raise NotPossibleNow(settled)
    LIFECYCLE.require(added.secondment, "confirm_company")


def done(page: CheckPage, *, by: Person) -> None:
    """Give the office's answer. Raises InvalidInput, NotPossibleNow."""
    form, added = page.form, page.added
    if (known := form.recognised) is not None:
        companies.recognise(added, by=by, organisation_id=known, once=form.once.data)
    else:
        companies.confirm(added, by=by, company=form.described(), once=form.once.data)


def said(page: CheckPage) -> str:
    """What was done, for the message after it."""
    applicant = page.added.secondment.applicant.name
    if page.form.recognised is not None:
        return RECOGNISED.format(applicant=applicant)
    name, lead = page.form.name.data, page.form.lead_name.data
    return CONFIRMED.format(name=name, lead=lead, applicant=applicant)


def _rows(added: AddedCompany) -> Sequence[tuple[str, str]]:
    s = added.secondment
    return (
        ("Added by", f"{s.applicant.name}, {s.employer.name}, on {words.day(added.at)}"),
        ("Name", added.name),
        ("Company number", added.number or "Not given"),
        ("Address", added.address),
        ("Sector", SECTOR_WORDS[added.sector]),
        ("Leads it there", f"{added.lead_name}, {added.lead_email}"),
    )
