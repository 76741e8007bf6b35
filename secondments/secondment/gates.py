"""The gates before a secondment starts: which there are, who confirms one, who may override it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments.secondment.choices import Labelled

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment


class Gate(Labelled):
    """The codes are those of a pathway's `gates`."""

    SIGNATURES = "signatures", "Signatures"
    NOTICE = "employer_notice", "Notice to the employer"
    CREDIT = "credit", "Credit towards training"
    VISA = "visa", "Visa"
    INDEMNITY = "indemnity", "Cover for clinical work"
    CHECKS = "dbs_oh", "DBS and occupational health"
    NDA = "nda", "Non-disclosure agreement"
    FUNDER = "funder_consent", "Consent of the funder"


class Standing(Labelled):
    """Where a gate is."""

    NOT_NEEDED = "not_needed", "Not needed"
    MISSING = "missing", "Missing"
    MET = "met", "Met"
    OVERRIDDEN = "overridden", "Overridden"


class Entered(Labelled):
    """What somebody recorded about a gate."""

    CONFIRMED = "confirmed", "Confirmed"
    OVERRIDDEN = "overridden", "Overridden"
    GIVEN_UP = "given_up", "Given up"


class Cover(Labelled):
    """Who insures clinical work at the company; by the codes of the agreement's parameter."""

    HOST = "host_policy", "The company’s policy"
    PERSONAL = "personal_MDO", "The secondee’s medical defence organisation"
    NHS = "NHS_honorary", "The NHS scheme, under an honorary contract"


@dataclass(frozen=True)
class Holder:
    """Anyone who holds `role` on the day at the case's `at`, a relationship of Secondment."""

    role: str
    at: str
    label: str


OFFICE = Holder("contracts_office", "employer", "the contracts office")
RESEARCH = Holder("research_contracts_office", "university", "the research contracts office")
STAFFING = Holder("employer_release", "employer", "whoever releases staff for the employer")
# Where no university is a party the contracts office does what its research office would.
RESEARCHING = (RESEARCH, OFFICE)
DIRECTOR = Holder("training_programme_director", "training_body", "the programme director")
DEAN = Holder("postgraduate_dean", "training_body", "the postgraduate dean")
DEANERY_OFFICE = Holder("deanery_office", "training_body", "the deanery’s office")
COMPANY_LEGAL = Holder("company_legal", "company", "the company’s legal side for its own policy")


@dataclass(frozen=True)
class GateRule:
    """Who confirms a gate and who may override it; nobody where there are none.

    `whose` tells who has to act, in the words of a blocker. `proves`: an override needs evidence.
    """

    gate: Gate
    whose: str
    confirms: tuple[Holder, ...] = ()
    overrides: tuple[Holder, ...] = ()
    proves: bool = False


# Rule R10 of domain §3.4, in one table.
RULES: Mapping[Gate, GateRule] = {
    rule.gate: rule
    for rule in (
        GateRule(Gate.SIGNATURES, "signatories"),
        GateRule(Gate.NOTICE, "employer", confirms=(STAFFING,), overrides=(STAFFING,)),
        # Overridden by nobody: the secondee and the dean together give the credit up.
        GateRule(Gate.CREDIT, "deanery", confirms=(DEANERY_OFFICE, DIRECTOR, DEAN)),
        GateRule(Gate.VISA, "contracts office", confirms=(OFFICE,)),
        GateRule(Gate.INDEMNITY, "contracts office", confirms=(OFFICE, COMPANY_LEGAL)),
        GateRule(Gate.CHECKS, "employer", confirms=(STAFFING,), overrides=(STAFFING,)),
        # Met by recording the agreement, which has a page of its own.
        GateRule(Gate.NDA, "contracts office", overrides=RESEARCHING, proves=True),
        GateRule(
            Gate.FUNDER,
            "contracts office",
            confirms=RESEARCHING,
            overrides=RESEARCHING,
            proves=True,
        ),
    )
}
SECONDEE, DEANERY = "secondee", "dean"  # the two parts of giving up the credit


@dataclass(frozen=True)
class Asked:
    """One gate of one case: what a use case acts on, and what policy is asked about."""

    secondment: Secondment
    gate: Gate

    @property
    def rule(self) -> GateRule:
        return RULES[self.gate]
