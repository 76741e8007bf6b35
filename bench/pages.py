"""The pages that list and show secondments, with ten of them and with ten thousand.

`python -m bench.pages` prints every page for every reader, the filters and sorts too.
"""

import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import product

from flask.testing import FlaskClient

from bench.many import Many
from bench.office import Office, an_office
from bench.timing import Ratio, Times, ratio, side_by_side
from tests.postgres import HASTY
from tests.queries_counted import count_queries

PAGES = {"Your work": "/", "Register": "/secondments", "Case": "/secondments/{ref}"}
MORE = PAGES | {
    "History": "/secondments/{ref}/history",
    "Approvals": "/secondments/{ref}/approvals",
    "Calendar": "/calendar",
    "Register by start": "/secondments?sort=starts",
    "Register by surname": "/secondments?sort=secondee",
    "Register, a name": "/secondments?q=family0042",
    "Register, active": "/secondments?view=active",
}
FEW, MANY = 10, 10_000


@dataclass(frozen=True)
class Found:
    page: str
    reader: str
    queries: tuple[int, int]  # with few, with many
    few: Times
    many: Times

    @property
    def ratio(self) -> Ratio:
        return ratio(self.many, self.few)


def measure(turns: int, pages: dict[str, str] = PAGES) -> Iterator[Found]:
    """Every page as every kind of reader."""
    with ExitStack() as offices:
        few, many = (Filled(offices.enter_context(an_office(HASTY)), n) for n in (FEW, MANY))
        for reader, page in product(few.readers, pages):
            pair = few.visitor(reader, pages[page]), many.visitor(reader, pages[page])
            queries = pair[0].queries(), pair[1].queries()
            times = side_by_side(turns, *(visitor.visit for visitor in pair))
            yield Found(page, reader, queries, *times)


class Filled:
    """An office with so many secondments."""

    def __init__(self, office: Office, count: int) -> None:
        filled = Many(count)
        filled.insert(office.owner)
        self.readers: dict[str, uuid.UUID] = filled.readers()
        self.browsers = {who: office.browser_of(one) for who, one in self.readers.items()}
        self.ref = filled.known_ref

    def visitor(self, reader: str, path: str) -> "Visitor":
        return Visitor(self.browsers[reader], path.format(ref=self.ref))


@dataclass(frozen=True)
class Visitor:
    browser: FlaskClient
    path: str

    def queries(self) -> int:
        assert self.browser.get(self.path).status_code == 200, self.path
        with count_queries() as sent:
            self.browser.get(self.path)
        # The demonstration's clock is read now and then, whatever the page.
        return len([one for one in sent if "demo_clock" not in one])

    def visit(self, _turn: int, times: Times) -> None:
        with times.taken():
            self.browser.get(self.path)


def main(turns: int) -> None:
    begun = time.monotonic()
    print(f"{'reader':<18}{'page':<21}{'queries':>9}{f'{FEW} ms':>10}{f'{MANY} ms':>10}  ratio")
    for one in measure(turns, MORE):
        queries = " → ".join(str(n) for n in dict.fromkeys(one.queries))
        times = f"{one.few.median:10.1f}{one.many.median:10.1f}"
        print(f"{one.reader:<18}{one.page:<21}{queries:>9}{times}  {one.ratio}", flush=True)
    print(f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 15)
