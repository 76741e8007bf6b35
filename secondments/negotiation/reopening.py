"""Whose approval a settled term reopens (R1): by its clause, what each step weighed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from secondments.catalogue.parameters import PARAMETERS
from secondments.catalogue.positions import Table, Term
from secondments.secondment import material
from secondments.secondment.pathways import Step

if TYPE_CHECKING:
    from secondments.catalogue.kinds import Value
    from secondments.secondment.models import Secondment

Steps = frozenset[Step]

NOBODY: Steps = frozenset()
POST = frozenset(
    {Step.LM, Step.CD, Step.HOD, Step.EMP}
)  # who lets somebody go, and takes them back
TRAINING = frozenset({Step.TPD, Step.PGD})
RESEARCH = frozenset({Step.RCO, Step.HOD})
PAY = frozenset({Step.EMP, Step.FIN})
LEGAL = frozenset({Step.CLG})
HOST = frozenset({Step.CM, Step.CLG})

# A contract office settles what is in no table of material fields (domain §3.4, R1): the order of
# signing, offers of employment, leaving, disputes, what happens when the company changes.
REOPENS: Mapping[str, Steps] = {
    "CL01": NOBODY,
    "CL03": POST | LEGAL,
    "CL04": POST | TRAINING | HOST,
    "CL05": POST | HOST | {Step.CMC},
    "CL06": POST | LEGAL,
    "CL07": TRAINING,
    "CL08": PAY | HOST,
    "CL09": PAY | HOST,
    "CL10": PAY | LEGAL,
    "CL11": PAY | LEGAL,
    "CL12": PAY | HOST,
    "CL13": LEGAL,
    "CL14": LEGAL,
    "CL15": RESEARCH | LEGAL,
    "CL16": RESEARCH | LEGAL,
    "CL17": RESEARCH | LEGAL,
    "CL18": RESEARCH | LEGAL | {Step.CMC},
    "CL19": RESEARCH | LEGAL | {Step.DPL},
    "CL20": RESEARCH | LEGAL,
    "CL21": frozenset({Step.CMC, Step.RCO}),
    "CL22": NOBODY,
    "CL23": POST | HOST,
    "CL24": POST | TRAINING | LEGAL,
    "CL25": NOBODY,
    "CL26": NOBODY,
    "CL27": RESEARCH | LEGAL,
    "CL28": NOBODY,
}
# How the clause that the parties word themselves is weighed: by legal, whatever it says.
BY_A_SPECIAL = LEGAL


def changed(before: Table, after: Table) -> set[str]:
    """The terms that are settled now on another value than approvals rested on."""
    return {
        term.name
        for term in after.agreed
        if term.value != before.terms[term.name].relied_on
        and term.settled_by is not before.terms[term.name].settled_by
    }


def steps(names: Iterable[str]) -> Steps:
    """Every step whose approval falls with a change of these."""
    return frozenset(step for name in names for step in REOPENS[PARAMETERS[name].clause])


def of_a_change(parameter: str, before: Table, value: object) -> Collection[Step]:
    """What would fall if this term were settled on `value` now."""
    if value == before.terms[parameter].relied_on:
        return NOBODY
    return steps([parameter])


def who_again(s: Secondment, table: Table, term: Term, value: Value, mine: str) -> list[str]:
    """The names of those whose approval falls when this term is settled on `value`.

    A company is told that the other side approves again, not who does.
    """
    steps = of_a_change(term.name, table, value)
    fallen = [vote for vote in s.standing_votes if vote.step in steps]
    home = [v.by_name for v in fallen if v.step not in material.COMPANY]
    company = [v.by_name for v in fallen if v.step in material.COMPANY]
    if mine == "company" and home:
        return [*company, f"the approvers at {s.employer.name}"]
    return [*home, *company]
