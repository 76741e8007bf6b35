"""What the company says before it agrees: to fill in for its people, to read for everyone else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import policy
from secondments.people import queries as people
from secondments.people.models import Role
from secondments.secondment.company_answers_form import CompanyAnswersForm
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.proposal_page import company_rows

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

AUTHORITY = "{name} may sign for up to {most}. The contract is not issued above that."
NO_AUTHORITY = "{name} has no authority to sign on record. Ask the contracts office to add it."
NO_SIGNATORY = "Nobody is recorded as a signatory. Ask the contracts office to add them."


@dataclass(frozen=True)
class ToFillIn:
    heading: Heading
    form: CompanyAnswersForm
    href: str
    back: str
    costs: str
    place: str
    company: str
    company_about: str
    terms: str
    terms_left: str
    authority: str  # up to which sum the chosen signatory may sign
    template: str = "secondment/company_form.html"


@dataclass(frozen=True)
class ToRead:
    heading: Heading
    rows: Sequence[tuple[str, str]]
    was_asked: bool
    template: str = "secondment/company.html"


def of(s: Secondment, *, reader: Person) -> ToFillIn | ToRead:
    if policy.why_not(reader, "secondment.answer", s) is None and LIFECYCLE.can(s, "answer"):
        return to_fill_in(s, reader=reader)
    top = heading(s, reader=reader, here="company")
    return ToRead(top, company_rows(s, top), was_asked=s.company_told_at is not None)


def to_fill_in(s: Secondment, *, reader: Person) -> ToFillIn:
    """Raises NotAllowed, NotPossibleNow."""
    policy.require(reader, "secondment.answer", s)
    LIFECYCLE.require(s, "answer")
    return ToFillIn(
        heading=heading(s, reader=reader, here="company"),
        form=_form(s),
        href=path(s, "company"),
        back=path(s),
        costs=path(s, "costs"),
        place=s.proposal.site or "not said yet",
        company=s.company.name if s.company else "",
        company_about=_about(s),
        terms=path(s, "terms"),
        terms_left=_terms_left(s),
        authority=_authority(s),
    )


def _about(s: Secondment) -> str:
    company = s.company
    if company is None:
        return ""
    number = f"Company number {company.company_number}" if company.company_number else ""
    return ", ".join(filter(None, [number, company.address.replace("\n", ", ")]))


def _terms_left(s: Secondment) -> str:
    table = s.table
    if not table.open:
        return f"All {len(table.negotiated)} are agreed."
    return f"{len(table.agreed)} of {len(table.negotiated)} are agreed."


def _authority(s: Secondment) -> str:
    """What the chosen signatory may commit the company to."""
    chosen = s.company_answers.signatory if s.company_answers else None
    if chosen is None:
        return ""
    held = (m for m in chosen.memberships if m.organisation_id == s.company_id and m.is_live)
    sums = [m.authority_pounds for m in held if m.authority_pounds is not None]
    if not sums:
        return NO_AUTHORITY.format(name=chosen.name)
    return AUTHORITY.format(name=chosen.name, most=f"£{max(sums):,.0f}")


def _form(s: Secondment) -> CompanyAnswersForm:
    given, p = s.company_answers, s.proposal
    suggested = {} if given else {"host_manager_id": p.company_lead_id}
    form = CompanyAnswersForm(obj=given, revision=s.revision, **suggested)
    managers = people.holders(Role.HOST_MANAGER, s.company_id)
    form.host_manager_id.offer(managers)
    form.deputy_id.offer(managers)
    signatories = people.holders(Role.SIGNATORY, s.company_id)
    form.signatory_id.offer(signatories)
    if not signatories:
        form.signatory_id.description = NO_SIGNATORY
    return form
