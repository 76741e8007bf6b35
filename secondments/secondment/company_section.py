"""The company of a proposal on its own pages: the one chosen, or the one that waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments.people import queries as people
from secondments.people.models import Role
from secondments.secondment.heading import path
from secondments.secondment.sections import sections_of

if TYPE_CHECKING:
    from secondments.secondment.forms import CompanyForm
    from secondments.secondment.models import Secondment
    from secondments.secondment.points import Shown

WAITS = {"company_waits"}  # the guard that is nobody's mistake
NOBODY_LEADS = (
    "{company} has named nobody who may lead this. Ask them, or the contracts office, to do so."
)


@dataclass(frozen=True)
class CompanyNow:
    """What the proposal says of its company, for templates/secondment/_company.html."""

    name: str
    about: str
    waits: bool
    lead: str
    find: str
    change: str
    remarks: Sequence[Shown] = ()


def name_of(s: Secondment) -> str:
    """Of the company chosen, or of the one that the applicant added; else nothing."""
    known = s.company or s.waiting_company
    return known.name if known else ""


def now(s: Secondment, remarks: Sequence[Shown] = ()) -> CompanyNow:
    added = s.waiting_company
    number = added.number if added else (s.company.company_number if s.company else None)
    address = added.address if added else (s.company.address if s.company else "")
    return CompanyNow(
        name=name_of(s),
        about=about(address, number),
        waits=added is not None,
        lead=f"{added.lead_name}, {added.lead_email}" if added else "",
        find=path(s, "proposal/company/find"),
        change=path(s, "proposal/company/add"),
        remarks=remarks,
    )


def onward(s: Secondment, code: str) -> str:
    """The next section; from the company first to where it is found, while it is not known."""
    if code == "company" and not name_of(s):
        return now(s).find
    codes = [*sections_of(s), ""]
    return path(s, f"proposal/{codes[codes.index(code) + 1]}".rstrip("/"))


def about(address: str, number: str | None) -> str:
    """Where it is and its number: all that is said of a company to those who look for one."""
    return ". ".join(filter(None, [address, f"Company number {number}" if number else ""]))


def offer_leads(s: Secondment, form: CompanyForm) -> None:
    """Whoever leads it works at the company, so there is nobody to choose before that is known."""
    if s.company is None:
        del form.company_lead_id
        return
    leads = people.holders(Role.HOST_MANAGER, s.company.id)
    form.company_lead_id.offer(leads)
    if not leads:
        form.company_lead_id.description = NOBODY_LEADS.format(company=s.company.name)
