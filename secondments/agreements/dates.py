"""Dates to keep: what falls due under an agreement, worked out from its dates and parameters."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from secondments.agreements import facts
from secondments.agreements.terms import Capacity, Kind, Terms
from secondments.clock import add_months

MANAGER, CONTACT = "Host’s Manager", "Employer’s Contact"
HOST, ALL = "Host", "All"


@dataclass(frozen=True)
class Due:
    """Something to do by a day, or a day on which something is so; `who` has to do it."""

    on: date
    code: str
    what: str
    who: tuple[str, ...]


def dates_to_keep(terms: Terms) -> tuple[Due, ...]:
    """Everything due, by day. What would fall before the first day is left out, but the signing."""
    made = [due for source in _SOURCES[terms.kind] for due in source(terms)]
    kept = [due for due in made if due.on >= terms.first_day or due.code == "signed_by"]
    return tuple(sorted(kept, key=lambda due: due.on))


def lasting(terms: Terms) -> tuple[Due, ...]:
    """What still binds after the end, and until which day."""
    last_day = terms.last_day
    offers = add_months(last_day, _whole(terms, "no_poach_months"))
    decisions = add_months(last_day, _whole(terms, "formulary_cooling_off"))
    secrecy = add_months(last_day, 12 * _whole(terms, "conf_years_after"))
    every = (
        Due(offers, "offers", "The Employer is told before an offer of employment", (HOST,)),
        Due(decisions, "decisions", "No part in decisions to buy or recommend", (person(terms),)),
        Due(secrecy, "secrecy", "Confidential Information is kept secret", (ALL,)),
    )
    bound = [due for due in every if due.on > last_day and due.code in LASTING[terms.kind]]
    return tuple(sorted(bound, key=lambda due: due.on))


def person(terms: Terms) -> str:
    return facts.word_of(terms, Capacity.SECONDEE)


def _beginning(terms: Terms) -> Iterator[Due]:
    before = _whole(terms, "long_stop_signature")
    if before:
        by = terms.first_day - timedelta(days=before)
        yield Due(by, "signed_by", "Signed by all, or the dates confirmed again", (ALL,))
    first = "First day" if terms.kind is Kind.ADVISORY else "First day and induction"
    yield Due(terms.first_day, "first_day", first, (person(terms), HOST))
    declared = terms.first_day + timedelta(days=_whole(terms, "declare_within"))
    yield Due(declared, "declared", "Interests declared", (ALL,))


def _reviews(terms: Terms) -> Iterator[Due]:
    """Every so many months until the end; the one nearest the middle has that name."""
    days = list(_every(terms, _whole(terms, "review_interval")))
    month = add_months(terms.first_day, 1)
    if month < terms.last_day and month not in days:
        yield Due(month, "first_month", "First month check", (MANAGER, person(terms)))
    middle = terms.first_day + (terms.last_day - terms.first_day) / 2
    midpoint = min(days, key=lambda day: abs(day - middle), default=None)
    for day in days:
        name = "Mid-point review" if day == midpoint else "Review"
        yield Due(day, "review", name, (MANAGER, CONTACT, person(terms)))


def _every(terms: Terms, months: int) -> Iterator[date]:
    steps = (add_months(terms.first_day, months * count) for count in itertools.count(1))
    return itertools.takewhile(lambda day: day < terms.last_day, steps)


def _invoices(terms: Terms) -> Iterator[Due]:
    instalments = terms.charge.instalments if terms.charge else ()
    for number, each in enumerate(instalments, start=1):
        what = f"Invoice {number} of {len(instalments)}"
        yield Due(each.invoiced_on, "invoice", what, (facts.payee(terms),))


def _training(terms: Terms) -> Iterator[Due]:
    if terms.training is None or terms.training.annual_review_on is None:
        return
    review = terms.training.annual_review_on
    report = review - timedelta(weeks=_whole(terms, "annual_report_weeks_before_arcp"))
    reports = "Annual report and supervisor’s report"
    yield Due(report, "annual_report", reports, (person(terms), MANAGER))
    yield Due(review, "annual_review", "Annual review of progress", (person(terms),))


def _returning(terms: Terms) -> Iterator[Due]:
    back = terms.day_of_return
    notice = add_months(back, -_whole(terms, "return_notice_months"))
    yield Due(notice, "return_notice", "Last day to confirm the return", (person(terms),))
    if _whole(terms, "extension_max"):
        asked = add_months(back, -_whole(terms, "extension_request_months"))
        yield Due(asked, "extension", "Last day to ask for an extension", (person(terms),))
    meeting = back - timedelta(weeks=_whole(terms, "pre_return_weeks"))
    yield Due(meeting, "pre_return", "Meeting before the return", (CONTACT, person(terms)))


def _last_day(terms: Terms) -> Iterator[Due]:
    yield Due(terms.last_day, "last_day", "Last day", (ALL,))


def _return(terms: Terms) -> Iterator[Due]:
    yield Due(terms.day_of_return, "return", "Day of Return", (person(terms),))


def _leaving(terms: Terms) -> Iterator[Due]:
    what = "Property and Confidential Information returned"
    yield Due(_gone_by(terms), "exit", what, (ALL,))


def _closing(terms: Terms) -> Iterator[Due]:
    if terms.parameters["closing_report"]:
        yield Due(_gone_by(terms), "closing_report", "Closing report", (MANAGER,))


def _gone_by(terms: Terms) -> date:
    return terms.last_day + timedelta(days=_whole(terms, "exit_days"))


def _whole(terms: Terms, name: str) -> int:
    value = terms.parameters[name]
    assert isinstance(value, int)
    return value


Source = Callable[[Terms], Iterator[Due]]
_ENDING: tuple[Source, ...] = (_returning, _last_day, _return, _leaving, _closing)
_SOURCES: Mapping[Kind, tuple[Source, ...]] = {
    Kind.SECONDMENT: (_beginning, _reviews, _training, *_ENDING, _invoices),
    Kind.ADVISORY: (_beginning, _last_day, _leaving, _invoices),
    Kind.NDA: (),
    Kind.VARIATION: (),
}
LASTING: Mapping[Kind, frozenset[str]] = {
    Kind.SECONDMENT: frozenset({"offers", "decisions", "secrecy"}),
    Kind.ADVISORY: frozenset({"decisions", "secrecy"}),
    Kind.NDA: frozenset({"secrecy"}),
    Kind.VARIATION: frozenset(),
}
