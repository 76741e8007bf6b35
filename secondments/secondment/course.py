"""A case as the rules of dates look at it: its course, its notice clock, what it breaks."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from secondments import clock, words
from secondments.errors import Blocker
from secondments.secondment import cct, eligibility, said
from secondments.secondment.cct import Impact
from secondments.secondment.choices import Decision, is_missing
from secondments.secondment.eligibility import Warn
from secondments.secondment.ladder import Course, StepDays
from secondments.secondment.notice import Asked, Earliest, broken, earliest_start
from secondments.secondment.pathways import Side, StepRule
from secondments.secondment.said import Said

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

TOO_SOON = (
    "{day} is sooner than the rules allow. If you send this today, the earliest start is"
    " {earliest}. Choose a later day, or say in 50 characters or more what is exceptional."
)
FULL_TIME = Decimal(1)


def sent_on(s: Secondment, p: Said) -> date | None:
    """The notice clock: the day of the latest sending that changed the dates.

    None while these dates have never been sent.
    """
    found, before = None, None
    for sent in s.sent:
        dates = (sent.answers.get("starts_on"), sent.answers.get("ends_on"))
        if dates != before:
            found, before = sent.at, dates
    if found is None or before != (str(p.starts_on), str(p.ends_on)):
        return None
    return _day(s, found)


def asked_of(s: Secondment) -> list[Asked]:
    """The rules that say how early this has to be sent."""
    return s.rules.before_sending(credit=bool(credit_months(s)), trainee=is_training(s))


def earliest(s: Secondment, on: date | None = None) -> Earliest:
    """The first day that breaks no rule if it is sent `on`, else today."""
    return earliest_start(on or clock.today(s.zone), asked_of(s))


def broken_rules(s: Secondment, p: Said) -> list[Asked]:
    """The notice rules that the first day breaks, as sent, or as it would be if sent today."""
    if p.starts_on is None:
        return []
    found = broken(p.starts_on, sent_on(s, p) or clock.today(s.zone), asked_of(s))
    return [each for each in found if not _was_given(each, p.starts_on, p.notice_given_on)]


def _was_given(asked: Asked, first_day: date, given_on: date | None) -> bool:
    """Whether it is the employer's notice, and that was given in time."""
    return asked.rule.code == "N2" and given_on is not None and given_on <= asked.latest(first_day)


def the_start_is_ahead(s: Secondment) -> Blocker | None:
    """A guard of lifecycle.py."""
    starts_on = s.proposal.starts_on
    if starts_on is None or starts_on > clock.today(s.zone):
        return None
    return Blocker(
        "start_past",
        "The first day, {day}, has come or gone. Choose a later one.",
        who="applicant",
        fix="proposal",
        values={"day": f"{starts_on.day} {starts_on:%B %Y}"},
    )


def short_notice_is_explained(s: Secondment) -> Blocker | None:
    """A guard of lifecycle.py: a start that breaks a rule of notice needs a reason to be sent."""
    p = said.now(s)
    if p.starts_on is None or p.starts_on <= clock.today(s.zone):
        return None  # other guards say so
    if not is_missing("short_notice_reason", p.short_notice_reason) or not broken_rules(s, p):
        return None
    return Blocker(
        "short_notice",
        TOO_SOON,
        who="applicant",
        fix="proposal",
        values={"day": words.day(p.starts_on), "earliest": words.day(earliest(s).first_day)},
    )


# With the other guards of sending a proposal, in lifecycle.py.
IN_TIME = (the_start_is_ahead, short_notice_is_explained)


def short_notice(s: Secondment, p: Said) -> str:
    """Which rules the first day breaks, in sentences; nothing when it breaks none."""
    found, sent = broken_rules(s, p), sent_on(s, p)
    if not found or p.starts_on is None:
        return ""
    asked = [
        f"{each.rule.why} needs {each.length}: that was by {words.day(each.latest(p.starts_on))}."
        for each in found
    ]
    soonest = words.day(earliest(s, sent).first_day)
    when = f"It was sent on {words.day(sent)}, for which" if sent else "If you send it today,"
    return f"{' '.join(asked)} {when} the earliest start is {soonest}."


def warned(s: Secondment) -> dict[str, list[str]]:
    """What is to be said beside which question, for the applicant."""
    p = said.now(s)
    found: dict[str, list[str]] = {}
    if short := short_notice(s, p):
        found["starts_on"] = [short]
    for warn in warnings(s, p):
        found.setdefault(warn.question, []).append(f"{warn.sentence} Source: {warn.source}.")
    return found


def is_training(s: Secondment) -> bool:
    return s.training_body_id is not None


def credit_months(s: Secondment) -> int:
    """The credit towards training that is claimed; none on the pathways without it."""
    return s.proposal.credit_months or 0 if s.proposal.claim_credit else 0


def warnings(s: Secondment, p: Said) -> list[Warn]:
    """What a deanery would ask the trainee about."""
    return eligibility.warnings(p, s.rules) if is_training(s) else []


def impact(s: Secondment, p: Said) -> Impact | None:
    """What it does to the CCT date, once the dates are known."""
    if not (p.cct_on and p.starts_on and p.ends_on) or p.ends_on < p.starts_on:
        return None
    wte, credit = p.wte_current or FULL_TIME, credit_months(s)
    return cct.impact(p.cct_on, p.starts_on, p.ends_on, credit_months=credit, wte=wte)


def course(s: Secondment, p: Said) -> Course | None:
    """None until both days are known."""
    if not (p.starts_on and p.ends_on):
        return None
    return Course(
        first_day=p.starts_on,
        last_day=p.ends_on,
        today=clock.today(s.zone),
        steps=_steps(s),
        rules=s.rules,
        sent_on=sent_on(s, p),
        notice_given_on=p.notice_given_on,
        review_on=p.next_arcp_on,
        issued_on=_day(s, s.agreement.issued_at) if s.agreement else None,
        signed_on=_signed_on(s),
        credit=bool(credit_months(s)),
        trainee=is_training(s),
    )


def _steps(s: Secondment) -> list[list[StepDays]]:
    done = {v.step: _day(s, v.at) for v in s.standing_votes if v.decision is Decision.SUPPORT}
    return [
        [_step(s.pathway.rule(step), done.get(step)) for step in group]
        for side in Side
        for group in s.pathway.groups(side)
    ]


def _step(rule: StepRule, done_on: date | None) -> StepDays:
    is_company = rule.side is Side.COMPANY
    return StepDays(str(rule.step), rule.label, rule.days, is_company, done_on)


def _signed_on(s: Secondment) -> date | None:
    """The day of the last signature, once everyone has signed."""
    if s.agreement is None or not s.agreement.is_fully_signed:
        return None
    return max(_day(s, each.act.at) for each in s.agreement.signatories if each.act)


def _day(s: Secondment, at: datetime) -> date:
    return at.astimezone(ZoneInfo(s.zone)).date()
