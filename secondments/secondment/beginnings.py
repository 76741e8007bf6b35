"""What a draft begins with: what its applicant last said of themselves, or a copy of a proposal."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from secondments import clock, policy
from secondments.people.models import Person, Role
from secondments.secondment import drafts, pathways, queries, questions, starting
from secondments.secondment.beginning_models import Carried
from secondments.secondment.lifecycle import State
from secondments.secondment.models import Proposal, Secondment
from secondments.secondment.starting import CREDITED, UNCREDITED, Start
from secondments.use_case import use_case

# What is so of a person whatever they propose. A new question is asked anew until it is put here.
ABOUT_THE_PERSON = (
    *("phone", "contact_while_out", "profession", "career_stage"),
    *("regulator", "registration_number", "licence_held", "revalidation_on", "designated_body"),
    *("contract_type", "contract_notice_weeks"),
    "grade",
    "training_number",
    "programme_start",
    "wte_current",
    "cct_on",
    "last_arcp_outcome",
    "next_arcp_on",
    "nihr_award",
    "previous_oop_months",
    "supervisor_id",
    "line_manager_id",
)
# Of no use once they are past; and no longer true once the person has been away.
TO_COME = {"cct_on", "next_arcp_on", "revalidation_on"}
UNTIL_AWAY = {"previous_oop_months", "last_arcp_outcome"}
# Dates, and what somebody declares at a moment, are given anew for each proposal.
NOT_COPIED = {
    *("starts_on", "ends_on", "notice_given_on", "short_notice_reason", "alternative_start"),
    "return_on",
    *("discussed", "award_may_end", "tov_consent"),
    "company_id",  # of the secondment; copied by itself
}
AWAY = {State.ACTIVE, State.COMPLETED, State.ENDED_EARLY}


@use_case("secondment.copy")
def copy(
    secondment: Secondment, *, by: Person, source: Secondment, once: uuid.UUID | None = None
) -> str:
    """Keep a new draft with the answers of another proposal. Returns its reference.

    The other one is not touched: nobody who reads it learns of the copy. Raises NotAllowed.
    """
    policy.require(by, "secondment.copy", source)
    secondment.company_id = source.company_id
    drafts.keep_new(secondment, _copied(secondment, source))
    starting.follow_the_answers(secondment)
    return secondment.ref


def blank_like(source: Secondment, by: Person) -> Secondment:
    """A secondment that is not yet kept, on the newest version of the other's pathway.

    At the same organisations where the person still has a role. Raises NotAllowed.
    """
    code = UNCREDITED if source.pathway_code == CREDITED else source.pathway_code
    places = ("employer_id", "training_body_id", "university_id")
    here = {name: getattr(source, name) for name in places}
    kept = {name: at if at in by.organisation_ids else None for name, at in here.items()}
    return drafts.blank(by, Start(code, **kept))


def of_the_person(s: Secondment, by: Person) -> Carried:
    """What they said of themselves in their last proposal, else what is recorded of them."""
    last = queries.last_of(by)
    if last is None:
        titles = (m.title for m in by.memberships if m.is_live and m.title)
        title = next(titles, None)
        asked = {"grade": title} if title and s.pathway.asks("grade") else {}
        return Carried(asked, None, clock.today(s.zone))
    names = [n for n in ABOUT_THE_PERSON if not (last.state in AWAY and n in UNTIL_AWAY)]
    return Carried(_fitting(s, last.proposal, names), last, _day_of(last))


def _copied(s: Secondment, source: Secondment) -> Carried:
    names = [name for name in questions.PROPOSAL if name not in NOT_COPIED]
    return Carried(_fitting(s, source.proposal, names), source, _day_of(source), is_copy=True)


def _day_of(s: Secondment) -> date:
    return (s.sent_at or s.updated_at).astimezone(ZoneInfo(s.zone)).date()


def _fitting(s: Secondment, said: Proposal, names: Iterable[str]) -> dict[str, Any]:
    """The answers that this draft asks for and that can still be given."""
    asked = [name for name in names if s.pathway.asks(name)]
    given = {name: getattr(said, name) for name in asked}
    return {n: v for n, v in given.items() if not questions.is_blank(v) and _holds(s, said, n, v)}


def _holds(s: Secondment, said: Proposal, name: str, value: Any) -> bool:
    if name in TO_COME:
        return bool(value > clock.today(s.zone))
    rule = pathways.NAMED.get(name)
    if rule is None:
        return True
    person, at = getattr(said, name.removesuffix("_id")), getattr(s, f"{rule.at}_id")
    roles = pathways.get(s.pathway_code, s.pathway_version).rule(rule.step).roles
    is_there = person.left_at is None and any(person.holds(Role(role), at) for role in roles)
    return is_there and person.id != s.applicant_id
