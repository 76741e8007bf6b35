"""What a pathway is made of: its steps, in groups, who takes them, what it asks, who signs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from secondments.errors import InvalidInput

LONGEST_STEP_DAYS = 366
MAY_NOT_BE_OFF = "“{step}” cannot be switched off: somebody has to answer for it."
DAYS_ARE_WRONG = "“{step}” may take from 1 to {most} days."


class Side(StrEnum):
    """Whose decision a step is."""

    HOME = "home"
    COMPANY = "company"


class Step(StrEnum):
    """The step codes of domain §3.3 that shipped pathways use."""

    ES = "ES"
    LM = "LM"
    TPD = "TPD"
    HOS = "HOS"
    PGD = "PGD"
    COL = "COL"
    GMC = "GMC"
    EMP = "EMP"
    CD = "CD"
    HOD = "HOD"
    RCO = "RCO"
    FIN = "FIN"
    CM = "CM"
    CMC = "CMC"
    DPL = "DPL"
    CLG = "CLG"


@dataclass(frozen=True)
class StepRule:
    """One approval step.

    Its approver is the person named in the proposal (`named`: a column of Proposal) or anyone who
    holds `role` at the case's `at` organisation (a relationship of Secondment) on the day; `cover`
    are roles there whose holders may take it as well. `quorum` different people have to support it.
    `evidence` is what has to be recorded with it, in words.
    """

    step: Step
    side: Side
    label: str
    days: int
    role: str
    at: str
    named: str | None = None
    cover: tuple[str, ...] = ()
    quorum: int = 1
    evidence: str = ""
    may_be_off: bool = False
    source: str = "No published rule sets its days: this is where the service starts"

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role whose holders may take it."""
        return (self.role, *self.cover)


@dataclass(frozen=True)
class Evidence:
    """What is recorded with a step that needs it: the reference of a letter and its date."""

    reference: str
    on: date


Groups = tuple[tuple[Step, ...], ...]  # in order; the steps of one group run side by side


@dataclass(frozen=True)
class Pathway:
    """A profile. A shipped version never changes; a new one gets a new number.

    What is asked for by `get` is the whole profile; `applied` leaves out what a case does without.
    """

    code: str
    version: int
    label: str
    home: Groups
    company: Groups
    rules: Mapping[Step, StepRule] = field(repr=False)  # of every step, also of other pathways
    signs: Mapping[str, str]  # capacity -> the organisation of the case, or its applicant
    applicant: str  # the role of those who may start on it
    who: str = ""  # what a person says they are; empty when an answer leads here
    about: str = ""
    university: str = "none"  # needed, possible or none
    optional: frozenset[Step] = frozenset()
    only_if: Mapping[Step, str] = field(default_factory=dict)
    unasked: frozenset[str] = frozenset()  # questions of the proposal that it does not ask
    gates: tuple[str, ...] = ()

    @property
    def has_training(self) -> bool:
        return self.applicant == "trainee"

    @property
    def conditions(self) -> frozenset[str]:
        """What has to be known of a case: see `applied`."""
        return frozenset({*self.only_if.values(), "university"})

    def groups(self, side: Side) -> Groups:
        return self.home if side is Side.HOME else self.company

    def steps(self, side: Side) -> Sequence[Step]:
        return [step for group in self.groups(side) for step in group]

    def rule(self, step: Step) -> StepRule:
        """What holds for a step here; for one of another pathway, what is usual."""
        return self.rules[step]

    def asks(self, question: str) -> bool:
        return question not in self.unasked

    def open_steps(self, side: Side, done: Collection[Step]) -> tuple[Step, ...]:
        """The steps that may be taken now: those left in the first group not all done."""
        for group in self.groups(side):
            if left := tuple(step for step in group if step not in done):
                return left
        return ()

    def applied(self, holds: Collection[str]) -> Pathway:
        """As a case has it of which these conditions hold: its own steps and parties alone."""
        off = {step for step, condition in self.only_if.items() if condition not in holds}
        absent = set() if "university" in holds else {"university"}
        return replace(
            self._without(off | self.optional),
            signs={who: at for who, at in self.signs.items() if at not in absent},
        )

    def adjusted(
        self,
        switched_off: Collection[Step],
        days: Mapping[Step, int],
        switched_on: Collection[Step] = (),
    ) -> Pathway:
        """As an organisation's own rules have it; its rules for steps of other pathways are no use.

        `switched_on` are optional steps that it wants. Raises InvalidInput for a step that may not
        be switched off and for days out of bounds.
        """
        here = {*self.steps(Side.HOME), *self.steps(Side.COMPANY)}
        for step in here & set(switched_off):
            if not self.rules[step].may_be_off:
                raise InvalidInput(MAY_NOT_BE_OFF.format(step=self.rules[step].label))
        changed = {step: self._lasting(step, days[step]) for step in here & set(days)}
        return replace(
            self._without(switched_off),
            rules={**self.rules, **changed},
            optional=self.optional - set(switched_on),
        )

    def _lasting(self, step: Step, days: int) -> StepRule:
        rule = self.rules[step]
        if not 1 <= days <= LONGEST_STEP_DAYS:
            raise InvalidInput(DAYS_ARE_WRONG.format(step=rule.label, most=LONGEST_STEP_DAYS))
        return replace(rule, days=days)

    def _without(self, off: Collection[Step]) -> Pathway:
        """Nobody is asked to name the person of a step that is not there."""
        named = {
            f"{self.rules[step].named}_id" for step in off if self.rules[step].side is Side.HOME
        }
        return replace(
            self,
            home=_left(self.home, off),
            company=_left(self.company, off),
            unasked=self.unasked | named,
        )


def _left(groups: Groups, off: Collection[Step]) -> Groups:
    kept = (tuple(step for step in group if step not in off) for group in groups)
    return tuple(group for group in kept if group)
