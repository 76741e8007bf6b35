"""The form of one section of a proposal, with what this case offers to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments.people import queries as people
from secondments.people.models import Role
from secondments.secondment import company_section
from secondments.secondment.forms import FORMS, CompanyForm
from secondments.secondment.kept_forms import KeptForm
from secondments.secondment.money_form import MoneyForm
from secondments.secondment.pathways import Step
from secondments.secondment.you_form import YouForm

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment


def form_of(s: Secondment, code: str) -> KeptForm:
    """The answers as they are kept, ready to be changed."""
    form = FORMS[code](obj=s.proposal, what=s.proposal.summary, revision=s.revision)
    form.fit(s)
    if isinstance(form, YouForm):
        for name, step in (("supervisor_id", Step.ES), ("line_manager_id", Step.LM)):
            if name in form:
                form[name].offer(_who_may_be_named(s, step))
    if isinstance(form, MoneyForm):
        form.offer(s.pathway_code)
    if isinstance(form, CompanyForm):
        company_section.offer_leads(s, form)
    return form


def _who_may_be_named(s: Secondment, step: Step) -> list[Person]:
    """Holders of the step's roles at its organisation, but for the applicant."""
    rule = s.pathway.rule(step)
    at = getattr(s, f"{rule.at}_id")
    found = [person for role in rule.roles for person in people.holders(Role(role), at)]
    return [person for person in dict.fromkeys(found) if person.id != s.applicant_id]
