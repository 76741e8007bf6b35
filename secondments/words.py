"""How dates, moments, money, shares and states are said, on pages, in letters and in print."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

HOME_ZONE = "Europe/London"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WORKING_DAYS = 5
MINUS = "\u2212"


def day(when: date) -> str:
    """4 August 2027. A moment is taken as its day in the home zone."""
    d = _day(when)
    return f"{d.day} {MONTHS[d.month - 1]} {d.year}"


def day_short(when: date) -> str:
    """4 Aug 2027, for tables."""
    d = _day(when)
    return f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}"


def day_of_year(when: date) -> str:
    """4 August, where the year is plain."""
    d = _day(when)
    return f"{d.day} {MONTHS[d.month - 1]}"


def day_range(first: date, last: date) -> str:
    """4 August 2027 to 1 August 2028; 4 February to 3 May 2028; 2 to 9 May 2028."""
    a, b = _day(first), _day(last)
    if a == b:
        return day(a)
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day} to {day(b)}"
    return f"{day_of_year(a) if a.year == b.year else day(a)} to {day(b)}"


def clock_time(at: datetime, zone: str = HOME_ZONE) -> str:
    """16:31 BST: for acts that bind."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M} {zone_word(local)}"


def clock_time_short(at: datetime, zone: str = HOME_ZONE) -> str:
    """16:31, where the page says that times are UK time."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def moment(at: datetime, zone: str = HOME_ZONE) -> str:
    """14 June 2027, 16:31 BST."""
    return f"{day(at.astimezone(ZoneInfo(zone)).date())}, {clock_time(at, zone)}"


def zone_word(at: datetime) -> str:
    """BST, GMT, CET; UTC+4 where a zone has no letters of its own."""
    word = at.tzname() or "UTC"
    return word if word[0].isalpha() else f"UTC{word[0]}{word[1:].lstrip('0')}"


def money(amount: Decimal | int) -> str:
    """£102,306.06: pounds, pence always."""
    pounds = Decimal(amount)
    return f"{MINUS if pounds < 0 else ''}£{abs(pounds):,.2f}"


def percent(rate: Decimal | int) -> str:
    """23.78% from Decimal("23.78")."""
    return f"{_plain(Decimal(rate))}%"


def share(of_full_time: Decimal) -> str:
    """0.2 of full time (1 day a week); full time."""
    if of_full_time == 1:
        return "full time"
    days = _plain(of_full_time * WORKING_DAYS)
    a_week = {"1": "1 day", "0.5": "half a day"}.get(days, f"{days} days")
    return f"{_plain(of_full_time)} of full time ({a_week} a week)"


def age(days: int) -> str:
    """9 days; less than a day."""
    return "less than a day" if days < 1 else counted(days, "day")


def due(days_left: int) -> str:
    """Words for a date ahead or behind: in 13 days; today; 7 days late."""
    if days_left == 0:
        return "today"
    return (
        f"in {counted(days_left, 'day')}" if days_left > 0 else f"{counted(-days_left, 'day')} late"
    )


def wait(seconds: int) -> str:
    """How long until something may be tried again, rounded up: 1 minute, 2 hours, 1 day."""
    for length, unit in ((86_400, "day"), (3_600, "hour")):
        if seconds > length:
            return counted(-(-seconds // length), unit)
    return counted(-(-seconds // 60), "minute")


def counted(number: int, thing: str, things: str = "") -> str:
    """1 day, 2 days, 1,204 secondments."""
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"


def in_a_sentence(label: str) -> str:
    """A label without its capital, unless it begins with letters that keep theirs: GMC, CCT."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def listed(names: Iterable[str]) -> str:
    """A, B and C."""
    *most, last = [str(name) for name in names] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def hash_short(digest: str) -> str:
    """3f9c 41d7 … 8be2 a20e: enough to compare by eye."""
    return f"{hash_full(digest[:8])} … {hash_full(digest[-8:])}"


def hash_full(digest: str) -> str:
    """A whole fingerprint, in fours."""
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))


