"""What an applicant says of themself, their training or post: a form kept on the way."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from secondments import clock, words
from secondments.forms import Day, LongText, Share, Text, Tick, Whole
from secondments.secondment.choices import AcademicAward, OutOfProgramme, ReviewOutcome
from secondments.secondment.kept_forms import KeptForm, Picked, Prose, YesNo

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

MAY_END = (AcademicAward.ACF.value, AcademicAward.CL.value)


class YouForm(KeptForm):
    grade = Text("Your grade and specialty", hint="For example, ST6 respiratory medicine", most=120)
    training_number = Text(
        "Training number", hint="Your NTN or DRN, as your deanery writes it", most=40, optional=True
    )
    programme_start = Day("When did your training programme begin?", hint="For example, 5 8 2023")
    wte_current = Share(
        "How much of full time do you train at?",
        hint="As it is now and will be when you return. 1 is full time; 0.8 is 4 days a week.",
        least=Decimal("0.2"),
    )
    cct_on = Day(
        "CCT date as it stands now",
        hint="The date on which your training is to be completed. For example, 1 8 2029",
    )
    last_arcp_outcome = Picked(
        "What was the outcome of your last annual review (ARCP)?",
        ReviewOutcome,
        means=ReviewOutcome,
        sentence="Choose the outcome of your last annual review",
    )
    next_arcp_on = Day(
        "When is your next annual review (ARCP)?",
        hint="The month is enough: then enter its first day. For example, 1 6 2028",
    )
    nihr_award = Picked(
        "Do you hold an NIHR or other funded academic post?",
        AcademicAward,
        means=AcademicAward,
        sentence="Say whether you hold a funded academic post",
    )
    award_may_end = Tick(
        "I know that time out may end this post, and have asked my academic lead",
        when=("nihr_award", *MAY_END),
        optional=True,
    )
    previous_oop_months = Whole(
        "How many months of time out have you had before?",
        hint="All earlier time out of this programme together. 0 if there was none.",
        most=120,
        sentence="Enter a whole number of months, for example 0",
    )
    eligibility_reason = Prose(
        "Why should it go ahead all the same?",
        hint="What those who decide should know about the points marked on this page.",
        enough=0,
        most=1000,
        optional=True,
    )
    oop_category = Picked("What kind of time out is this?", OutOfProgramme, means=OutOfProgramme)
    claim_credit = YesNo(
        "Is some of it to count towards your training?",
        hint="Only time out for training or research can count, and only when the college and the"
        " GMC agree before you start.",
        sentence="Say whether some of it is to count towards your training",
    )
    credit_months = Whole(
        "How many months are to count?",
        hint="From 1 to 12",
        least=1,
        most=12,
        when=("claim_credit", "yes"),
        sentence="Enter how many months are to count, from 1 to 12",
    )
    unapproved_place = YesNo(
        "Will you work abroad, or where your training is not approved?",
        hint="Your college or faculty then has to agree, also when nothing counts.",
        sentence="Say whether you will work abroad or where your training is not approved",
    )
    line_manager_id = Picked(
        "Your line manager",
        hint="They are asked first. If yours is missing, ask the contracts office.",
        means=uuid.UUID,
        sentence="Choose your line manager",
    )
    job_plan = LongText(
        "How will your job plan change?",
        hint="Which sessions or duties you give up for it, and who takes them on.",
        most=1000,
        sentence="Say how your job plan will change",
    )
    supervisor_id = Picked(
        "Your educational supervisor",
        hint="They are asked first. If yours is missing, ask the contracts office.",
        means=uuid.UUID,
        sentence="Choose your educational supervisor",
    )
    discussed = Tick(
        "I have discussed this with my educational supervisor and my programme director",
        sentence="Talk to your educational supervisor and your programme director first, then tick"
        " this",
    )

    def fit(self, s: Secondment) -> None:
        """Ask only what the pathway of the case asks, in its words."""
        pathway = s.pathway
        for name in [answer.name for answer in self.answers() if not pathway.asks(answer.name)]:
            delattr(self, name)
        if not pathway.has_training:
            self.grade.label.text = "Your post and specialty"
            self.grade.description = "For example, advanced nurse practitioner, respiratory"
        if "discussed" in self and "supervisor_id" not in self:
            self.discussed.label.text = "I have discussed this with my programme director"
            self.discussed.sentence = "Talk to your programme director first, then tick this"

    def compare(self, s: Secondment) -> None:
        if not s.pathway.has_training:
            return
        today = clock.today(s.zone)
        if self.cct_on.data and self.cct_on.data <= today:
            self.cct_on.errors = [f"Enter a CCT date after today, {words.day(today)}"]
        began = self.programme_start.data
        if began and not self.programme_start.errors and began > today:
            self.programme_start.errors = [f"Enter a day up to today, {words.day(today)}"]

    def keepable(self, s: Secondment, good: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        """What is said of one kind of award says nothing of another."""
        award = good.get("nihr_award")
        if "nihr_award" not in self:
            return good
        return good if award in MAY_END else good | {"award_may_end": None}
