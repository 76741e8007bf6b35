"""One browser and one running service for the journeys; every person has a context of their own."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from tests.journeys.stage import Stage, a_stage
from tests.journeys.visitor import Visitor, chromium
from tests.postgres import a_server

WIDE, NARROW = 1280, 390
WITH_THEIR_OWN = ("test_cases", "test_t1", "test_ways_in", "test_provider", "test_make_run")
Cast = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = chromium(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """The demonstration and a case at every other place, on the demonstration's clock."""
    with a_server() as urls, a_stage(urls, prepare=Stage.with_the_gallery) as running:
        yield running


class Visitors:
    """Opens a browser for a person at a stage, and knows all that are open."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.opened: list[Visitor] = []

    def __call__(
        self, stage: Stage, name: str, *, signed_in: bool = True, width: int = WIDE, **options: Any
    ) -> Visitor:
        size = {"width": width, "height": 900}
        context = self.browser.new_context(viewport=size, reduced_motion="reduce", **options)
        visitor = Visitor(name, stage.addresses, context.new_page())
        self.opened.append(visitor)
        if signed_in:
            visitor.signs_in()
        return visitor

    def cast(self, stage: Stage, **options: Any) -> Cast:
        """The people of a stage, each at their browser from the first time they are named."""
        known: dict[str, Visitor] = {}

        def named(name: str) -> Visitor:
            if name not in known:
                known[name] = self(stage, name, **options)
            return known[name]

        return named

    def what_they_see(self) -> str:
        """For a failed test: where each is and what the page says."""
        return "\n".join(f"── {v.name} at {v.page.url}\n{v.seen()}" for v in self.opened)


@pytest.fixture
def somebody(browser: Browser) -> Iterator[Visitors]:
    """Whoever a test needs; afterwards nothing may have gone wrong at any browser."""
    visitors = Visitors(browser)
    yield visitors
    for visitor in visitors.opened:
        visitor.page.context.close()
    assert [(v.name, trouble) for v in visitors.opened for trouble in v.troubles] == []


@pytest.fixture
def cast(stage: Stage, somebody: Visitors) -> Cast:
    return somebody.cast(stage)


class ByService(LoadScopeScheduling):
    """Whole services beside each other: one for all who share the gallery, which is made once."""

    def _split_scope(self, nodeid: str) -> str:
        module = Path(nodeid.partition("::")[0]).stem
        return module if module in WITH_THEIR_OWN else "gallery"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByService:
    return ByService(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed journey shows what the processes said and what was on the screens."""
    report = yield
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            if isinstance(value, Stage):
                report.sections.append(("what the service said", value.said()))
            if isinstance(value, Visitors):
                report.sections.append(("what the people saw", value.what_they_see()))
    return report
