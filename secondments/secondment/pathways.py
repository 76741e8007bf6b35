"""Who approves what, in which order: the pathway profiles as versioned data (domain §3.3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Whose decision a step is."""

    HOME = "home"
    COMPANY = "company"


class Step(StrEnum):
    """The step codes of domain §3.3 that shipped pathways use."""

    ES = "ES"
    TPD = "TPD"
    PGD = "PGD"
    EMP = "EMP"
    CM = "CM"
    CMC = "CMC"
    CLG = "CLG"


@dataclass(frozen=True)
class StepRule:
    """One approval step.

    Its approver is the person named in the proposal (`named`: a column of Proposal) or anyone who
    holds `role` at the case's `at` organisation (a relationship of Secondment) on the day.
    """

    step: Step
    side: Side
    label: str
    days: int
    role: str
    at: str
    named: str | None = None


STEPS = {
    rule.step: rule
    for rule in (
        StepRule(
            Step.ES,
            Side.HOME,
            "Educational supervisor",
            14,
            "educational_supervisor",
            "employer",
            named="supervisor",
        ),
        StepRule(
            Step.TPD,
            Side.HOME,
            "Training programme director",
            14,
            "training_programme_director",
            "training_body",
        ),
        StepRule(
            Step.PGD, Side.HOME, "Postgraduate dean", 28, "postgraduate_dean", "training_body"
        ),
        StepRule(Step.EMP, Side.HOME, "Employer release", 28, "employer_release", "employer"),
        StepRule(
            Step.CM,
            Side.COMPANY,
            "Host manager",
            14,
            "host_manager",
            "company",
            named="company_lead",
        ),
        StepRule(
            Step.CMC,
            Side.COMPANY,
            "Medical and compliance",
            14,
            "company_compliance",
            "company",
        ),
        StepRule(Step.CLG, Side.COMPANY, "Legal", 21, "company_legal", "company"),
    )
}
EVERY_GATE = (
    *("signatures", "employer_notice", "credit", "visa"),
    *("indemnity", "dbs_oh", "nda", "funder_consent"),
)
Groups = tuple[tuple[Step, ...], ...]  # in order; the steps of one group run side by side


@dataclass(frozen=True)
class Pathway:
    """A profile. A shipped version never changes; a new one gets a new number."""

    code: str
    version: int
    label: str
    home: Groups
    company: Groups
    signs: tuple[str, ...]  # the parties who sign
    gates: tuple[str, ...] = EVERY_GATE  # what has to be settled before it starts; see gates.py

    def groups(self, side: Side) -> Groups:
        return self.home if side is Side.HOME else self.company

    def steps(self, side: Side) -> Sequence[Step]:
        return [step for group in self.groups(side) for step in group]

    def open_steps(self, side: Side, done: Collection[Step]) -> tuple[Step, ...]:
        """The steps that may be taken now: those left in the first group not all done."""
        for group in self.groups(side):
            if left := tuple(step for step in group if step not in done):
                return left
        return ()


PATHWAYS = {
    (p.code, p.version): p
    for p in (
        Pathway(
            "trainee_uncredited",
            1,
            "Doctor in training, time out without credit",
            home=((Step.ES,), (Step.TPD,), (Step.PGD, Step.EMP)),
            company=((Step.CM,), (Step.CMC,), (Step.CLG,)),
            signs=("employer", "host", "secondee"),
        ),
    )
}


def newest(code: str) -> Pathway:
    return max((p for p in PATHWAYS.values() if p.code == code), key=lambda p: p.version)


def get(code: str, version: int) -> Pathway:
    """Raises KeyError for a version the code lacks; start-up checks that no row has one."""
    return PATHWAYS[code, version]
