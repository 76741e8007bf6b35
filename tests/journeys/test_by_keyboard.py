"""Propose, approve and sign by keyboard alone; every stop shows that it has the focus."""

from tests.journeys import acts
from tests.journeys.conftest import Cast
from tests.journeys.keys import Keyboard
from tests.journeys.stage import Stage

HOST_SIGNATORY = "Victor Sandoval"


def test_a_section_of_the_proposal_is_filled_in_by_keyboard(stage: Stage, cast: Cast) -> None:
    trainee = cast(acts.TRAINEE)
    trainee.opens(f"/secondments/{stage.found['blank']}/proposal")
    keyboard = Keyboard(trainee.page)
    keyboard.presses("Dates and time")
    days = {"First day": ("4", "8", "2031"), "Last day": ("1", "8", "2032")}
    days |= {"When do you return": ("2", "8", "2032")}
    for question, day in days.items():
        for box, number in zip(("Day", "Month", "Year"), day, strict=True):
            keyboard.types(box, number, question)
    keyboard.types("How much of your working time?", "1")
    keyboard.presses("Save and continue")
    trainee.is_at("Pay and charges")
    assert keyboard.dark == []


def test_a_supervisor_decides_by_keyboard(stage: Stage, cast: Cast) -> None:
    supervisor = cast(acts.SUPERVISOR)
    supervisor.opens(f"/secondments/{stage.found['for the keyboard']}/approve")
    keyboard = Keyboard(supervisor.page)
    keyboard.ticks("Support it")
    keyboard.types("Note", "Ready for it.")
    keyboard.ticks("I have read version 1")
    keyboard.presses("Give this decision")
    supervisor.reads("Your decision is recorded.")
    assert keyboard.dark == []


def test_a_term_is_negotiated_by_keyboard(stage: Stage, cast: Cast) -> None:
    path = f"/secondments/{stage.found['approved']}/terms"
    lead, office = cast(acts.LEAD), cast(acts.OFFICE)
    lead.opens(f"{path}/delay_max")
    keyboard = Keyboard(lead.page)
    keyboard.types("Longest delay of publication", "90")
    keyboard.types("Why", "A filing takes a quarter.")
    keyboard.presses("Send offer")
    lead.reads("Your offer is with the other side.")
    assert keyboard.dark == []
    office.opens(path)
    keyboard = Keyboard(office.page)
    keyboard.presses("Accept: 90 days")
    office.reads("Your side has said yes to")
    assert keyboard.dark == []


def test_a_signatory_signs_by_keyboard(stage: Stage, cast: Cast) -> None:
    signatory = cast(HOST_SIGNATORY)
    signatory.opens(f"/sign/{stage.found[f'seat of {HOST_SIGNATORY}']}")
    keyboard = Keyboard(signatory.page)
    keyboard.ticks("Sign this agreement")
    keyboard.types("Type your full name", HOST_SIGNATORY)
    for _box in range(signatory.group("By signing you say").get_by_role("checkbox").count()):
        keyboard.ticks("", question="By signing you say")
    keyboard.presses("Continue")
    signatory.is_at("Check and sign")
    keyboard.types("Your password", stage.password)
    keyboard.presses("Sign the agreement")
    signatory.is_at("You have signed")
    assert keyboard.dark == []


def test_the_first_stop_leads_past_the_menu(stage: Stage, cast: Cast) -> None:
    reader = cast(acts.DEAN)
    reader.opens("/secondments")
    Keyboard(reader.page).goes_to("Skip to main content")
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("() => document.activeElement.id") == "maincontent"
