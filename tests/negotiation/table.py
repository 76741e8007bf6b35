"""Acts at the table, as the people of case T1: the office for home, the lead for the company."""

from typing import Any

from secondments.catalogue.parameters import PARAMETERS
from secondments.negotiation import service
from secondments.negotiation.service import Offer
from secondments.secondment.models import Secondment


def says(s: Secondment, by: Any, name: str, value: Any, **more: Any) -> Secondment:
    """Somebody offers a value, having seen everything."""
    seen = more.pop("seen", s.table.terms[name].seen)
    meant = PARAMETERS[name].read(value)
    service.move(s, by=by, offer=Offer(parameter=name, value=meant, seen=seen, **more))
    return s


def all_usual(s: Secondment, *people: Any) -> Secondment:
    """Each of these accepts for their side whatever is on the table, or else what is usual."""
    for person in people:
        seen, values = len(s.term_moves), s.table.parameters
        service.accept_many(s, by=person, values=values, seen=seen)
    return s
