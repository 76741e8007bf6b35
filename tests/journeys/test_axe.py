"""Every page, as every kind of reader, wide and narrow: nothing that axe or a telephone minds."""

import re

import pytest
from werkzeug.routing import Map, Rule

from tests.journeys import acts, tour
from tests.journeys.conftest import Cast, Visitors
from tests.journeys.looking import problems
from tests.journeys.stage import Stage
from tests.journeys.visitor import Visitor

STRANGER = "SEC-0000-00"


@pytest.mark.parametrize("who", tour.TOUR)
def test_no_page_has_a_violation_or_scrolls_sideways(
    stage: Stage, somebody: Visitors, who: str
) -> None:
    visitor = somebody(stage, who, signed_in=who != tour.NOBODY)
    paths = tour.paths_of(who, stage.found)
    narrow = who in tour.ON_A_TELEPHONE
    found = ((path, at(visitor, path, narrow=narrow)) for path in paths)
    nothing([f"{path} {problem}" for path, problems_there in found for problem in problems_there])


def test_a_form_with_problems_and_every_refusal_pass_too(stage: Stage, cast: Cast) -> None:
    trainee = cast(acts.TRAINEE)
    with trainee.expecting(404):
        found = at(trainee, f"/secondments/{STRANGER}")
    with trainee.expecting(403):
        found += at(trainee, "/settings/organisations")
    with trainee.expecting(400):
        trainee.opens("/secondments/new")
        trainee.presses("Start the proposal")
        trainee.reads("There is a problem")
        found += problems(trainee.page)
    with trainee.expecting(409):
        found += at(trainee, f"/secondments/{stage.found['proposed']}/proposal/dates")
    nothing(found)


def test_the_check_pages_of_acts_that_bind_pass_too(stage: Stage, cast: Cast) -> None:
    signatory, trainee = cast(acts.EMPLOYER_SIGNATORY), cast(acts.TRAINEE)
    acts.answers_to_sign(signatory, f"/sign/{stage.found['seat of Daniel Reyes']}")
    trainee.opens(f"/secondments/{stage.found['draft']}/withdraw")
    trainee.picks("Why are you withdrawing it?", "Change of circumstances")
    trainee.presses("Check, then withdraw this proposal")
    trainee.is_at("Withdraw this proposal")
    nothing(problems(signatory.page) + problems(trainee.page))


def test_the_page_that_a_letter_leads_to_passes_too(stage: Stage, somebody: Visitors) -> None:
    visitor = somebody(stage, "Jonah Price", signed_in=False)
    visitor.opens("/forgotten-password")
    visitor.types("Email address", "jonah.price@northmoor.example")
    visitor.page.get_by_role("main").get_by_role("button").click()
    text = stage.letter("Jonah Price", "Choose a new password").get_content()
    visitor.opens(re.search(r"/choose-password/\S+", text)[0])
    nothing(problems(visitor.page))


def test_no_page_is_forgotten(stage: Stage) -> None:
    doors = pages_of(stage)
    visited = {
        doors.bind("").match(path.partition("?")[0])[0]
        for who in tour.TOUR
        for path in tour.paths_of(who, stage.found)
    }
    forgotten = {rule.endpoint for rule in doors.iter_rules()} - visited - set(tour.NO_PAGES)
    assert forgotten == set()


def nothing(found: list[str]) -> None:
    assert not found, "\n" + "\n".join(found)


def at(visitor: Visitor, path: str, *, narrow: bool = True) -> list[str]:
    visitor.opens(path)
    return problems(visitor.page, narrow=narrow)


def pages_of(stage: Stage) -> Map:
    """Every address that answers GET, as `flask routes` lists them."""
    lines = (re.split(r"\s{2,}", line.strip()) for line in stage.flask("routes").splitlines()[2:])
    return Map([Rule(rule, endpoint=name) for name, ways, rule in lines if "GET" in ways])
