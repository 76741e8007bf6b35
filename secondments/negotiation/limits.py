"""Inside or outside policy: what an organisation has set, else what usually needs a lawyer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from secondments.catalogue.kinds import Amount, Choice, Parameter, Value, Whole, YesNo
from secondments.catalogue.positions import HOME
from secondments.secondment.bargain import as_json

if TYPE_CHECKING:
    from secondments.negotiation.models import PolicyLimit

Limits = Mapping[str, "PolicyLimit"]  # by the names of parameters


def allows(limit: PolicyLimit, value: Value) -> bool:
    """Whether what an organisation has set allows this value."""
    if limit.allowed is not None:
        return as_json(value) in limit.allowed
    number = Decimal(str(value))
    above = limit.least is None or number >= limit.least
    return above and (limit.most is None or number <= limit.most)


def needs_legal(parameter: Parameter, value: Value, limits: Limits, side: str) -> bool:
    """Whether this side’s legal has to say yes to it.

    Where an organisation on the home side has set nothing, the catalogue says what needs a lawyer;
    a company that has set nothing decides as it likes.
    """
    own = limits.get(parameter.name)
    if own is not None:
        return not allows(own, value)
    return side == HOME and parameter.needs_legal(value)


def nearest(limit: PolicyLimit, parameter: Parameter, usual: Value) -> Value | None:
    """The usual position as far as the limit allows it; None where nothing in it would do."""
    if allows(limit, usual):
        return usual
    if limit.allowed is not None:
        return _first_allowed(parameter, limit.allowed)
    number = Decimal(str(usual))
    edge = limit.least if limit.least is not None and number < limit.least else limit.most
    value: Any = parameter.read(edge) if isinstance(usual, Decimal) else int(edge or 0)
    return value if parameter.check(value) is None else None


def _first_allowed(parameter: Parameter, allowed: Sequence[Any]) -> Value | None:
    found = (parameter.read(raw) for raw in allowed)
    return next((value for value in found if parameter.check(value) is None), None)


def in_words(parameter: Parameter, limit: PolicyLimit | None) -> str:
    """4 to 13 weeks; one of these; or nothing."""
    if limit is None:
        return ""
    if limit.allowed is not None:
        return " or ".join(parameter.say(parameter.read(raw)) for raw in limit.allowed)
    read = parameter.read if not _is_whole(limit) else lambda number: int(number)
    least = parameter.say(read(limit.least)) if limit.least is not None else ""
    most = parameter.say(read(limit.most)) if limit.most is not None else ""
    if least and most:
        return f"{least} to {most}"
    return f"at least {least}" if least else f"at most {most}"


def _is_whole(limit: PolicyLimit) -> bool:
    ends = [end for end in (limit.least, limit.most) if end is not None]
    return all(end == int(end) for end in ends)


def can_be_limited(parameter: Parameter) -> bool:
    """Numbers, choices and yes or no; a policy says nothing about free text."""
    return parameter.negotiable and isinstance(parameter, Choice | YesNo | Whole | Amount)