def file_size(size_bytes: int) -> str:
    """212 KB, 1.4 MB."""
    if size_bytes < 1000:
        return counted(size_bytes, "byte")
    if size_bytes < 999_500:
        return f"{size_bytes / 1000:.0f} KB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def _day(when: date) -> date:
    return when.astimezone(ZoneInfo(HOME_ZONE)).date() if isinstance(when, datetime) else when


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# What each reader is told of a state. The first wording whose named facts are all known is used.
IN_A_ROW: Mapping[str, str] = {
    "draft": "Draft",
    "proposed": "Proposed",
    "supervisor_approved": "Supervisor approved",
    "company_agreed": "Company agreed",
    "contract_issued": "Contract issued",
    "active": "Active",
    "completed": "Completed",
    "returned": "Returned",
    "declined": "Declined",
    "withdrawn": "Withdrawn",
    "lapsed": "Lapsed",
    "ended_early": "Ended early",
}
IN_A_ROW_TO_THE_COMPANY = {"returned": "Being changed", "declined": "Not proceeding"}
TO_EVERYONE: Mapping[str, tuple[str, ...]] = {
    "company_agreed": ("Agreed, the contract is being prepared",),
    "contract_issued": (
        "Out for signature, {signed} of {signatories} signed",
        "The contract is being made",
    ),
    "active": ("Under way, until {ends_on}", "Under way"),
    "completed": ("Completed on {ended_on}", "Completed"),
    "withdrawn": ("Withdrawn by the applicant",),
    "lapsed": ("Lapsed: {why_lapsed}", "Lapsed"),
    "ended_early": ("Ended early on {ended_on}", "Ended early"),
}
TO_THE_HOME_SIDE: Mapping[str, tuple[str, ...]] = {
    **TO_EVERYONE,
    "draft": ("Draft",),
    "proposed": ("With the supervisors",),
    "supervisor_approved": ("Approved, the company is deciding",),
    "returned": ("Returned for changes",),
    "declined": ("Declined by {by}", "Declined"),
}
TO_THE_APPLICANT: Mapping[str, tuple[str, ...]] = {
    **TO_THE_HOME_SIDE,
    "draft": ("Draft, only you can see it",),
    "proposed": ("With your supervisors",),
    "returned": ("Returned to you for changes",),
    "withdrawn": ("Withdrawn by you",),
}
TO_THE_COMPANY: Mapping[str, tuple[str, ...]] = {
    **TO_EVERYONE,
    "proposed": ("Being approved again on the applicant’s side",),
    "supervisor_approved": ("Waiting for you to agree",),
    "returned": ("Being changed by the applicant",),
    "declined": ("Not proceeding",),
}
READERS = {
    "applicant": TO_THE_APPLICANT,
    "home": TO_THE_HOME_SIDE,
    "company": TO_THE_COMPANY,
}
COLOURS = {
    "active": "green",
    "returned": "yellow",
    **dict.fromkeys(
        ("draft", "completed", "declined", "withdrawn", "lapsed", "ended_early"), "grey"
    ),
}


def state_row(state: str, reader: str = "home") -> str:
    """The state in one or two words, for a table or a tag, as `reader` is told it."""
    told = {**IN_A_ROW, **IN_A_ROW_TO_THE_COMPANY} if reader == "company" else IN_A_ROW
    return told[str(state)]


def state_colour(state: str) -> str:
    """The tag's colour: white under way, green active, yellow returned, grey ended."""
    return COLOURS.get(str(state), "white")


def state_for(state: str, reader: str = "home", **facts: object) -> str:
    """The state as `reader` ("applicant", "home", "company") is told it.

    Facts: signed, signatories, ends_on, ended_on, by. What a company never sees is "".
    """
    known = {
        name: day(fact) if isinstance(fact, date) else str(fact)
        for name, fact in facts.items()
        if fact is not None
    }
    for wording in READERS[reader].get(str(state), ()):
        try:
            return wording.format(**known)
        except KeyError:
            continue
    return ""
