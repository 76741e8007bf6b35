"""The dates of a proposal as a form: two days, the notice given, a reason where it is short."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from secondments import clock, words
from secondments.forms import Day, Share, Text
from secondments.forms.figures import Figure
from secondments.secondment import work_answers
from secondments.secondment.course import earliest
from secondments.secondment.kept_forms import KeptForm, Prose
from secondments.secondment.required import LEAST

if TYPE_CHECKING:
    from wtforms.form import BaseForm

    from secondments.secondment.models import Secondment

LONGEST_MONTHS = 36
SESSIONS = 10  # half days in a week of full time
MOST_TIME = Decimal(work_answers.MOST_TIME)
TOO_MANY = (
    "With that share of your time you can keep {most} sessions at most: a session is half a day, a"
    " tenth of the week, and all together may be 1.1 of full time"
)


def fits_the_week(share: Decimal, sessions: Decimal) -> bool:
    return share + sessions / SESSIONS <= MOST_TIME


class Reason(Prose):
    """Asked for before it is sent, where the notice is short."""

    needed_later = True


class PartOfTheWeek(Text):
    """Asked where the share is less than the whole; the page cannot know before it is sent."""

    needed_later = True

    def is_asked(self, form: BaseForm) -> bool:
        share = form["share"].data
        return share is not None and share < 1


class Sessions(Figure):
    """Half days, to one decimal."""

    places = 1


class DatesForm(KeptForm):
    starts_on = Day("First day at the company", hint="For example, 4 8 2027")
    ends_on = Day(
        "Last day at the company",
        hint="Usually no more than 12 months after you start. For example, 1 8 2028",
    )
    notice_given_on = Day(
        "When did you give notice to your employer?",
        hint="Leave it empty if you have not yet. For example, 4 1 2027.",
        optional=True,
    )
    short_notice_reason = Reason(
        "What is exceptional, and why could it not be foreseen?",
        hint="In 50 to 1,000 characters. Your employer and the dean see this. The company does"
        " not.",
        enough=LEAST["short_notice_reason"],
        most=1000,
        optional=True,
    )
    alternative_start = Day(
        "Another first day that would do",
        hint="In case the exception is not made. The company sees this too.",
        optional=True,
    )
    share = Share(
        "How much of your working time?",
        hint="1 is all of your time; 0.4 is 2 days a week",
        least=Decimal("0.1"),
    )

    weekly_pattern = PartOfTheWeek(
        "Which days or half days of the week?",
        hint="Only if you give less than all of your time. For example, Monday and Tuesday.",
        most=200,
        sentence="Say which days of the week you will be at the company",
    )
    sessions_kept = Sessions(
        "How many clinical sessions a week do you keep here?",
        hint="A session is half a day, a tenth of the week. 0 if you keep none.",
        least=0,
        most=10,
        optional=True,
        sentence="Enter a number of sessions, for example 1",
    )
    return_on = Day(
        "When do you return to your programme?",
        hint="The day after the last day, or later. For example, 2 8 2028.",
    )

    def compare(self, s: Secondment) -> None:
        self._compare_week()
        self._compare_days(s)
        back, last = self.return_on.data if "return_on" in self else None, self.ends_on.data
        if back and last and back <= last:
            self.return_on.errors = [f"Enter {words.day(last + timedelta(days=1))} or a later day"]

    def _compare_week(self) -> None:
        share, kept = self.share.data, self.sessions_kept.data
        if share is None or kept is None or fits_the_week(share, kept):
            return
        most = ((MOST_TIME - share) * SESSIONS).quantize(Decimal("0.1"))
        self.sessions_kept.errors = [TOO_MANY.format(most=f"{most.normalize():f}")]

    def _compare_days(self, s: Secondment) -> None:
        first, last, today = self.starts_on.data, self.ends_on.data, clock.today(s.zone)
        self._compare_notice(s, today)
        if first and not self.starts_on.errors and first <= today:
            self.starts_on.errors = [f"Enter a first day after today, {words.day(today)}"]
        if not (first and last) or self.ends_on.errors:
            return
        if last <= first:
            self.ends_on.errors = ["The last day must be after the first day"]
        elif last > (latest := _latest_end(first)):
            self.ends_on.errors = [
                f"Enter a last day no later than {words.day(latest)}:"
                f" a secondment is for {LONGEST_MONTHS} months at most"
            ]

    def _compare_notice(self, s: Secondment, today: date) -> None:
        given, other = self.notice_given_on.data, self.alternative_start.data
        if given and given > today:
            self.notice_given_on.errors = [f"Enter a day up to today, {words.day(today)}"]
        soonest = earliest(s).first_day
        if other and other < soonest:
            self.alternative_start.errors = [f"Enter {words.day(soonest)} or a later day"]

    def keepable(self, s: Secondment, good: dict[str, Any]) -> dict[str, Any]:
        """Neither is kept when one of them would contradict the other that is kept."""
        p = s.proposal
        first, last = good.get("starts_on", p.starts_on), good.get("ends_on", p.ends_on)
        share, kept = good.get("share", p.share), good.get("sessions_kept", p.sessions_kept)
        left: set[str] = set()
        if first and last and first >= last:
            left |= {"starts_on", "ends_on"}
        if not fits_the_week(share or Decimal(0), kept or Decimal(0)):
            left |= {"share", "sessions_kept"}
        return {name: value for name, value in good.items() if name not in left}


def _latest_end(first_day: date) -> date:
    return clock.add_months(first_day, LONGEST_MONTHS) - timedelta(days=1)
