"""What approvers on the home side weigh: short notice, expectations not met, the CCT date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import words
from secondments.secondment import said
from secondments.secondment.course import impact, short_notice, warnings
from secondments.secondment.questions import PROPOSAL
from secondments.secondment.reading import Reader
from secondments.secondment.said import Said

if TYPE_CHECKING:
    from secondments.secondment.cct import Impact
    from secondments.secondment.models import Secondment


@dataclass(frozen=True)
class Weighed:
    """`expected` are sentence and source; the reasons are the applicant's own words."""

    short_notice: str
    short_notice_reason: str
    alternative_start: str
    expected: Sequence[tuple[str, str]]
    eligibility_reason: str
    impact: Impact | None

    @property
    def is_anything(self) -> bool:
        return bool(self.short_notice or self.expected)


def said_for(reader: Reader, s: Secondment) -> Said:
    """Its writer sees it as it stands; everyone else as it was last sent."""
    return said.now(s) if reader.is_applicant else said.as_sent(s)


def weighed(s: Secondment, reader: Reader) -> Weighed | None:
    """Nothing of this is for the company, and no outcome of a review for the employer."""
    if reader.is_company:
        return None
    p = said_for(reader, s)
    return Weighed(
        short_notice=short_notice(s, p),
        short_notice_reason=p.short_notice_reason or "",
        alternative_start=words.day(p.alternative_start) if p.alternative_start else "",
        expected=[
            (warn.sentence, warn.source)
            for warn in warnings(s, p)
            if reader.reads(PROPOSAL[warn.question])
        ],
        eligibility_reason=p.eligibility_reason or "",
        impact=impact(s, p),
    )


def cct_words(found: Impact | None) -> str:
    """1 August 2029, moving to 1 August 2030."""
    if found is None:
        return ""
    without, credited = words.day(found.without_credit), words.day(found.with_credit)
    moving = f"{words.day(found.before)}, moving to {without}"
    if not found.credit_months:
        return moving
    return f"{moving}, or {credited} with {words.counted(found.credit_months, 'month')} credited"
