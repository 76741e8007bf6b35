"""A person of the demonstration at a browser of their own, and what must never happen there."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Playwright,
    Response,
    expect,
)

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PATIENCE_MS = 20_000  # the machine may be shared
# Of which Chromium also tells the console; `Visitor.expecting` says which are meant.
REFUSAL = "Failed to load resource: the server responded with a status of"


def chromium(playwright: Playwright) -> Browser:
    """This machine's own Chromium, without a window."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "There is no Chromium on this machine: `make test` installs it."
    return playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))


@dataclass
class Visitor:
    """One browser context; `troubles` is what went wrong in it, in sentences."""

    name: str
    addresses: list[str]
    page: Page
    troubles: list[str] = field(default_factory=list)
    refusals_meant: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.turns = cycle(self.addresses)
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("request", lambda request: self._stays_home(request.url))
        self.page.on("console", self._hears)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("response", self._was_answered)

    def signs_in(self) -> None:
        """By the demonstration's one click."""
        self.opens("/demo")
        self.presses(f"Sign in as {self.name}")
        expect(self.heading("Your work")).to_be_visible()

    @contextmanager
    def expecting(self, status: int) -> Iterator[None]:
        """Inside, this answer is no trouble."""
        self.refusals_meant.add(status)
        yield
        self.refusals_meant.discard(status)

    @property
    def address(self) -> str:
        return "{0.scheme}://{0.netloc}".format(urlsplit(self.page.url))

    # What a person does.

    def opens(self, path: str) -> None:
        """At the next of the addresses, where there are several."""
        address = next(self.turns) + path
        try:
            self.page.goto(address)
        except Error as error:
            # The page was still on its way to where the last button led.
            if "ERR_ABORTED" not in str(error):
                raise
            self.page.wait_for_load_state()
            self.page.goto(address)

    def follows(self, link: str, *, exact: bool = True) -> None:
        self.page.get_by_role("link", name=link, exact=exact).first.click()

    def presses(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def goes_on(self, label: str) -> None:
        """By a button, or by a link that looks like one."""
        link = self.page.get_by_role("link", name=label, exact=True)
        link.or_(self.page.get_by_role("button", name=label, exact=True)).first.click()

    def types(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)

    def chooses(self, label: str, option: str) -> None:
        """From a list."""
        self.page.get_by_label(label).select_option(label=option)

    def picks(self, question: str, answer: str, *, exact: bool = False) -> None:
        """One of a few; `exact` where the words of one begin another."""
        self.group(question).get_by_label(answer, exact=exact).check()

    def ticks(self, *statements: str) -> None:
        for statement in statements:
            self.page.get_by_label(statement).check()

    def dates(self, question: str, day: int, month: int, year: int) -> None:
        for box, number in (("Day", day), ("Month", month), ("Year", year)):
            self.group(question).get_by_label(box).fill(str(number))

    # What a person sees.

    def group(self, question: str) -> Locator:
        return self.page.get_by_role("group", name=question)

    def heading(self, text: str) -> Locator:
        return self.page.get_by_role("heading", level=1, name=text)

    def reads(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_role("main")).to_contain_text(text, timeout=PATIENCE_MS)

    def is_at(self, heading: str) -> None:
        expect(self.heading(heading)).to_be_visible(timeout=PATIENCE_MS)

    def seen(self) -> str:
        """What the page says, short, for a failed test."""
        try:
            said = self.page.locator("body").inner_text(timeout=1000)
        except Error as problem:
            return str(problem)
        return "\n".join(line for line in said.splitlines() if line.strip())[:3000]

    @property
    def ref(self) -> str:
        """The reference of the secondment whose page this is."""
        found = re.search(r"SEC-[0-9A-Z]{4}-[0-9A-Z]{2}", self.page.url)
        assert found, f"{self.page.url} is no page of a secondment"
        return found[0]

    # What must not happen.

    def _stays_home(self, url: str) -> None:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if origin not in self.addresses and not url.startswith(("data:", "blob:")):
            self.troubles.append(f"asked for {url}")

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(REFUSAL):
            self.troubles.append(f"console: {message.text} ({self.page.url})")

    def _was_answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.refusals_meant:
            said = f"{response.status} to {response.request.method} {response.url}"
            self.troubles.append(said)
