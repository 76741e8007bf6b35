"""Interests in the company and the safeguards around the work: a form kept on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments.forms import Rows, Tick
from secondments.secondment.interests import MOST
from secondments.secondment.its_choices import DbsLevel, IndemnityPlan, InterestKind
from secondments.secondment.kept_forms import KeptForm, Picked, Prose, YesNo

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

NEEDS_COVER = "You will see patients, so somebody has to cover that: choose who"
CLINICAL = ("dbs_level", "oh_clear")  # asked where patients are seen


class GovernanceForm(KeptForm):
    has_interests = YesNo(
        "Do you or your family have an interest in the company?",
        hint="Shares, fees, patents, a post, or somebody in your family who has one.",
        sentence="Say whether you or your family have an interest in the company",
    )
    interests = Rows(
        "What are they?",
        InterestKind,
        hint=f"One in each row, {MOST} at most. To take one out, empty both of its boxes.",
        thing="Interest",
        most=MOST,
        each=1000,
        when=("has_interests", "yes"),
        sentence="Say of which kind each interest is, and what it is",
    )
    tov_consent = Tick(
        "I know that a company of the pharmaceutical or device industry may have to publish what"
        " it pays for my work",
        sentence="Tick that you know that payments may be published",
    )
    procurement_role = YesNo(
        "Do you have a part in decisions to buy or recommend this company’s products?",
        hint="On a formulary committee or a tender, for example.",
        sentence="Say whether you have a part in buying or recommending its products",
    )
    procurement_safeguard = Prose(
        "How will you be kept out of those decisions?",
        hint="For example, who decides in your place, and from when.",
        enough=0,
        most=1000,
        when=("procurement_role", "yes"),
        sentence="Say how you will be kept out of decisions about its products",
    )
    indemnity_plan = Picked(
        "Who covers the work at the company?",
        IndemnityPlan,
        means=IndemnityPlan,
        sentence="Say who covers the work",
    )
    dbs_level = Picked(
        "Which check by the Disclosure and Barring Service (DBS) do you have?",
        DbsLevel,
        means=DbsLevel,
        optional=True,
    )
    oh_clear = YesNo("Has occupational health cleared you for this work?", optional=True)

    def fit(self, s: Secondment) -> None:
        super().fit(s)
        if not s.proposal.clinical_contact:
            for name in CLINICAL:
                delattr(self, name)

    def compare(self, s: Secondment) -> None:
        none = self.indemnity_plan.data == IndemnityPlan.NONE_NEEDED
        if none and s.proposal.clinical_contact:
            self.indemnity_plan.errors = [NEEDS_COVER]
