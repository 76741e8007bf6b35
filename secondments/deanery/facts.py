"""What the record says that the deanery's forms ask: plain values, drawn from one case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

CREDITABLE = {"OOPT", "OOPR"}


@dataclass(frozen=True)
class Decided:
    """Who stands at a step of the home side, and what they decided, in words; empty if not yet."""

    name: str
    decided: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One version of a proposal, as it was sent, and the decisions on it so far.

    `said` holds the answers in words by the names of their questions, and what else is known of the
    people and places under names of its own. `unapproved` and `claims_credit` are None where
    nobody has been asked.
    """

    reference: str
    version: int
    sent_on: date
    owner: str
    said: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, Decided] = field(default_factory=dict)
    category: str = ""
    cct_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    wte_after: Decimal | None = None
    claims_credit: bool | None = None
    credit_months: int = 0
    unapproved: bool | None = None

    @property
    def is_for_the_gmc(self) -> bool:
        """Whether the GMC has to approve it; while nobody has been asked, by the kind of it."""
        if self.claims_credit is None and self.unapproved is None:
            return self.category in CREDITABLE
        return bool(self.claims_credit or self.unapproved)
