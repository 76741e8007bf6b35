"""Acts of a worked case by whoever may take them on its pathway, with evidence if one asks it."""

from typing import Any

from secondments.agreements.terms import Capacity
from secondments.demo.cases import Act, Day, Stage, take_a_seat
from secondments.people import queries as people
from secondments.people.models import Person
from secondments.rulebooks import queries as rulebooks
from secondments.rulebooks import service as rules
from secondments.secondment import drafts, gate_people, gate_service, turns, votes
from secondments.secondment.bank_holidays import Nation
from secondments.secondment.gates import Asked, Gate
from secondments.secondment.models import Secondment
from secondments.secondment.profiles import Evidence, Step
from secondments.secondment.rulebook import Rulebook

FUNDER_SAID: Day = (2027, 4, 19)


def who_takes(s: Secondment, step: Step) -> Person:
    """The first who may take a step of the case today."""
    return turns.approvers(s, s.pathway.rule(step))[0]


def supports(step: Step, reference: str = "", dated_on: Day = (2027, 1, 1)) -> Act:
    """`reference`: of the letter that the step needs."""

    def act(stage: Stage) -> None:
        s, on = stage.s, stage.case.day(*dated_on)
        evidence = Evidence(reference, on) if reference else None
        votes.support(s, by=who_takes(s, step), revision=s.revision, evidence=evidence)

    return act


def returns(step: Step, *, reason: str, message: str) -> Act:
    def act(stage: Stage) -> None:
        s = stage.s
        by = who_takes(s, step)
        votes.send_back(s, by=by, revision=s.revision, reason=reason, message=message)

    return act


def moves_to(message: str, **answers: Any) -> Act:
    """The applicant changes some answers of what was returned, and sends it again."""

    def act(stage: Stage) -> None:
        s, by = stage.s, stage.cast.trainee
        drafts.save(s, by=by, revision=s.revision, answers=answers)
        drafts.send(s, by=by, revision=s.revision, message=message)

    return act


def signs_for(party: Capacity) -> Act:
    def act(stage: Stage) -> None:
        agreement = stage.s.agreement
        assert agreement is not None
        seat = next(seat for seat in agreement.signatories if seat.party == party)
        take_a_seat(seat, stage.password)

    return act


def confirms_the_funder(stage: Stage) -> None:
    """The research office, or the contracts office where no university is a party."""
    s, asked = stage.s, Asked(stage.s, Gate.FUNDER)
    by = next(p for who in asked.rule.confirms for p in gate_people.holders(s, who))
    shown = gate_service.Evidence(
        reference="Letter of the funder’s grants office", dated_on=stage.case.day(*FUNDER_SAID)
    )
    gate_service.confirm(asked, by=by, revision=s.revision, evidence=shown)


def gives_the_credit_up(part: str) -> Act:
    """One half of it: `trainee` or `dean`."""

    def act(stage: Stage) -> None:
        by = getattr(stage.cast, part)
        gate_service.give_up_credit(stage.s, by=by, revision=stage.s.revision)

    return act


def the_employer_is_in_scotland(stage: Stage) -> None:
    """Its contracts office says so, once. The law that governs follows from it."""
    employer = stage.s.employer
    if not rulebooks.versions(employer):
        office, book = people.offices(employer.id)[0], Rulebook(nation=Nation.SCOTLAND)
        rules.change(employer, by=office, seen=0, book=book)
