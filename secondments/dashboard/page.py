"""What Your work and the calendar show: plain values, in the words of the office."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from secondments import clock, policy, words
from secondments.dashboard import mine, others, queries
from secondments.dashboard.mine import Item
from secondments.dashboard.queries import Ahead
from secondments.people import joining
from secondments.people.joining_models import JoinRequest
from secondments.people.models import Person
from secondments.secondment import added_queries
from secondments.secondment.models import Secondment
from secondments.words import HOME_ZONE

SOON = 8
IN_THE_CALENDAR = 100
REGISTER = "/secondments"
NOTHING_FOR_YOU = (
    "Nothing is waiting for you. When something is, we will email you and show it here."
)


@dataclass(frozen=True)
class Section:
    """One list: how many there are in all, those shown, and where the rest is."""

    heading: str
    code: str
    count: str
    items: Sequence[Item]
    nothing: str
    rest_href: str


@dataclass(frozen=True)
class Day:
    """One line of an agenda; for macros/case.html agenda()."""

    on: date
    what: str
    href: str
    who: str


@dataclass(frozen=True)
class Month:
    name: str
    days: Sequence[Day]


@dataclass(frozen=True)
class Page:
    in_short: str
    sections: Sequence[Section]
    soon: Sequence[Day]
    may_start: bool
    has_nothing: bool
    joining: JoinRequest | None = None  # what somebody without a role waits for


def of(reader: Person) -> Page:
    """Everything a person has to do or to wait for, in at most ten queries."""
    turns, waiting = queries.waiting_for(reader), queries.waiting_for_others(reader)
    companies = added_queries.to_confirm(reader, most=queries.SHOWN)
    under_way = queries.active(reader)
    counted = queries.counts(reader)
    mine_to_do = counted[0] + len(companies)
    shown = list(zip(turns, mine.items(turns, reader), strict=True))
    own = [turn for turn in turns if not turn.of_office]
    of_office = [item for turn, item in shown if turn.of_office]
    return Page(
        in_short=_in_short(mine_to_do, own, counted[1]),
        sections=(
            _section(
                "Waiting for you",
                "waiting-you",
                mine_to_do,
                [
                    *(item for turn, item in shown if not turn.of_office),
                    *map(mine.company, companies),
                ],
                NOTHING_FOR_YOU,
                "?view=mine",
            ),
            *_of_office(counted[1], of_office),
            _section(
                "Waiting for others",
                "waiting-others",
                counted[2],
                [others.item(turn, reader) for turn in waiting],
                "Nothing of yours is waiting for anybody else.",
            ),
            _section(
                "Active",
                "active",
                counted[3],
                [_active(s) for s in under_way],
                "No secondment that concerns you is under way today.",
                "?view=active",
            ),
        ),
        soon=[_with_its_year(day) for day in days_ahead(reader, most=SOON)],
        may_start=policy.why_not(reader, "secondment.begin", None) is None,
        has_nothing=not any((mine_to_do, *counted[1:])),
        joining=None if reader.memberships else joining.waiting_of(reader),
    )


def days_ahead(reader: Person, *, most: int) -> list[Day]:
    """The next days that matter to a person, the nearest first."""
    found = queries.ahead(reader, today=clock.today(HOME_ZONE), most=most)
    return [_day(one) for one in found]


def months_ahead(reader: Person) -> list[Month]:
    """The same under their months."""
    days = days_ahead(reader, most=IN_THE_CALENDAR)
    by_month = groupby(days, key=lambda day: f"{words.MONTHS[day.on.month - 1]} {day.on.year}")
    return [Month(name, list(group)) for name, group in by_month]


def _of_office(count: int, items: Sequence[Item]) -> Iterator[Section]:
    """What several people may do, where there is any of it."""
    if count:
        yield _section("Waiting for your office", "waiting-office", count, items, "", "?view=mine")


def _in_short(count: int, turns: Sequence[queries.MyTurn], in_office: int) -> str:
    if not count:
        waiting = words.counted(in_office, "thing is", "things are")
        office = f" {waiting} waiting for your office." if in_office else ""
        return f"Nothing is waiting for you.{office}"
    waits = f"{words.counted(count, 'thing is', 'things are')} waiting for you."
    first = turns[0].turn if turns else None
    if first is None or first.due_on is None:
        return waits
    days = (first.due_on - clock.today(first.secondment.zone)).days
    when = "late" if days < 0 else f"due {words.due(days)}"
    return f"{waits} {'The first' if count > 1 else 'It'} is {when}."


def _section(
    heading: str, code: str, count: int, items: Sequence[Item], nothing: str, view: str = ""
) -> Section:
    most = queries.MOST_COUNTED
    said = f"{most:,}+" if count > most else f"{count:,}"
    rest = REGISTER + view if count > len(items) else ""
    return Section(heading, code, said, items, nothing, rest)


def _active(s: Secondment) -> Item:
    first, last = s.proposal.starts_on, s.proposal.ends_on
    if s.held_at:
        first = s.state_since.astimezone(ZoneInfo(s.zone)).date()
    return Item(
        title=others.whose(s),
        href=f"{REGISTER}/{s.ref}",
        about=f"{s.proposal.role_title or 'Role not said'} · {s.ref}",
        what=f"Under way since {words.day(first)}." if first else "",
        tag="Active",
        colour="green",
        side=f"ends {words.day(last)}" if last else "",
    )


def _with_its_year(day: Day) -> Day:
    """A list without months leaves the year out, so one of another year says it."""
    this_year = day.on.year == clock.today(HOME_ZONE).year
    return day if this_year else replace(day, what=f"{day.what}, {day.on.year}")


def _day(one: Ahead) -> Day:
    names = f"{one.secondee}, {one.company}" if one.company else one.secondee
    if one.what == queries.START:
        return Day(one.on, "First day", f"{REGISTER}/{one.ref}", names)
    if one.what == queries.END:
        return Day(one.on, "Last day", f"{REGISTER}/{one.ref}", names)
    return Day(one.on, mine.act(one.what), mine.address(one.what, one.ref), f"{names} · you")
