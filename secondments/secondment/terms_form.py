"""The terms an applicant wants to raise, each within the limits of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secondments.catalogue import parameters
from secondments.catalogue.kinds import Choice, Value, Whole
from secondments.catalogue.parameters import PARAMETERS
from secondments.forms import Whole as WholeNumber
from secondments.secondment.choices import Arrangement
from secondments.secondment.kept_forms import KeptForm, Picked, YesNo
from secondments.secondment.questions_of_terms import RAISED

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

USUAL = "Usually {usual}."


def _choice(label: str, name: str) -> Picked:
    parameter = PARAMETERS[RAISED[name]]
    assert isinstance(parameter, Choice)
    said = {code: f"{words[:1].upper()}{words[1:]}" for code, words in parameter.words.items()}
    return Picked(label, said, means=str, optional=True)


def _whole(label: str, name: str) -> Any:
    parameter = PARAMETERS[RAISED[name]]
    assert isinstance(parameter, Whole)
    return WholeNumber(
        label,
        hint=f"From {parameter.least} to {parameter.say(parameter.most)}.",
        least=parameter.least,
        most=parameter.most,
        sentence=parameter.check(None) or "",
        optional=True,
    )


class TermsForm(KeptForm):
    ip_model = _choice("Who should own the results?", "ip_model")
    publication_review_days = _whole(
        "How long may the company take to comment before you publish?", "publication_review_days"
    )
    publication_delay_days = _whole(
        "How long may it ask you to wait with publication?", "publication_delay_days"
    )
    thesis_needed = YesNo("Do you need to use results in a thesis?", optional=True)
    confidentiality_years = _whole(
        "How long should confidentiality last afterwards?", "confidentiality_years"
    )
    notice_weeks = _whole("How much notice should end it early?", "notice_weeks")
    host_runoff_weeks = _whole(
        "How long should the company go on paying if it ends it early?", "host_runoff_weeks"
    )
    right_of_return = _choice("What should you return to?", "right_of_return")
    no_poach_months = _whole(
        "For how long afterwards should the company not offer you employment?", "no_poach_months"
    )

    def fit(self, s: Secondment) -> None:
        """Say beside each box what the usual position is, for this kind of secondment."""
        super().fit(s)
        direct = s.proposal.arrangement is Arrangement.DIRECT_PAY
        usual = parameters.usual(direct_pay=direct, trainee=s.pathway.has_training)
        for answer in self.answers():
            if answer.name in RAISED:
                said = _said(RAISED[answer.name], usual)
                answer.description = f"{answer.description} {USUAL.format(usual=said)}".strip()


def _said(parameter: str, usual: dict[str, Value]) -> str:
    return PARAMETERS[parameter].say(usual[parameter])
