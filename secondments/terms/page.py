"""The costs of a case as each reader may see them: the charge for all, the salary for a few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import policy, words
from secondments.errors import Blocker, NotPossibleNow
from secondments.secondment.choices import (
    Arrangement,
    DeathInService,
    FeePaidTo,
    PensionScheme,
    PensionStatus,
)
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE, the_cost_is_to_be_seen
from secondments.secondment.reading import is_being_written
from secondments.terms import costs
from secondments.terms import sheet as figures
from secondments.terms.forms import SeenForm
from secondments.terms.sheet import Sheet

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

CHANGING = "The applicant is changing the proposal. The cost is worked out when it is sent again."
NOTHING_CHARGED = "We have seen that nothing is invoiced, and that we employ and pay ourselves"
PAUSED = "{scheme}: the membership is paused. A company is normally no employer in the scheme."
REPLACED = "{scheme}: the company’s own scheme takes its place for the time."
NO_SCHEME = "No occupational scheme is concerned."


@dataclass(frozen=True)
class CostsPage:
    heading: Heading
    payer: str
    payee: str
    sheet: Sheet | None
    why_none: str
    direct_pay: Sequence[tuple[str, str]]  # who pays what, where nothing is invoiced
    form: SeenForm | None  # for the company while it decides
    seen: str
    href: str
    charge_href: str  # where the employer says how it is charged; empty for others
    sees_salary: bool
    hides_rates: bool


def of(s: Secondment, *, reader: Person, form: SeenForm | None = None) -> CostsPage:
    """`form` is one that was sent and cannot be taken as it is."""
    top = heading(s, reader=reader, here="costs")
    hidden = is_being_written(s) and not top.reader.is_applicant
    sheet = None if hidden else costs.of(s)
    return CostsPage(
        heading=top,
        payer=top.facts.company or "The company",
        payee=_payee(s),
        sheet=figures.of(s, sheet, top.reader) if sheet else None,
        why_none=_why_none(s, hidden=hidden, is_applicant=top.reader.is_applicant),
        direct_pay=list(_direct_pay(s)) if sheet else [],
        form=form or (_form(s, reader) if sheet else None),
        seen=_seen(s),
        href=path(s, "costs"),
        charge_href=path(s, "costs/charge") if may_set_charge(s, reader) else "",
        sees_salary=top.reader.sees_pay,
        hides_rates=s.hides_rates,
    )


def may_set_charge(s: Secondment, reader: Person) -> bool:
    return policy.why_not(reader, "secondment.set_charge", s) is None and LIFECYCLE.can(
        s, "set_charge"
    )


def _payee(s: Secondment) -> str:
    private = s.proposal.fee_paid_to is FeePaidTo.PERSON
    if s.proposal.arrangement is Arrangement.ADVISORY and private:
        return s.applicant.name
    return s.employer.name


def _why_none(s: Secondment, *, hidden: bool, is_applicant: bool) -> str:
    if hidden:
        return CHANGING
    whose = "you have" if is_applicant else "the applicant has"
    return costs.why_none(s) or (
        f"The cost appears here when {whose} given dates, time, salary and rates."
    )


def _direct_pay(s: Secondment) -> Iterator[tuple[str, str]]:
    """Who pays what where the company employs the person (CL06, CL08, CL11)."""
    p = s.proposal
    if p.arrangement is not Arrangement.DIRECT_PAY:
        return
    company = s.company.name if s.company else "The company"
    yield "Salary", f"{company}, on its own payroll"
    yield "Employer’s National Insurance and levy", company
    yield "Pension", _pension(p.pension_scheme, p.pension_status)
    covers = {DeathInService.EMPLOYER: s.employer.name, DeathInService.HOST: company}
    yield "Cover for death in service", _covers(covers, p.death_in_service)
    kept = f"Service with {s.employer.name} is treated as continuous, and a place is kept"
    yield "Continuity", kept
    yield "VAT", "None"


def _pension(scheme: PensionScheme | None, status: PensionStatus | None) -> str:
    if scheme is None or scheme is PensionScheme.NONE:
        return NO_SCHEME
    sentence = REPLACED if status is PensionStatus.HOST_SCHEME else PAUSED
    return sentence.format(scheme=scheme.label)


def _covers(covers: dict[DeathInService, str], said: DeathInService | None) -> str:
    return covers.get(said, "Nobody") if said else "Not answered"


def _form(s: Secondment, reader: Person) -> SeenForm | None:
    """Nothing for whoever may not confirm the cost now."""
    if policy.why_not(reader, "secondment.see_costs", s) or _in_the_way(s):
        return None
    return form_of(s)


def _in_the_way(s: Secondment) -> list[Blocker]:
    known = the_cost_is_to_be_seen(s)
    return LIFECYCLE.why_not(s, "see_costs") or ([known] if known else [])


def form_of(s: Secondment) -> SeenForm:
    """The form for the cost as it is at this moment."""
    sheet = costs.of(s)
    form = SeenForm(revision=s.revision, total=str(sheet.total) if sheet else "")
    form.total_now = str(sheet.total) if sheet else ""
    if sheet:
        total, net = words.money(sheet.total), words.money(sheet.net)
        said = f"We have seen this cost: {total} including VAT, {net} before VAT"
        charged = s.proposal.arrangement is not Arrangement.DIRECT_PAY
        form.seen.label.text = said if charged else NOTHING_CHARGED
    return form


def to_confirm(s: Secondment, form: SeenForm, *, reader: Person) -> CostsPage:
    """The page for a form that could not be taken. Raises NotAllowed, NotPossibleNow."""
    policy.require(reader, "secondment.see_costs", s)
    if reasons := _in_the_way(s):
        raise NotPossibleNow(*reasons)
    return of(s, reader=reader, form=form)


def _seen(s: Secondment) -> str:
    given = s.company_answers
    if not given or given.cost_seen_at is None or given.cost_seen_total is None:
        return ""
    total = words.money(given.cost_seen_total)
    return f"{total} including VAT, confirmed on {words.moment(given.cost_seen_at)}"
