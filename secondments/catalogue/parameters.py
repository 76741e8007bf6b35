"""The catalogue of parameters: what the clauses leave open, the usual position and its limits.

The data are in catalogue.toml, read once, strictly, into the kinds of kinds.py.
"""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from secondments.catalogue.kinds import Amount, Choice, Listed, Parameter, Text, Value, Whole, YesNo
from secondments.errors import InvalidInput, ProgrammingError

CATALOGUE = Path(__file__).with_name("catalogue.toml")
AMOUNTS = ("default", "least", "most", "policy_least", "policy_most")
KINDS: Mapping[str, type[Parameter]] = {
    "whole": Whole,
    "amount": Amount,
    "choice": Choice,
    "yes_no": YesNo,
    "text": Text,
    "listed": Listed,
}


def check(name: str, value: object) -> str | None:
    """None, or the sentence a person reads when the value will not do."""
    return PARAMETERS[name].check(value)


def say(name: str, value: Value) -> str:
    """The value as it stands in a sentence of the agreement."""
    return PARAMETERS[name].say(value)


def read(name: str, raw: Any) -> Value:
    """The value from its JSON form. Raises ProgrammingError if it could not have been agreed."""
    value: Value = PARAMETERS[name].read(raw)
    if sentence := check(name, value):
        raise ProgrammingError(f"{name} is {raw!r}: {sentence}")
    return value


def agreed(
    positions: Mapping[str, Any], *, direct_pay: bool = False, trainee: bool = False
) -> dict[str, Value]:
    """Every parameter: as agreed where that is said, else the usual position.

    Raises InvalidInput that names each value that will not do.
    """
    return usual(direct_pay=direct_pay, trainee=trainee) | said(positions)


def said(raw_values: Mapping[str, Any]) -> dict[str, Value]:
    """Values from what forms and the record hold: numbers, choices, text.

    Raises InvalidInput that names each value that will not do.
    """
    values = {name: PARAMETERS[name].read(raw) for name, raw in raw_values.items()}
    problems = {name: wrong for name, value in values.items() if (wrong := check(name, value))}
    if problems:
        name, sentence = next(iter(problems.items()))
        raise InvalidInput(f"{PARAMETERS[name].label}: {sentence}", fields=problems)
    return values


def usual(*, direct_pay: bool = False, trainee: bool = False) -> dict[str, Value]:
    """The usual position on every parameter for this kind of secondment."""
    values = dict(DEFAULTS)
    if direct_pay:
        values |= EXCEPTIONS["direct_pay"]
    if trainee:
        values |= EXCEPTIONS["trainee"]
    return values


def _parameter(name: str, entry: dict[str, Any]) -> Parameter:
    """One entry of the catalogue; what its kind does not know is refused by the constructor."""
    kind = KINDS[entry.pop("kind")]
    if kind is Amount:
        entry |= {key: Decimal(entry[key]) for key in AMOUNTS if key in entry}
    if kind is Choice:
        entry["legal"] = tuple(entry.get("legal", ()))
    if kind is Listed:
        entry["default"] = tuple(entry["default"])
    parameter = kind(name=name, **entry)
    if sentence := parameter.check(parameter.default):
        raise ProgrammingError(f"The usual {name} breaks its own rule: {sentence}")
    return parameter


DOCUMENT = tomllib.loads(CATALOGUE.read_text("utf-8"), parse_float=Decimal)
PARAMETERS: Mapping[str, Parameter] = MappingProxyType(
    {
        name: _parameter(name, {"clause": clause} | entry)
        for clause, entries in DOCUMENT["clauses"].items()
        for name, entry in entries.items()
    }
)
DEFAULTS: Mapping[str, Value] = MappingProxyType(
    {name: parameter.default for name, parameter in PARAMETERS.items()}
)
# Of the kinds of agreement that leave some of them out: those that are settled there.
OF_KIND: Mapping[str, frozenset[str]] = {
    kind: frozenset(PARAMETERS[name].name for name in names)
    for kind, names in DOCUMENT["of_kind"].items()
}
EXCEPTIONS: Mapping[str, Mapping[str, Value]] = {
    case: {name: read(name, raw) for name, raw in values.items()}
    for case, values in DOCUMENT["exceptions"].items()
}
