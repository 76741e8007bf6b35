"""The pathways as shipped, version by version, read once from pathways.toml and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondments.errors import ProgrammingError
from secondments.secondment.profiles import Groups, Pathway, Side, Step, StepRule

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment
    from secondments.secondment.rulebook import Rules

__all__ = ["PATHWAYS", "STEPS", "Groups", "Pathway", "Side", "Step", "StepRule", "get", "newest"]

FILE = Path(__file__).with_name("pathways.toml")
# What may decide whether a case has a step: see only_if in the file.
HOLDS: Mapping[str, Callable[[Secondment], bool]] = {
    "credit": lambda s: bool(s.proposal.claim_credit),
    "college": lambda s: bool(s.proposal.claim_credit or s.proposal.unapproved_place),
    "university": lambda s: s.university_id is not None,
}
PLACES = {"employer", "training_body", "university", "paymaster", "company"}
CAPACITIES = {"employer", "university", "trust", "host", "secondee"}
SIGNING = {"employer", "university", "company", "applicant"}
GATES = {  # see gates.py
    *("signatures", "employer_notice", "credit", "visa"),
    *("indemnity", "dbs_oh", "nda", "funder_consent"),
}
UNIVERSITY = {"needed", "possible", "none"}
# Steps that organisations switch off, those that they switch on, and the days they give to some.
Adjustment = tuple[frozenset[Step], frozenset[Step], frozenset[tuple[Step, int]]]


@dataclass(frozen=True)
class Renewal:
    """What becomes of cases taken from one version of a pathway to another.

    The votes at the steps it `keeps` stand; those at any other step end with the move. A vote is
    never made to count at another step than the one it was given at.
    """

    source: tuple[str, int]
    target: tuple[str, int]
    keeps: frozenset[Step]


@dataclass(frozen=True)
class Shipped:
    """Everything the file holds."""

    steps: Mapping[Step, StepRule]
    pathways: Mapping[tuple[str, int], Pathway]
    renewals: tuple[Renewal, ...]


def read(toml: str) -> Shipped:
    """The pathways from their text. Raises ProgrammingError with everything that is wrong in it."""
    document = tomllib.loads(toml)
    steps = {Step(code): _rule(Step(code), given) for code, given in document["step"].items()}
    made = [_pathway(given, steps, document["questions"]) for given in document["pathway"]]
    pathways = {(p.code, p.version): p for p in made}
    if len(pathways) < len(made):
        raise ProgrammingError("Two pathways have the same code and version.")
    shipped = Shipped(steps, pathways, tuple(map(_renewal, document.get("move", ()))))
    if problems := [*_problems(shipped)]:
        raise ProgrammingError(" ".join(problems))
    return shipped


def _rule(step: Step, given: Mapping[str, Any]) -> StepRule:
    return StepRule(step=step, **{**given, "side": Side(given["side"])})


def _pathway(
    given: Mapping[str, Any],
    steps: Mapping[Step, StepRule],
    questions: Mapping[str, Sequence[str]],
) -> Pathway:
    said = dict(given)
    changes = {Step(code): change for code, change in said.pop("change", {}).items()}
    asks = set(said.pop("asks"))
    if unknown := asks - set(questions):
        raise ProgrammingError(f"There is no group of questions called {', '.join(unknown)}.")
    return Pathway(
        home=_groups(said.pop("home")),
        company=_groups(said.pop("company")),
        rules={step: _changed(rule, changes.get(step, {})) for step, rule in steps.items()},
        optional=frozenset(map(Step, said.pop("optional", ()))),
        only_if={Step(code): what for code, what in said.pop("only_if", {}).items()},
        unasked=frozenset(q for group in set(questions) - asks for q in questions[group]),
        gates=tuple(said.pop("gates")),
        **said,
    )


def _groups(given: Sequence[Sequence[str]]) -> Groups:
    return tuple(tuple(Step(code) for code in group) for group in given)


def _changed(rule: StepRule, change: Mapping[str, Any]) -> StepRule:
    return replace(rule, **{**change, "cover": tuple(change.get("cover", rule.cover))})


def _renewal(given: Mapping[str, Any]) -> Renewal:
    return Renewal(_key(given["from"]), _key(given["to"]), frozenset(map(Step, given["keeps"])))


def _key(text: str) -> tuple[str, int]:
    code, _, version = text.partition(":")
    return code, int(version)


def _problems(shipped: Shipped) -> Iterator[str]:
    if absent := [step for step in Step if step not in shipped.steps]:
        yield f"Nothing is said of {', '.join(absent)}."
    for rule in shipped.steps.values():
        if rule.at not in PLACES:
            yield f"{rule.step} is taken at {rule.at}, which is no organisation of a case."
    for pathway in shipped.pathways.values():
        yield from (f"{pathway.code}: {sentence}" for sentence in _faults(pathway))
    for renewal in shipped.renewals:
        yield from _faults_of_move(renewal, shipped.pathways)


def _faults_of_move(renewal: Renewal, known: Mapping[tuple[str, int], Pathway]) -> Iterator[str]:
    move = f"A move from {renewal.source} to {renewal.target}"
    if {renewal.source, renewal.target} - set(known):
        yield f"{move} names an unknown version."
        return
    for side in Side:
        had, has = known[renewal.source].steps(side), known[renewal.target].steps(side)
        if lost := renewal.keeps & set(had) - set(has):
            yield f"{move} keeps the votes at {', '.join(sorted(lost))}, which it does not have."


def _faults(pathway: Pathway) -> Iterator[str]:
    home, company = pathway.steps(Side.HOME), pathway.steps(Side.COMPANY)
    every = [*home, *company]
    if len(set(every)) < len(every):
        yield "a step is in it twice."
    for side, steps in ((Side.HOME, home), (Side.COMPANY, company)):
        if not steps or any(pathway.rules[step].side is not side for step in steps):
            yield f"a step of another side, or none, is on the {side} side."
    if {*pathway.optional, *pathway.only_if} - set(every):
        yield "a step that it does not have is optional or conditional."
    if set(pathway.only_if.values()) - set(HOLDS) or set(pathway.gates) - GATES:
        yield "a condition or a gate is unknown."
    if set(pathway.signs) - CAPACITIES or set(pathway.signs.values()) - SIGNING:
        yield "somebody signs who is no party."
    if pathway.university not in UNIVERSITY:
        yield "whether it has a university is not said."


SHIPPED = read(FILE.read_text("utf-8"))
STEPS, PATHWAYS, RENEWALS = SHIPPED.steps, SHIPPED.pathways, SHIPPED.renewals
# The questions whose answer names who decides at a step.
NAMED = {f"{rule.named}_id": rule for rule in STEPS.values() if rule.named}
OPTIONAL = frozenset(step for p in PATHWAYS.values() for step in p.optional)


def taken_at(places: Collection[str]) -> list[Step]:
    """The steps that some pathway has at one of these organisations of a case, in their order."""
    found = {
        step
        for pathway in every_newest()
        for side in Side
        for step in pathway.steps(side)
        if pathway.rule(step).at in places
    }
    return [step for step in Step if step in found]


def newest(code: str) -> Pathway:
    return max((p for p in PATHWAYS.values() if p.code == code), key=lambda p: p.version)


def every_newest() -> list[Pathway]:
    """The newest version of each pathway, in the order of the file."""
    return [newest(code) for code in dict.fromkeys(p.code for p in PATHWAYS.values())]


def get(code: str, version: int) -> Pathway:
    """Raises KeyError for a version the code lacks; start-up checks that no row has one."""
    return PATHWAYS[code, version]


def label_of(s: Secondment, step: Step) -> str:
    """What a step is called on this case's pathway."""
    return get(s.pathway_code, s.pathway_version).rule(step).label


