"""What the company says before it agrees: to fill in for its people, to read for everyone else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import policy
from secondments.people import queries as people
from secondments.people.models import Role
from secondments.secondment.forms import CompanyAnswersForm
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.proposal_page import company_rows

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

NO_SIGNATORY = "Nobody is recorded as a signatory. Ask the contracts office to add them."


@dataclass(frozen=True)
class ToFillIn:
    heading: Heading
    form: CompanyAnswersForm
    href: str
    back: str
    costs: str
    place: str
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
    )


def _form(s: Secondment) -> CompanyAnswersForm:
    given, p = s.company_answers, s.proposal
    suggested = {} if given else {"host_manager_id": p.company_lead_id}
    form = CompanyAnswersForm(obj=given, revision=s.revision, **suggested)
    form.host_manager_id.offer(people.holders(Role.HOST_MANAGER, s.company_id))
    signatories = people.holders(Role.SIGNATORY, s.company_id)
    form.signatory_id.offer(signatories)
    if not signatories:
        form.signatory_id.description = NO_SIGNATORY
    return form
