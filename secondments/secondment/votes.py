"""Deciding on a proposal, step by step: support, return, decline."""

import uuid

from secondments import clock, policy
from secondments.errors import NotPossibleNow
from secondments.people.models import Person
from secondments.secondment import letters
from secondments.secondment.choices import Decision
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.models import Secondment, Vote
from secondments.secondment.pathways import Side
from secondments.use_case import use_case


@use_case("secondment.support")
def support(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    message: str | None = None,
    once: uuid.UUID | None = None,
) -> None:
    """Support the revision seen, at the step that is this person's; the last one moves it on."""
    side = _vote(secondment, by, Decision.SUPPORT, None, message)
    if side is Side.HOME:
        LIFECYCLE.fire(secondment, "support")
        _approve_when_ready(secondment)
    else:
        _agree_or_accept(secondment)


def _approve_when_ready(s: Secondment) -> None:
    if LIFECYCLE.can(s, "approve"):
        s.company_told_at = s.company_told_at or clock.now()
        LIFECYCLE.fire(s, "approve")
        letters.approved(s)


def _agree_or_accept(s: Secondment) -> None:
    if LIFECYCLE.why_not(s, "agree") and not s.open_steps:
        LIFECYCLE.fire(s, "agree")  # raises with everything that the company still owes
    LIFECYCLE.fire(s, "accept")
    if LIFECYCLE.fire_when_ready(s, "agree"):
        letters.agreed(s)


def _vote(
    s: Secondment, by: Person, decision: Decision, reason: str | None, message: str | None
) -> Side:
    """Record a decision at the first open step that is this person's."""
    rule = next((r for r in s.open_rules if policy.can_take(by, s, r)), None)
    if rule is None:
        raise NotPossibleNow("No step of this waits for you now.")
    s.votes.append(
        Vote(
            step=rule.step,
            round=s.round,
            slot=1,
            revision=s.revision,
            person_id=by.id,
            person=by,
            decision=decision,
            reason=reason,
            message=message,
            at=clock.now(),
        )
    )
    return rule.side


@use_case("secondment.return")
def send_back(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    reason: str,
    message: str,
    once: uuid.UUID | None = None,
) -> None:
    """Return it to the applicant for changes. Every vote so far stops counting."""
    if secondment.open_steps:
        _vote(secondment, by, Decision.RETURN, reason, message)
    secondment.start_again(secondment.state)
    LIFECYCLE.fire(secondment, "return")
    letters.sent_back(secondment, by, reason, message)


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
    """Say no, for good. The applicant is told why and how to appeal."""
    if secondment.open_steps:
        _vote(secondment, by, Decision.DECLINE, reason, message)
    secondment.void_agreement(reason, message)
    LIFECYCLE.fire(secondment, "decline")
    letters.declined(secondment, by, reason, message)