def of(s: Secondment) -> Pathway:
    """The pathway as this case has it, by the rules of its organisations that it is under."""
    return having(s, get(s.pathway_code, s.pathway_version))


def having(s: Secondment, whole: Pathway) -> Pathway:
    """What this case would have on a pathway."""
    holds = frozenset(name for name in whole.conditions if HOLDS[name](s))
    return _applied(whole.code, whole.version, holds, _adjustment(whole, s.rules))


def under(pathway: Pathway, rules: Rules) -> Pathway:
    """The whole pathway as the organisations' rules have it."""
    off, on, days = _adjustment(pathway, rules)
    return pathway.adjusted(off, dict(days), on)


def _adjustment(pathway: Pathway, rules: Rules) -> Adjustment:
    """What each organisation says of the steps that are taken at it.

    One that its rules once switched off and that may not be any more is asked.
    """
    here = {step: pathway.rule(step) for side in Side for step in pathway.steps(side)}
    books = {step: rules.at(rule.at) for step, rule in here.items()}
    off = {step for step, book in books.items() if step in book.switched_off}
    return (
        frozenset(step for step in off if here[step].may_be_off),
        frozenset(step for step, book in books.items() if step in book.switched_on),
        frozenset((step, book.days[step]) for step, book in books.items() if step in book.days),
    )


@cache
def _applied(code: str, version: int, holds: frozenset[str], said: Adjustment) -> Pathway:
    off, on, days = said
    return get(code, version).adjusted(off, dict(days), on).applied(holds)


@cache
def asking(role: str) -> frozenset[str]:
    """The codes of the pathways on which holders of a role take a step."""
    return frozenset(
        p.code
        for p in PATHWAYS.values()
        for step in (*p.steps(Side.HOME), *p.steps(Side.COMPANY))
        if role in p.rule(step).roles
    )
