"""What the register shows, in plain values: rows, views, headings that sort, the next page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from secondments import clock, policy, words
from secondments.agreements.models import Agreement, Status
from secondments.people.models import Person
from secondments.register import filters, queries
from secondments.register.filters import Wanted
from secondments.register.queries import Case
from secondments.secondment.duties import (
    OFFICE,
    SIGNATURES,
    is_before_the_company,
    of_the_case,
    side_of,
)
from secondments.secondment.lifecycle import State
from secondments.secondment.models import Secondment
from secondments.secondment.reading import Reader, reader_of
from secondments.secondment.waiting import role_words

ADDRESS = "/secondments"
COLUMNS: Mapping[str, str] = {
    filters.SECONDEE: "Secondee and reference",
    filters.COMPANY: "Company",
    "state": "State",
    filters.AGE: "In this state for",
    "waiting": "Waiting on",
    filters.STARTS: "Starts",
    filters.ENDS: "Ends",
    "agreement": "Agreement",
}
WITH_THE_OTHERS = "The applicant’s side"
NOT_YET = "–"
NO_MATCH = "No secondment that you may see is like this. Take something out of the filters."
NOTHING = {
    filters.ALL: "No secondment concerns you yet. One will be here as soon as it does.",
    filters.MINE: "Nothing is waiting for you.",
    filters.SIGNING: "No contract is out for signature.",
    filters.ACTIVE: "No secondment is under way today.",
    filters.OVER: "No secondment has ended, lapsed, been declined or withdrawn.",
}


@dataclass(frozen=True)
class Row:
    """One case as this reader is told it."""

    ref: str
    href: str
    name: str
    company: str
    state: str
    colour: str
    age: str
    late: str
    waiting: str
    waiting_names: str
    starts: str
    ends: str
    agreement: str
    agreement_href: str
    may_pick: bool


@dataclass(frozen=True)
class View:
    label: str
    count: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Heading:
    """A column; with an address when it sorts. `order` is what aria-sort says."""

    label: str
    href: str = ""
    order: str = ""


@dataclass(frozen=True)
class Page:
    wanted: Wanted
    count: str
    order: str
    views: Sequence[View]
    headings: Sequence[Heading]
    rows: Sequence[Row]
    nothing: str
    first_href: str
    next_href: str
    may_take_several: bool


def of(wanted: Wanted, found: queries.Page, *, reader: Person, here: str, after: str) -> Page:
    """`here` is the signed place this page begins at, `after` the one it ends at."""
    asked, of_views = queries.counts(wanted, reader=reader)
    may_take_several = policy.why_not(reader, "agreement.download_many", None) is None
    return Page(
        wanted=wanted,
        count=_many(asked),
        order=wanted.order_in_words,
        views=[_view(view, of_views[view], wanted) for view in filters.VIEWS],
        headings=[_heading(column, wanted) for column in COLUMNS],
        rows=[_row(case, reader, may_take_several=may_take_several) for case in found.cases],
        nothing=NO_MATCH if wanted.is_narrowed else NOTHING[wanted.view],
        first_href=ADDRESS + wanted.as_query() if here else "",
        next_href=ADDRESS + wanted.as_query(after) if after else "",
        may_take_several=may_take_several,
    )


def _many(count: int) -> str:
    most = queries.MOST_COUNTED
    return f"{most:,}+" if count > most else f"{count:,}"


def _view(view: str, count: int, wanted: Wanted) -> View:
    href = ADDRESS + replace(Wanted(), view=view).as_query()
    return View(filters.VIEWS[view], _many(count), href, is_current=wanted.view == view)


def _heading(column: str, wanted: Wanted) -> Heading:
    if column not in filters.SORTS:
        return Heading(COLUMNS[column])
    order = ""
    if wanted.sort == column:
        order = "descending" if wanted.turned else "ascending"
    return Heading(COLUMNS[column], ADDRESS + wanted.sorted_by(column).as_query(), order)


def _row(case: Case, person: Person, *, may_take_several: bool) -> Row:
    s = case.secondment
    reader = reader_of(person, s)
    is_masked = _is_masked(s, reader)
    waiting, names = (WITH_THE_OTHERS, "") if is_masked else _waiting(s)
    agreement, agreement_href = _agreement(s)
    return Row(
        ref=s.ref,
        href=f"{ADDRESS}/{s.ref}",
        name=s.applicant.name,
        company=s.company.name if s.company else NOT_YET,
        state=_state(s, reader),
        colour=words.state_colour(s.state),
        age=words.age((clock.now() - s.state_since).days),
        late="" if is_masked else _late(s),
        waiting=waiting,
        waiting_names=names,
        starts=words.day_short(case.starts_on) if case.starts_on else NOT_YET,
        ends=words.day_short(case.ends_on) if case.ends_on else NOT_YET,
        agreement=agreement,
        agreement_href=agreement_href,
        may_pick=may_take_several and bool(agreement_href),
    )


def _state(s: Secondment, reader: Reader) -> str:
    if not reader.is_company:
        return words.state_row(s.state)
    return words.state_for(s.state, reader.side) or WITH_THE_OTHERS


def _late(s: Secondment) -> str:
    today = clock.today(s.zone)
    due = [turn.due_on for turn in of_the_case(s.turns) if turn.due_on]
    days = max(((today - due_on).days for due_on in due), default=0)
    return f"{words.counted(days, 'day')} late" if days > 0 else ""


def _is_masked(s: Secondment, reader: Reader) -> bool:
    """A company is not told who on the other side has it, nor how late they are."""
    turns = of_the_case(s.turns)
    return reader.is_company and any(is_before_the_company(t.duty) for t in turns)


def _waiting(s: Secondment) -> tuple[str, str]:
    """Which side has it, and who."""
    turns = sorted(of_the_case(s.turns), key=lambda turn: (turn.duty, turn.person.name))
    if not turns:
        return _nobody(s)
    sides = {side_of(turn.duty) for turn in turns}
    names = words.listed(dict.fromkeys(turn.person.name for turn in turns))
    if sides == {SIGNATURES}:
        return "Signatures", names
    if OFFICE in sides:
        return "Contracts office", names
    return words.listed(dict.fromkeys(role_words(s, turn.duty) for turn in turns)), names


def _nobody(s: Secondment) -> tuple[str, str]:
    if s.state in {State.PROPOSED, State.SUPERVISOR_APPROVED}:
        return "Nobody yet", "nobody holds the role that decides"
    if s.state is State.CONTRACT_ISSUED:
        is_signed = s.agreement is not None and s.agreement.is_fully_signed
        return "Nobody", "starts by itself" if is_signed else "the document is being made"
    return "Nobody", ""


def _agreement(s: Secondment) -> tuple[str, str]:
    """How far the newest standing version is, and where its signed file is."""
    agreement: Agreement | None = s.agreement
    if agreement is None:
        return NOT_YET, ""
    if agreement.status is Status.EXECUTED:
        return "Signed", f"{ADDRESS}/{s.ref}/agreement/v{agreement.version}.pdf"
    signed = sum(1 for x in agreement.signatories if x.act is not None)
    return f"{signed} of {len(agreement.signatories)} signed", ""
