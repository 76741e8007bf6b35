"""A case on any pathway, brought on by the real use cases as whoever may act."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from secondments.demo import cases, world
from secondments.demo.answers import T1, usual_on
from secondments.demo.cases import Stage
from secondments.people import queries as people
from secondments.people.models import Kind, Role
from secondments.secondment import drafts, pathways, turns, votes
from secondments.secondment.choices import Arrangement, OutOfProgramme
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Pathway, Side
from secondments.secondment.profiles import Evidence
from secondments.secondment.starting import Start
from secondments.secondment.your_choices import KnownOrNot
from tests.builders import PASSWORD

TODAY = datetime(2027, 1, 18, 9, tzinfo=UTC)
LETTER = Evidence("JRCPTB-2027-118", date(2026, 12, 7))
CREDIT = {
    "oop_category": OutOfProgramme.OOPR,
    "claim_credit": True,
    "credit_months": 6,
    "college": "Royal College of Physicians",
    "site_gmc_approved": KnownOrNot.YES,
}
SPLIT = {"share": Decimal("0.2"), "weekly_pattern": "Monday", "arrangement": Arrangement.PART_TIME}


@dataclass(frozen=True)
class Kindred:
    """Who begins a case of this kind, on which pathway, with what answers."""

    applicant: str
    pathway: str
    answers: dict[str, Any] = field(default_factory=dict)
    with_university: bool = False


EVERY = {
    "trainee_uncredited": Kindred("Dr Priya Nandakumar", "trainee_uncredited"),
    "trainee_credited": Kindred("Dr Priya Nandakumar", "trainee_uncredited", CREDIT),
    "trainee_scotland": Kindred("Dr Ewan Baird", "trainee_scotland"),
    "trainee_scotland, credit": Kindred("Dr Ewan Baird", "trainee_scotland", CREDIT),
    "public_health": Kindred("Dr Leila Haddad", "public_health", {"unapproved_place": False}),
    "public_health, abroad": Kindred(
        "Dr Leila Haddad", "public_health", {"unapproved_place": True}
    ),
    "dental_trainee": Kindred("Dr Jonas Weiss", "dental_trainee", {"unapproved_place": False}),
    "dental_trainee, credit": Kindred(
        "Dr Jonas Weiss", "dental_trainee", CREDIT | {"unapproved_place": False}
    ),
    "nmahp": Kindred("Maeve Conlon", "nmahp", SPLIT),
    "nmahp, university": Kindred("Professor Edwin Hale", "nmahp", SPLIT, with_university=True),
    "pharmacist": Kindred("Maeve Conlon", "pharmacist", SPLIT),
    "clinical_academic_senior": Kindred("Professor Edwin Hale", "clinical_academic_senior", SPLIT),
    "senior_advisory": Kindred("Professor Edwin Hale", "senior_advisory", SPLIT),
    "data_scientist": Kindred("Dr Anika Sorensen", "data_scientist"),
}


def a_draft_of(kind: Kindred, **changed: Any) -> Secondment:
    cast = world.cast(kind.applicant)
    university = people.organisations(Kind.UNIVERSITY)[0].id if kind.with_university else None
    s = drafts.blank(cast.trainee, Start(kind.pathway, university_id=university))
    drafts.begin(s, by=cast.trainee, company_id=cast.company.id)
    every = {
        **T1,
        **usual_on(kind.pathway),
        "company_id": cast.company.id,
        "company_lead_id": cast.lead.id,
        "supervisor_id": cast.supervisor.id,
        "return_on": T1["ends_on"] + timedelta(days=1),
        "line_manager_id": _line_manager(s),
        "job_plan": "Two sessions a week are given up, and a colleague takes the clinic.",
        **kind.answers,
        **changed,
    }
    asked = {name: answer for name, answer in every.items() if s.pathway.asks(name)}
    drafts.save(s, by=cast.trainee, revision=s.revision, answers=asked)
    return s


def _line_manager(s: Secondment) -> Any:
    rule = s.pathway.rule(pathways.Step.LM)
    found = people.holders(Role.LINE_MANAGER, getattr(s, f"{rule.at}_id"))
    return found[0].id if found else None


def sent(s: Secondment) -> Secondment:
    drafts.send(s, by=s.applicant, revision=s.revision)
    return s


def shipped_with(monkeypatch: pytest.MonkeyPatch, pathway: Pathway) -> None:
    """One more version for this test, and nothing remembered of what others called that version."""
    monkeypatch.setitem(pathways.PATHWAYS, (pathway.code, pathway.version), pathway)
    monkeypatch.setattr(pathways, "_applied", cache(pathways._applied.__wrapped__))


def one_supports(s: Secondment, place: int = 0) -> None:
    """Whoever may take one of the open steps supports it, with evidence where it is needed."""
    assert s.open_rules, (
        s.state,
        s.votes
        and [
            (str(v.step), str(v.decision), v.round, v.voided_at is None, s.round) for v in s.votes
        ],
    )
    rule = s.open_rules[place % len(s.open_rules)]
    person = turns.approvers(s, rule)[0]
    evidence = LETTER if rule.evidence else None
    votes.support(s, by=person, revision=s.revision, evidence=evidence)


def home_supports(s: Secondment) -> Secondment:
    while s.open_rules and s.open_rules[0].side is Side.HOME:
        one_supports(s)
    return s


def company_agrees(s: Secondment) -> Secondment:
    cases.answer(Stage(world.cast(s.applicant.name), s, PASSWORD))
    while s.open_rules:
        one_supports(s)
    return s
