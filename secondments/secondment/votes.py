"""Deciding on a proposal, step by step: support, return, decline."""

import uuid
from collections.abc import Mapping, Sequence

from secondments import clock, policy
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.people.models import Person
from secondments.secondment import appeals, conditions, letters, questions
from secondments.secondment.choices import Decision
from secondments.secondment.conditions import Asked
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import STEPS, Side, Step
from secondments.secondment.profiles import Evidence
from secondments.secondment.reading import reader_of
from secondments.secondment.requests import ReturnPoint
from secondments.secondment.rounds import Vote
from secondments.use_case import use_case

NO_EVIDENCE = "Give the reference and the date of {what}."
EVIDENCE_TOO_LATE = "The date of {what} has to be before the first day of work, and not to come."


@use_case("secondment.support")
def support(  # noqa: PLR0913 - what a decision says is one thing
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    message: str | None = None,
    asked: Sequence[Asked] = (),
    evidence: Evidence | None = None,
    once: uuid.UUID | None = None,
) -> None:
    """Support the revision seen, at the step that is this person's; the last one moves it on.

    `asked`: conditions that have to be met before the contract is issued (R6). Raises
    NotPossibleNow, Stale, InvalidInput without the evidence that a step needs.
    """
    vote = _vote(secondment, by, Decision.SUPPORT, None, message)
    _record_evidence(secondment, vote, evidence)
    conditions.tell_owners(secondment, conditions.set_with(secondment, vote, asked))
    _go_on(secondment, STEPS[vote.step].side)


def _go_on(secondment: Secondment, side: Side) -> None:
    if side is Side.HOME:
        LIFECYCLE.fire(secondment, "support")
        approve_when_ready(secondment)
    else:
        _agree_or_accept(secondment)


def _record_evidence(s: Secondment, vote: Vote, given: Evidence | None) -> None:
    """Prospective alone: what is dated after the first day of work approves nothing (S3)."""
    wanted = s.pathway.rule(vote.step).evidence
    if not wanted:
        return
    if given is None or not given.reference:
        raise InvalidInput(NO_EVIDENCE.format(what=wanted))
    starts_on = s.proposal.starts_on
    if given.on > clock.today(s.zone) or (starts_on and given.on >= starts_on):
        raise InvalidInput(EVIDENCE_TOO_LATE.format(what=wanted))
    vote.evidence, vote.evidence_on = given.reference, given.on


def approve_when_ready(s: Secondment) -> None:
    """Hand it to the company once every home step is done."""
    if LIFECYCLE.can(s, "approve"):
        is_news, s.company_told_at = s.company_told_at is None, s.company_told_at or clock.now()
        LIFECYCLE.fire(s, "approve")
        letters.approved(s)
        if is_news:
            conditions.tell_owners(s, conditions.addressed_to_the_company(s))


def _agree_or_accept(s: Secondment) -> None:
    if LIFECYCLE.why_not(s, "agree") and not s.open_steps:
        LIFECYCLE.fire(s, "agree")  # raises with everything that the company still owes
    LIFECYCLE.fire(s, "accept")
    if LIFECYCLE.fire_when_ready(s, "agree"):
        letters.agreed(s)


def _vote(
    s: Secondment, by: Person, decision: Decision, reason: str | None, message: str | None
) -> Vote:
    """Record a decision at the first open step that is this person's."""
    rule = next((r for r in s.open_rules if policy.can_take(by, s, r)), None)
    if rule is None:
        raise NotPossibleNow("No step of this waits for you now.")
    vote = Vote(
        step=rule.step,
        round=s.round,
        slot=_free_slot(s, rule.step),
        revision=s.revision,
        person_id=by.id,
        person=by,
        decision=decision,
        reason=reason,
        message=message,
        at=clock.now(),
    )
    s.votes.append(vote)
    return vote


def _free_slot(s: Secondment, step: Step) -> int:
    """The first place at a step that no vote has which stands or was given in this round."""
    given = [v for v in s.votes if v.step is step and (v.stands or v.round == s.round)]
    taken = {vote.slot for vote in given}
    return next(slot for slot in range(1, len(taken) + 2) if slot not in taken)


@use_case("secondment.return")
def send_back(  # noqa: PLR0913 - what a return says is one thing
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    reason: str,
    message: str,
    points: Mapping[str, str | None] | None = None,
    once: uuid.UUID | None = None,
) -> None:
    """Return it to the applicant for changes. Approvals stand until what they approved changes.

    `points`: the answers concerned, by their names, each with a comment or none.
    """
    step = None
    if secondment.open_steps:
        step = _vote(secondment, by, Decision.RETURN, reason, message).step
    _point_at(secondment, by, step, points or {})
    secondment.back_to_the_applicant(secondment.state)
    LIFECYCLE.fire(secondment, "return")
    letters.sent_back(secondment, by, reason, message)


def _point_at(
    s: Secondment, by: Person, step: Step | None, points: Mapping[str, str | None]
) -> None:
    """Only at what the person reads: a company does not know of the rest."""
    eyes = reader_of(by, s)
    known = {question.name for question in questions.asked_of(s) if eyes.reads(question)}
    if unknown := set(points) - known:
        raise InvalidInput(f"There is no question called {', '.join(sorted(unknown))}.")
    s.points.extend(
        ReturnPoint(
            version=s.sent[-1].version,
            question=name,
            step=step,
            person_id=by.id,
            person=by,
            comment=comment or None,
            at=clock.now(),
        )
        for name, comment in points.items()
    )


@use_case("secondment.decline")
def decline(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    reason: str,
    message: str,
    once: uuid.UUID | None = None,
) -> None:
    """Say no. The applicant is told why and how to appeal, which is possible once."""
    if secondment.open_steps:
        _vote(secondment, by, Decision.DECLINE, reason, message)
    secondment.void_agreement(reason, message)
    secondment.declined_from = appeals.place_of(secondment.state)
    secondment.declined_by_id = by.id
    LIFECYCLE.fire(secondment, "decline")
    letters.declined(secondment, by, reason, message)
