"""Conditions, limits and kinds of the catalogue in words, for people who read clauses."""

from collections.abc import Iterator, Mapping

from secondments import words
from secondments.catalogue import kinds
from secondments.catalogue.conditions import Condition, Test
from secondments.catalogue.kinds import Parameter
from secondments.catalogue.parameters import PARAMETERS

# Of each circumstance: where it holds, and where it does not.
CIRCUMSTANCES: Mapping[str, tuple[str, str]] = {
    "recharge": ("the Host repays the Employer", "the Host does not repay the Employer"),
    "direct_pay": ("the Host pays the person", "the Host does not pay the person"),
    "charged": ("there is a charge or a fee", "there is neither a charge nor a fee"),
    "part_time": ("it is for part of the week", "it is for the whole week"),
    "trainee": ("the person is in training", "the person is not in training"),
    "credit": ("time counts towards training", "no time counts towards training"),
    "secondment": ("it is a secondment", "it is no secondment"),
    "advisory": ("it is an advisory appointment", "it is no advisory appointment"),
    "nda": ("it is a confidentiality agreement", "it is no confidentiality agreement"),
    "variation": ("it is a variation", "it is no variation"),
}
KIND_WORDS: Mapping[type[Parameter], str] = {
    kinds.Whole: "A count",
    kinds.Amount: "A number",
    kinds.Choice: "One of several",
    kinds.YesNo: "Yes or no",
    kinds.Text: "A text",
    kinds.Listed: "A list",
}
ANSWERS: Mapping[type[Parameter], tuple[str, str]] = {
    kinds.YesNo: ("yes", "no"),
    kinds.Text: ("filled in", "empty"),
    kinds.Listed: ("filled in", "empty"),
}
MORE_THAN_NOUGHT = ("more than nought", "nought")


def condition(of: Condition) -> str:
    """Only where the Host repays the Employer; nothing where it always applies."""
    return f"Only where {words.listed(map(_test, of.tests))}" if of.tests else ""


def _test(test: Test) -> str:
    if test.name in CIRCUMSTANCES:
        return CIRCUMSTANCES[test.name][test.negated]
    parameter = PARAMETERS[test.name]
    if isinstance(parameter, kinds.Choice):
        chosen = " or ".join(f"“{parameter.words[each]}”" for each in sorted(test.choices))
        return f"“{parameter.label}” is {'not ' if test.negated else ''}{chosen}"
    return f"“{parameter.label}” is {ANSWERS.get(type(parameter), MORE_THAN_NOUGHT)[test.negated]}"


def usual(parameter: Parameter) -> str:
    said = parameter.say(parameter.default)
    return f"{said[:1].upper()}{said[1:]}" if said else "Empty"


def bounds(parameter: Parameter) -> str:
    """What may be agreed at all."""
    if parameter.reach:
        return parameter.reach
    if isinstance(parameter, kinds.Choice):
        return "; ".join(parameter.words.values())
    if isinstance(parameter, kinds.Text):
        return f"At most {parameter.longest} characters"
    if isinstance(parameter, kinds.Listed):
        return f"At most {parameter.most} points of {parameter.longest} characters"
    return "Yes or no"


def outside(parameter: Parameter) -> str:
    """What a lawyer has to allow, where there is any of it."""
    return words.listed(_outside(parameter))


def _outside(parameter: Parameter) -> Iterator[str]:
    if isinstance(parameter, kinds.Whole | kinds.Amount):
        if parameter.policy_least is not None:
            yield f"less than {parameter.say(parameter.policy_least)}"
        if parameter.policy_most is not None:
            yield f"more than {parameter.say(parameter.policy_most)}"
    if isinstance(parameter, kinds.Choice):
        yield from (f"“{parameter.words[choice]}”" for choice in parameter.legal)
    if isinstance(parameter, kinds.YesNo) and parameter.legal is not None:
        yield f"“{parameter.say(parameter.legal)}”"
