"""The dates of a proposal as a form: two days, the notice given, a reason where it is short."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from secondments import clock, words
from secondments.forms import Day, Share
from secondments.secondment.choices import LEAST
from secondments.secondment.course import earliest
from secondments.secondment.kept_forms import KeptForm, Prose

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

LONGEST_MONTHS = 36


class Reason(Prose):
    """Asked for before it is sent, where the notice is short."""

    needed_later = True


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

    def compare(self, s: Secondment) -> None:
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
        """Neither date is kept when one of them would contradict the other that is kept."""
        first = good.get("starts_on", s.proposal.starts_on)
        last = good.get("ends_on", s.proposal.ends_on)
        if not (first and last) or first < last:
            return good
        return {name: value for name, value in good.items() if name not in {"starts_on", "ends_on"}}


def _latest_end(first_day: date) -> date:
    return clock.add_months(first_day, LONGEST_MONTHS) - timedelta(days=1)
