"""The company of a proposal: chosen, added when it is not listed, confirmed by the office."""

import uuid

from secondments import clock
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.people import company_queries, queries
from secondments.people import service as people
from secondments.people.models import Organisation, Person, Role
from secondments.people.names import known_as
from secondments.people.service import NewCompany
from secondments.secondment import drafts, letters
from secondments.secondment.company_models import AddedCompany
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.models import Secondment
from secondments.use_case import use_case

NOT_LISTED = "Choose one of the companies found, or add yours"
NO_WORDS = "Enter the name of the company as it is registered"
AT_HOME = (
    "Enter their address at the company: {domain} is where you or your employer have addresses"
)
ON_OUR_SIDE = (
    "Whoever has this address is on the applicant’s side, and cannot lead it for the company"
)
CONFIRMED_ALREADY = "{who} has confirmed this company already: it is {name}."
DROPPED = "{who} has chosen another company since. There is nothing to confirm."


@use_case("secondment.choose_company")
def choose(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    organisation_id: uuid.UUID,
    once: uuid.UUID | None = None,
) -> int:
    """Propose it to a company that is listed. One that was added and waits is dropped."""
    if company_queries.listed(organisation_id) is None:
        raise InvalidInput(NOT_LISTED, fields={"company": NOT_LISTED})
    if (added := secondment.waiting_company) is not None:
        added.settled_at, added.settled_by_id = clock.now(), by.id
    if organisation_id == secondment.company_id:
        return secondment.revision
    # Nobody leads it for a company where they do not work.
    return drafts.keep(secondment, {"company_id": organisation_id, "company_lead_id": None})


@use_case("secondment.add_company")
def add(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    company: NewCompany,
    once: uuid.UUID | None = None,
) -> int:
    """Propose it to a company that is not listed, or correct what was said of it.

    The contracts office is told once, when it begins to wait. Raises InvalidInput.
    """
    _check(secondment, company)
    drafts.keep(secondment, {"company_id": None, "company_lead_id": None})
    secondment.content_changed()
    waits_already = secondment.waiting_company is not None
    added = secondment.added_company or AddedCompany(id=uuid.uuid4(), secondment=secondment)
    _describe(added, company)
    if not waits_already:
        added.at, added.settled_at = clock.now(), None
        added.settled_by = added.organisation = None
        db.session.add(added)
        letters.company_added(added, _office(secondment))
    return secondment.revision


def _describe(added: AddedCompany, company: NewCompany) -> None:
    added.name, added.number, added.address = company.name, company.number, company.address
    added.sector, added.lead_name = company.sector, company.lead_name
    added.lead_email = company.lead_email


def _check(s: Secondment, company: NewCompany) -> None:
    """What is said of those that are listed, and of nothing else. Raises InvalidInput."""
    if not known_as(company.name):
        raise InvalidInput(NO_WORDS, fields={"name": NO_WORDS})
    known = company_queries.numbered(company.number) if company.number else None
    if known is not None:
        said = people.TAKEN_NUMBER.format(name=known.name)
        raise InvalidInput(said, fields={"number": said})
    domain = domain_of(company.lead_email)
    if domain in {domain_of(p.email) for p in (s.applicant, *_office(s))}:
        said = AT_HOME.format(domain=domain)
        raise InvalidInput(said, fields={"lead_email": said})


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _office(s: Secondment) -> list[Person]:
    """Who confirms it: the contracts offices, or where nobody holds the role an administrator."""
    office = [p for p in queries.offices(s.employer_id, s.university_id) if p.id != s.applicant_id]
    return office or list(queries.holders(Role.SYSTEM_ADMINISTRATOR, None))


@use_case("company.confirm")
def confirm(
    added: AddedCompany, *, by: Person, company: NewCompany, once: uuid.UUID | None = None
) -> None:
    """It is new: list it as `company` says, with its lead, who is invited. The applicant is told.

    No new revision: what the applicant is typing meanwhile stays. Raises InvalidInput.
    """
    _still_waits(added)
    s = added.secondment
    known = queries.by_email(company.lead_email)
    if known is not None and (known.id == s.applicant_id or known.organisation_ids & s.home_ids):
        raise InvalidInput(ON_OUR_SIDE, fields={"lead_email": ON_OUR_SIDE})
    made, lead = people.admit_company(company, by=by, ref=s.ref)
    _settle(added, by, made, lead)
    letters.company_confirmed(added)


@use_case("company.recognise")
def recognise(
    added: AddedCompany, *, by: Person, organisation_id: uuid.UUID, once: uuid.UUID | None = None
) -> None:
    """It is one that is listed: propose it to that one, led by who was named if they do so there.

    Raises InvalidInput.
    """
    _still_waits(added)
    company = company_queries.listed(organisation_id)
    if company is None:
        raise InvalidInput(NOT_LISTED, fields={"company": NOT_LISTED})
    known = queries.by_email(added.lead_email)
    leads = known is not None and known.holds(Role.HOST_MANAGER, company.id)
    _settle(added, by, company, known if leads else None)
    letters.company_recognised(added)


def _settle(added: AddedCompany, by: Person, company: Organisation, lead: Person | None) -> None:
    s = added.secondment
    s.company, s.proposal.company_lead = company, lead
    added.organisation, added.settled_by = company, by
    added.settled_at = clock.now()
    LIFECYCLE.fire(s, "confirm_company")


def _still_waits(added: AddedCompany) -> None:
    if (reason := why_settled(added)) is not None:
        raise NotPossibleNow(reason)


def why_settled(added: AddedCompany) -> str | None:
    """What became of it, where it no longer waits."""
    if added.settled_by is None:
        return None
    if added.organisation is None:
        return DROPPED.format(who=added.settled_by.name)
    return CONFIRMED_ALREADY.format(who=added.settled_by.name, name=added.organisation.name)
