"""Looking at a page as axe does, and at what a narrow screen does to it."""

from functools import cache

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a narrow screen can change: how large, where and on what a thing stands.
OF_LAYOUT = ["color-contrast", "scrollable-region-focusable", "target-size"]
# Not preloaded: that is for css-orientation-lock alone, and no stylesheet asks how one holds it.
AXE = """async (rules) => {
  const found = await axe.run({runOnly: rules, resultTypes: ["violations"], preload: false});
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} ${node.html}`));
}"""
# What is behind a line that opens, and under a choice that is not taken.
OPEN_ALL = """() => {
  document.querySelectorAll("details").forEach((part) => { part.open = true; });
  document.querySelectorAll(".nhsuk-radios__conditional, .nhsuk-checkboxes__conditional")
    .forEach((part) => part.style.setProperty("display", "block", "important"));
}"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((part) =>
    part.getBoundingClientRect().right > room + 1 && !part.closest(".scroller"));
  return wide.slice(0, 3).map((part) => part.outerHTML.slice(0, 160))
    .concat(`the page is ${document.documentElement.scrollWidth} px wide`);
}"""
WIDE = 1280
WIDTHS = {WIDE: RULES, 390: OF_LAYOUT}
NARROWEST = 320


@cache
def axe_script() -> str:
    return AXE_FILE_PATH.read_text(encoding="utf-8")


def problems(page: Page, *, narrow: bool = True) -> list[str]:
    """Of the page as it stands: axe, and overflow at the narrowest width.

    Every rule on a wide screen; where `narrow`, those that layout decides on a telephone too.
    """
    page.evaluate(OPEN_ALL)
    page.evaluate(axe_script())
    widths = WIDTHS if narrow else (WIDE,)
    found = [f"{width} px: {line}" for width in widths for line in axe(page, width)]
    return found + [f"{NARROWEST} px: {line}" for line in too_wide(page)]


def axe(page: Page, width: int) -> list[str]:
    _resize(page, width)
    lines: list[str] = page.evaluate(AXE, WIDTHS[width])
    return lines


def too_wide(page: Page) -> list[str]:
    """What sticks out at the narrowest width; nothing when the page does not scroll sideways."""
    _resize(page, NARROWEST)
    # The library folds the menu a moment after a change of width.
    for _ in range(10):
        lines: list[str] = page.evaluate(TOO_WIDE)
        if not lines:
            return []
        page.wait_for_timeout(100)
    return lines


def _resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
