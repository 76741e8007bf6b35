"""Going through a page by keyboard alone, looking at every stop whether it shows its focus."""

from playwright.sync_api import Page

MOST_STOPS = 150
# How everything that can take the focus looks while it has none.
LEARN = """() => {
  const drawn = (style) => [
    style.outlineStyle === "none" ? "" : style.outline, style.boxShadow, style.borderColor,
    style.borderWidth, style.backgroundColor, style.textDecoration,
  ].join("|");
  window.look = (part) => {
    const label = part.labels?.[0];
    const mark = label ? drawn(getComputedStyle(label, "::before")) : "";
    return drawn(getComputedStyle(part)) + mark;
  };
  const stops = "a, button, input, select, textarea, summary, [tabindex]";
  window.before = new Map([...document.querySelectorAll(stops)]
    .map((part) => [part, window.look(part)]));
}"""
STOP = """() => {
  const part = document.activeElement;
  if (part === document.body) return null;
  const box = part.getBoundingClientRect();
  const said = part.labels?.[0]?.innerText || part.getAttribute("aria-label") || part.innerText;
  return {
    name: (said || "").trim(),
    question: part.closest("fieldset")?.querySelector("legend")?.innerText.trim() || "",
    shows: !window.before.has(part) || window.look(part) !== window.before.get(part),
    visible: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    html: part.outerHTML.slice(0, 150),
  };
}"""


class Keyboard:
    """Of one page; `dark` are the stops that did not show their focus."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dark: list[str] = []

    def goes_to(self, name: str, question: str = "") -> None:
        """Tab until something of this name has the focus."""
        if not self.page.evaluate("() => Boolean(window.before)"):
            self.page.evaluate(LEARN)
        passed = []
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP)
            if stop is None:
                continue
            if not (stop["shows"] and stop["visible"]):
                self.dark.append(stop["html"])
            if name in stop["name"] and question in stop["question"]:
                return
            passed.append(stop["name"])
        raise AssertionError(f"Tab never reached “{name}”; it passed {passed}")

    def types(self, name: str, text: str, question: str = "") -> None:
        self.goes_to(name, question)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def ticks(self, name: str, question: str = "") -> None:
        self.goes_to(name, question)
        self.page.keyboard.press("Space")

    def presses(self, name: str) -> None:
        """Enter on a button or link; the next page is there afterwards."""
        self.goes_to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
