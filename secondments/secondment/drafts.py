"""Drafting and sending a proposal: what its applicant does."""

import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from secondments import clock
from secondments.errors import InvalidInput
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import (
    letters,
    material,
    pathways,
    points,
    questions,
    standing,
    starting,
)
from secondments.secondment.beginning_models import Beginning, Carried
from secondments.secondment.choices import arrangements_for
from secondments.secondment.declarations import declaration_of
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.models import Proposal, Secondment
from secondments.secondment.questions import answers_of
from secondments.secondment.rounds import Sent
from secondments.secondment.starting import USUAL, Start
from secondments.use_case import use_case

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
NOT_OFFERED = "Choose an arrangement that is offered to you"
CHARGE_RESTS_ON = ("arrangement", "starts_on", "ends_on", "fee_paid_to")


def blank(by: Person, start: Start = USUAL) -> Secondment:
    """A secondment that is not yet kept, for `begin`, at organisations of its applicant's.

    Raises NotAllowed when the person has no role at one that the pathway needs.
    """
    pathway, places = pathways.newest(start.pathway), starting.places(by, start)
    now, employer, training_body = clock.now(), places.employer, places.training_body
    return Secondment(
        id=uuid.uuid4(),
        ref=new_ref(),
        state=State.DRAFT,
        state_since=now,
        updated_at=now,
        revision=1,
        seq=0,
        round=1,
        warned=0,
        pathway_code=pathway.code,
        pathway_version=pathway.version,
        zone=employer.zone,
        applicant_id=by.id,
        employer_id=employer.id,
        training_body_id=training_body.id if training_body else None,
        university_id=places.university.id if places.university else None,
    )


def new_ref() -> str:
    """A random public reference, such as SEC-7K3M-Q2: 30 bits, never a counter."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"SEC-{body[:4]}-{body[4:]}"


@use_case("secondment.begin")
def begin(
    secondment: Secondment,
    *,
    by: Person,
    company_id: uuid.UUID | None = None,
    carried: Carried | None = None,
    once: uuid.UUID | None = None,
) -> str:
    """Keep a new draft, which only its applicant sees. Returns its reference."""
    secondment.company_id = company_id
    keep_new(secondment, carried)
    return secondment.ref


def keep_new(s: Secondment, carried: Carried | None) -> None:
    """For use inside a use case: the draft with the answers that it begins with."""
    db.session.add(s)
    s.proposal = Proposal(secondment_id=s.id, **(carried.answers if carried else {}))
    if carried is not None and carried.is_worth_saying:
        begun = Beginning(secondment=s, source=carried.source, said_on=carried.said_on)
        begun.is_copy, begun.carried = carried.is_copy, sorted(carried.answers)
        db.session.add(begun)


@use_case("secondment.save")
def save(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    answers: Mapping[str, Any],
    once: uuid.UUID | None = None,
) -> int:
    """Keep some answers of a draft or returned proposal; unchanged ones count for nothing.

    In a draft every change makes a new revision, so that two windows do not overwrite each other;
    once approvers have seen it only a material one does (R11).

    Returns the revision to carry on from. Raises NotPossibleNow, Stale, InvalidInput.
    """
    if unknown := set(answers) - set(questions.PROPOSAL):
        raise InvalidInput(f"There is no question called {', '.join(sorted(unknown))}.")
    return keep(secondment, answers)


def keep(secondment: Secondment, answers: Mapping[str, Any]) -> int:
    """For use inside a use case: what `save` does with answers it knows, and with the company."""
    chosen = answers.get("arrangement")
    if chosen is not None and chosen not in arrangements_for(secondment.pathway_code):
        raise InvalidInput(NOT_OFFERED, fields={"arrangement": NOT_OFFERED})
    before = answers_of(secondment)
    for name, value in answers.items():
        setattr(secondment if name == "company_id" else secondment.proposal, name, value)
    now = answers_of(secondment)
    changed = material.changed(before, now)
    if changed:
        starting.follow_the_answers(secondment)
    if material.reopened_by(changed) or (changed and secondment.state is State.DRAFT):
        secondment.content_changed()
    if any(now[name] != before[name] for name in CHARGE_RESTS_ON):
        # Both were set for what is no longer proposed.
        secondment.charge_months = secondment.vat_treatment = None
    if questions.plain(secondment.company_id) != before["company_id"]:
        _forget_company(secondment)
    LIFECYCLE.fire(secondment, "save")
    return secondment.revision


def _forget_company(s: Secondment) -> None:
    """Another company may not see it before it is asked, nor what the first one said."""
    s.company_told_at = None
    if s.company_answers is not None:
        db.session.delete(s.company_answers)


@use_case("secondment.send")
def send(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    message: str | None = None,
    once: uuid.UUID | None = None,
) -> None:
    """Send the proposal with its declarations to the first approvers, or again after a return.

    Approvals stand unless an answer that concerns them has changed; it goes to the first step
    that is open then (R1). Raises NotPossibleNow with everything that is missing, Stale.
    """
    again = secondment.state is State.RETURNED
    if again:
        standing.void(secondment, standing.reopened(secondment))
    secondment.pin_rules()
    secondment.sent_at = secondment.proposal.declared_at = clock.now()
    secondment.proposal.declaration = declaration_of(secondment)
    secondment.returned_from = None
    if again:
        _resend(secondment)
    else:
        LIFECYCLE.fire(secondment, "send")
    secondment.sent.append(
        Sent(
            version=len(secondment.sent) + 1,
            revision=secondment.revision,
            at=clock.now(),
            by_id=by.id,
            answers=answers_of(secondment),
        )
    )


def _resend(s: Secondment) -> None:
    """To the company where every home approval stands, else to the home side."""
    if not LIFECYCLE.fire_when_ready(s, "resend_to_company"):
        LIFECYCLE.fire(s, "resend")
    elif LIFECYCLE.fire_when_ready(s, "agree"):
        letters.agreed(s)


@use_case("secondment.answer_points")
def answer_points(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    answers: Mapping[str, str],
    once: uuid.UUID | None = None,
) -> None:
    """Say why an answer that was pointed at is left as it was; a blank takes it back."""
    raised = {point.question: point for point in points.of_the_return(secondment)}
    if unknown := set(answers) - set(raised):
        raise InvalidInput(f"Nobody pointed at {', '.join(sorted(unknown))}.")
    for name, said in answers.items():
        point = raised[name]
        if (said or None) != point.answer:
            point.answer, point.answered_at = said or None, clock.now() if said else None
    LIFECYCLE.fire(secondment, "answer_points")


@use_case("secondment.recall")
def recall(
    secondment: Secondment, *, by: Person, revision: int, once: uuid.UUID | None = None
) -> None:
    """Take it back to a draft while nobody has decided; those who were asked are told."""
    asked = [turn.person for turn in secondment.turns]
    LIFECYCLE.fire(secondment, "recall")
    letters.recalled(secondment, asked)
