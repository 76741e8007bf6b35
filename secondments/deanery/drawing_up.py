"""One case as the facts that the deanery's forms need: as it was last sent, with the decisions."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from secondments import words
from secondments.deanery.facts import Decided, Facts
from secondments.documents.desk import desk
from secondments.secondment import queries, questions, turns
from secondments.secondment.choices import Decision
from secondments.secondment.heading import a_day
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Side
from secondments.secondment.questions import Audience
from secondments.secondment.rounds import Vote

# Whoever reads a form may read these; not pay, nor the outcome of a review.
PRINTED = {Audience.EVERYONE, Audience.HOME}
UNCREDITED = "trainee_uncredited"
DECIDED = {Decision.SUPPORT: "Supported", Decision.DECLINE: "Declined"}


def as_sent(s: Secondment) -> Facts:
    """As everyone on the home side reads it. Raises IndexError before it was ever sent."""
    newest = s.sent[-1]
    return _facts(s, newest.answers, newest.version, _day_of(s, newest.at))


def as_it_stands(s: Secondment) -> Facts:
    """As its applicant is writing it: what would be printed if it were sent now."""
    return _facts(s, questions.answers_of(s), len(s.sent) + 1, date.min)


def _facts(s: Secondment, answers: Mapping[str, Any], version: int, sent_on: date) -> Facts:
    answered = _answered(answers)
    decisions = dict(_decisions(s, answered))
    return Facts(
        reference=s.ref,
        version=version,
        sent_on=sent_on,
        owner=desk().owner,
        said={
            **answered,
            **_known(s, answers, answered),
            **_evidence(s),
            **{step: one.name for step, one in decisions.items()},
        },
        decisions=decisions,
        category=str(answers.get("oop_category") or ""),
        cct_on=a_day(answers.get("cct_on")),
        starts_on=a_day(answers.get("starts_on")),
        ends_on=a_day(answers.get("ends_on")),
        wte_after=_decimal(answers.get("wte_current")),
        claims_credit=answers.get("claim_credit"),
        credit_months=int(answers.get("credit_months") or 0) if answers.get("claim_credit") else 0,
        unapproved=answers.get("unapproved_place"),
    )


def _decimal(value: Any) -> Decimal | None:
    return None if questions.is_blank(value) else Decimal(str(value))


def _answered(answers: Mapping[str, Any]) -> dict[str, str]:
    """Every answer in words, by the name of its question."""
    asked = {n: q for n, q in questions.PROPOSAL.items() if q.audience in PRINTED}
    given = {name: answers.get(name) for name in asked}
    if not answers.get("claim_credit"):
        given.pop("credit_months", None)
    names = queries.names(questions.ids_in(given))
    said = {name: questions.said(asked[name], value, names) for name, value in given.items()}
    return said | ({"credit_months": "None"} if answers.get("claim_credit") is False else {})


def _known(s: Secondment, answers: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, str]:
    """What the record knows of people and places without a question, under names of its own."""
    company = s.company if questions.plain(s.company_id) == answers.get("company_id") else None
    lead = s.proposal.company_lead
    is_the_lead = lead is not None and str(lead.id) == answers.get("company_lead_id")
    place = [said["company_id"], said["site"], company.address if company else ""]
    return {
        "trainee": s.applicant.name,
        "email": s.applicant.email,
        "training_body": s.training_body.name if s.training_body else "",
        "employer": "\n".join(filter(None, [s.employer.name, s.employer.address])),
        "location": "\n".join(filter(None, place)),
        "timetable": said["weekly_pattern"],
        "company_lead_email": lead.email if lead and is_the_lead else "",
        "counts": "No" if s.pathway_code == UNCREDITED else "",
    }


def _evidence(s: Secondment) -> dict[str, str]:
    """The letters that some steps are decided on: reference and day."""
    found = {}
    for vote in s.standing_votes:
        if vote.evidence and vote.evidence_on:
            found[f"{vote.step} evidence"] = f"{vote.evidence}, {words.day(vote.evidence_on)}"
    return found


def _decisions(s: Secondment, said: Mapping[str, str]) -> Iterator[tuple[str, Decided]]:
    """By step of the home side: who decided, else the one person who may."""
    votes = {vote.step: vote for vote in s.standing_votes if vote.decision in DECIDED}
    for step in s.pathway.steps(Side.HOME):
        rule = s.pathway.rule(step)
        if step in votes:
            yield str(step), Decided(votes[step].by_name, _decided(s, votes[step]))
        elif rule.named:
            yield str(step), Decided(said.get(f"{rule.named}_id", ""))
        elif len(may := turns.approvers(s, rule)) == 1:
            yield str(step), Decided(may[0].name)


def _decided(s: Secondment, vote: Vote) -> str:
    return f"{DECIDED[vote.decision]} on {words.day(_day_of(s, vote.at))}"


def _day_of(s: Secondment, at: datetime) -> date:
    return at.astimezone(ZoneInfo(s.zone)).date()
