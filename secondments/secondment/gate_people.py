"""Who is concerned by gates that are missing: who has to settle them, and who waits for it."""

from collections.abc import Iterator

from secondments.people import queries as people
from secondments.people.models import Person, Role
from secondments.secondment import gate_rules
from secondments.secondment.gate_rules import Found
from secondments.secondment.gates import OFFICE, Gate, Holder
from secondments.secondment.models import Secondment

# What the secondee has a hand in: evidence to bring, credit to give up.
WITH_THE_SECONDEE = frozenset({Gate.CREDIT, Gate.VISA})


def holders(s: Secondment, held: Holder) -> list[Person]:
    at = getattr(s, f"{held.at}_id")
    found = people.holders(Role(held.role), at, with_roles=True) if at else []
    return [person for person in found if person.id != s.applicant_id]


def settling(s: Secondment, found: Found) -> Iterator[Person]:
    """Everyone who may settle a gate; for signatures those who have not signed."""
    if found.gate is Gate.SIGNATURES:
        yield from (seat.person for seat in s.asked_to_sign)
    for held in dict.fromkeys((*found.rule.confirms, *found.rule.overrides)):
        yield from holders(s, held)
    if found.gate in WITH_THE_SECONDEE:
        yield s.applicant


def of(s: Secondment) -> list[Person]:
    """Whom to write to, each once: those, the secondee and the contracts office."""
    every = [person for found in gate_rules.left(s) for person in settling(s, found)]
    told = [*every, s.applicant, *holders(s, OFFICE)]
    return list({person.id: person for person in told}.values())
