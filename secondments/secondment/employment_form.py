"""An applicant's contract at home, and who stands in for them: a form kept on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments.forms import Money, Several, Whole
from secondments.forms.figures import Figure
from secondments.secondment.kept_forms import KeptForm, Picked, YesNo
from secondments.secondment.your_choices import ContractType, Funder

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment


class EmploymentForm(KeptForm):
    contract_type = Picked("What kind of contract do you have?", ContractType, means=ContractType)
    contract_notice_weeks = Whole(
        "How much notice does your contract ask of you?",
        hint="In weeks, from 4 to 26. Three months are 13 weeks.",
        least=4,
        most=26,
        sentence="Enter a whole number of weeks from 4 to 26, for example 13",
    )
    backfill_needed = YesNo(
        "Does somebody have to stand in for you?",
        sentence="Say whether somebody has to stand in for you",
    )
    backfill_cost = Money(
        "What will that cost, over the whole time?",
        hint="An estimate will do. Your line manager or rota coordinator can help.",
        least=0,
        most=1_000_000,
        when=("backfill_needed", "yes"),
    )
    honorary_contract_needed = YesNo(
        "Do you need an honorary contract for clinical sessions that you keep?",
        sentence="Say whether you need an honorary contract",
    )
    job_plan_pas = Figure(
        "How many programmed activities (PAs) does your job plan hold a week?",
        hint="For example, 10.",
        least=0,
        most=12,
        optional=True,
        sentence="Enter a number from 0 to 12, for example 10",
    )
    sessions_released = Figure(
        "How many of them do you give up for this?",
        hint="For example, 2.",
        least=0,
        most=12,
        optional=True,
        sentence="Enter a number from 0 to 12, for example 2",
    )
    funders = Several(
        "Whose terms apply to your post or your work?",
        Funder,
        hint="A funder may have to agree. Tick every one, or none.",
        optional=True,
    )

    def compare(self, s: Secondment) -> None:  # noqa: ARG002 - its own answers are enough
        if "job_plan_pas" not in self:
            return
        held, given = self.job_plan_pas.data, self.sessions_released.data
        if held is not None and given is not None and given > held:
            self.sessions_released.errors = ["Give up no more than your job plan holds"]
