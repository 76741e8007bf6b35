"""What a reader asks of the register: a view, filters and an order, as an address carries them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from secondments.errors import InvalidInput
from secondments.forms import BOXES, day_of
from secondments.secondment.duties import SIDES
from secondments.secondment.lifecycle import State

ALL, MINE, SIGNING, ACTIVE, OVER = "all", "mine", "signing", "active", "over"
VIEWS: Mapping[str, str] = {
    ALL: "All",
    MINE: "Waiting for me",
    SIGNING: "Out for signature",
    ACTIVE: "Active",
    OVER: "Lapsed or ended",
}
CHANGED, SECONDEE, COMPANY, AGE, STARTS, ENDS = (
    "changed",
    "secondee",
    "company",
    "age",
    "starts",
    "ends",
)
# The order in words, and the same the other way round.
SORTS: Mapping[str, tuple[str, str]] = {
    CHANGED: ("last changed first", "longest unchanged first"),
    SECONDEE: ("by surname", "by surname from Z to A"),
    COMPANY: ("by company", "by company from Z to A"),
    AGE: ("longest in their state first", "newest in their state first"),
    STARTS: ("first start first", "last start first"),
    ENDS: ("first end first", "last end first"),
}
STATES: Mapping[str, str] = {state.value: state.label for state in State}
TURNED = "down"
LONGEST_TEXT = 100
NO_SUCH = "“{given}” is nothing this list can be narrowed to. Choose from what the page offers."
NO_DAY = "“{given}” is not a real date. Enter a day, month and year, for example 4 8 2027."
SHOWN_OF_A_MISTAKE = 40


@dataclass(frozen=True)
class Wanted:
    """One question to the register. Empty: no matter."""

    view: str = ALL
    text: str = ""
    state: str = ""
    side: str = ""
    starts_from: date | None = None
    starts_to: date | None = None
    sort: str = CHANGED
    turned: bool = False

    @property
    def is_narrowed(self) -> bool:
        return replace(self, view=ALL, sort=CHANGED, turned=False) != Wanted()

    @property
    def order_in_words(self) -> str:
        return SORTS[self.sort][self.turned]

    def sorted_by(self, sort: str) -> "Wanted":
        """The same in another order; asked for again, the other way round."""
        return replace(self, sort=sort, turned=self.sort == sort and not self.turned)

    def as_query(self, after: str = "") -> str:
        """The address's part after the path, or nothing."""
        said = {
            "view": self.view if self.view != ALL else "",
            "q": self.text,
            "state": self.state,
            "on": self.side,
            "from": self.starts_from or "",
            "to": self.starts_to or "",
            "sort": self.sort if self.sort != CHANGED else "",
            "order": TURNED if self.turned else "",
            "after": after,
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"?{query}" if query else ""


def read(asked: Mapping[str, str]) -> Wanted:
    """Raises InvalidInput for a choice that is not offered and for what is no day."""
    return Wanted(
        view=_one_of(VIEWS, asked.get("view", "")) or ALL,
        text=_text(asked.get("q", "")),
        state=_one_of(STATES, asked.get("state", "")),
        side=_one_of(SIDES, asked.get("on", "")),
        starts_from=_day(asked, "from"),
        starts_to=_day(asked, "to"),
        sort=_one_of(SORTS, asked.get("sort", "")) or CHANGED,
        turned=bool(_one_of({TURNED: TURNED}, asked.get("order", ""))),
    )


def _one_of(offered: Mapping[str, object], given: str) -> str:
    if given and given not in offered:
        raise InvalidInput(NO_SUCH.format(given=given[:SHOWN_OF_A_MISTAKE]))
    return given


def _text(given: str) -> str:
    kept = "".join(letter for letter in given if letter.isprintable())
    return " ".join(kept.split())[:LONGEST_TEXT]


def _day(asked: Mapping[str, str], name: str) -> date | None:
    """A day as a link carries it, `from=2027-08-04`, or as the form's three boxes send it."""
    boxes = {box: asked.get(f"{name}-{box}", "").strip() for box in BOXES}
    given = asked.get(name, "").strip() or " ".join(filter(None, boxes.values()))
    if not given:
        return None
    try:
        return day_of(boxes) if any(boxes.values()) else date.fromisoformat(given)
    except ValueError:
        raise InvalidInput(NO_DAY.format(given=given[:SHOWN_OF_A_MISTAKE])) from None
