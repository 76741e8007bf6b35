"""Filling a proposal's form by the names of its controls, from the answers of a worked case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.journeys.visitor import Visitor

GO_ON, LONGEST = "Save and continue", 30


def starts(applicant: Visitor, who: str, company: str) -> str:
    """A proposal of somebody who says they are this, to this company. Its reference.

    With their university where there is a choice.
    """
    applicant.opens("/secondments/new")
    applicant.picks("Which of these are you?", who, exact=True)
    if (university := applicant.page.locator('[name="university_id"]')).count():
        university.first.check()
    applicant.presses("Start the proposal")
    applicant.is_at("Which company do you want to work with?")
    applicant.types("Name or company number", company)
    applicant.presses("Search")
    applicant.picks("Which company is it?", company)
    applicant.presses("Choose this company")
    applicant.is_at(f"Your secondment to {company}")
    return applicant.ref


def fills_in(applicant: Visitor, ref: str, given: Mapping[str, Any]) -> None:
    """Every section, until the task list is back; a page that asks again is answered again."""
    page = applicant.page
    applicant.opens(f"/secondments/{ref}/proposal")
    with page.expect_navigation():
        page.locator(".nhsuk-task-list__link").first.click()
    for _ in range(LONGEST):
        if page.get_by_role("button", name=GO_ON, exact=True).count() == 0:
            break
        answers(applicant, given)
        saves(applicant)
    applicant.opens(f"/secondments/{ref}/proposal")


def saves(applicant: Visitor) -> None:
    """And waits for where that leads: the next section, the task list, or the same page again."""
    with applicant.page.expect_navigation():
        applicant.presses(GO_ON)


def answers(applicant: Visitor, given: Mapping[str, Any]) -> None:
    """Whatever of it this page asks."""
    for name, answer in given.items():
        if answer is not None:
            _answer(applicant, name, answer)


def _answer(applicant: Visitor, name: str, answer: Any) -> None:
    page = applicant.page
    if page.locator(f'[name="{name}-day"]').count():
        on = date.fromisoformat(answer)
        for box, number in (("day", on.day), ("month", on.month), ("year", on.year)):
            page.locator(f'[name="{name}-{box}"]').fill(str(number))
        return
    control = page.locator(f'[name="{name}"]:not([type="hidden"])')
    if not control.count() or not control.first.is_visible():
        return
    said = {True: "yes", False: "no"}.get(answer, answer) if isinstance(answer, bool) else answer
    kind = control.first.get_attribute("type") or control.first.evaluate("it => it.localName")
    if kind in {"radio", "checkbox"}:
        for value in said if isinstance(said, list) else [said]:
            page.locator(f'[name="{name}"][value="{value}"]').check()
    elif kind == "select":
        control.select_option(value=said)
    else:
        for box, text in enumerate(said if isinstance(said, list) else [said]):
            control.nth(box).fill(str(text))
