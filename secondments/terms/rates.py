"""The rates that administrators keep by date: which there are, and which is in force on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from secondments import words
from secondments.catalogue import kinds
from secondments.catalogue.parameters import PARAMETERS
from secondments.secondment.choices import Labelled, PensionScheme


class RateKind(Labelled):
    """A rate; the first four are set by law and named as the agreement's parameters are."""

    NI_RATE = "ni_rate", "Employer’s National Insurance"
    NI_THRESHOLD = "ni_threshold", "National Insurance threshold, a year"
    LEVY_RATE = "levy_rate", "Apprenticeship levy"
    VAT_RATE = "vat_rate", "VAT, standard rate"
    NHS_WHOLE = "pension_nhs_whole", "NHS Pension Scheme, with the part paid centrally"
    NHS_COLLECTED = "pension_nhs_collected", "NHS Pension Scheme, as collected from employers"
    SCOTLAND = "pension_nhs_scotland", "NHS Superannuation Scheme (Scotland), employer’s rate"
    USS = "pension_uss", "Universities Superannuation Scheme, employer’s rate"

    @property
    def limits(self) -> kinds.Amount:
        """What may be entered: the limits of the agreement's parameter."""
        name = self.value if self in BY_LAW else "pension_rate"
        limits = PARAMETERS[name]
        assert isinstance(limits, kinds.Amount)
        return limits

    def say(self, value: Decimal) -> str:
        return self.limits.say(value)


BY_LAW = (RateKind.NI_RATE, RateKind.NI_THRESHOLD, RateKind.LEVY_RATE, RateKind.VAT_RATE)
OF_SCHEME: Mapping[PensionScheme, tuple[RateKind, ...]] = {
    PensionScheme.NHS: (RateKind.NHS_WHOLE, RateKind.NHS_COLLECTED),
    PensionScheme.SCOTLAND: (RateKind.SCOTLAND,),
    PensionScheme.USS: (RateKind.USS,),
    PensionScheme.NONE: (),
}
NONE_IN_FORCE = (
    "No rate is recorded for {kinds} on {day}, so the cost cannot be worked out. Ask the system"
    " administrator to add it under Settings, Rates."
)


class Dated(Protocol):
    """A rate from a day on."""

    @property
    def kind(self) -> RateKind: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def value(self) -> Decimal: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True)
class InForce:
    """The rates of one day; a kind of which none is recorded for it is left out."""

    day: date
    by_kind: Mapping[RateKind, Dated]

    def missing(self, wanted: Iterable[RateKind] = BY_LAW) -> str:
        """The sentence that helps, or nothing."""
        lacking = [kind.label for kind in wanted if kind not in self.by_kind]
        if not lacking:
            return ""
        return NONE_IN_FORCE.format(kinds=words.listed(lacking), day=words.day(self.day))

    def by_law(self) -> dict[str, Decimal]:
        """By the names of the parameters."""
        return {str(k): self.by_kind[k].value for k in BY_LAW if k in self.by_kind}


def in_force(standing: Iterable[Dated], day: date) -> InForce:
    """Of each kind the newest that began on the day or before it."""
    begun = sorted((r for r in standing if r.valid_from <= day), key=lambda r: r.valid_from)
    return InForce(day, {r.kind: r for r in begun})
