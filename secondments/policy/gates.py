"""Who may settle a gate: the holders that the table of gates names, and never for oneself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from secondments.policy.covering import is_on_both_sides
from secondments.policy.parts import sees_the_training_record
from secondments.policy.standing import OFFICE, is_applicant, roles_at

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.gate_models import GateEntry
    from secondments.secondment.gates import Asked, Holder
    from secondments.secondment.models import Secondment

DEAN = "postgraduate_dean"


def _holds(person: Person, s: Secondment, holders: Iterable[Holder]) -> bool:
    if is_applicant(person, s) or is_on_both_sides(person, s):
        return False
    return any(held.role in roles_at(person, getattr(s, f"{held.at}_id")) for held in holders)


def may_confirm_gate(person: Person, asked: Asked) -> bool:
    return _holds(person, asked.secondment, asked.rule.confirms)


def may_override_gate(person: Person, asked: Asked) -> bool:
    return _holds(person, asked.secondment, asked.rule.overrides)


def is_the_dean(person: Person, s: Secondment) -> bool:
    """Never the applicant, nor anybody of the company."""
    there = DEAN in roles_at(person, s.training_body_id)
    return there and not (is_applicant(person, s) or is_on_both_sides(person, s))


def may_give_up_credit(person: Person, s: Secondment) -> bool:
    """The secondee and the postgraduate dean, each for their half (rule R10)."""
    return is_applicant(person, s) or is_the_dean(person, s)


def may_take_back_gate(person: Person, entry: GateEntry) -> bool:
    """Whoever recorded it; or, but for giving up credit, whoever might have."""
    if person.id == entry.by_id:
        return True
    rule = entry.asked.rule
    return not entry.part and _holds(person, entry.secondment, (*rule.confirms, *rule.overrides))


def sees_the_visa(person: Person, s: Secondment) -> bool:
    """The applicant, those who run training and the contracts office, who are on no other side."""
    is_office = OFFICE in person.roles_at(s.employer_id) and not is_on_both_sides(person, s)
    return is_office or sees_the_training_record(person, s)
