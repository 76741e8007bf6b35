"""How the pages lie on a telephone and on paper."""

from tests.journeys import acts
from tests.journeys.conftest import NARROW, Visitors
from tests.journeys.stage import Stage

LEAST_BUTTON = 44
OUTSIDE_A_REGION = """() => [...document.querySelectorAll("table")]
  .filter((table) => table.scrollWidth > table.parentElement.clientWidth + 1)
  .filter((table) => !table.closest("[role=region][tabindex='0'][aria-label]"))
  .map((table) => table.caption?.innerText)"""


def test_only_wide_tables_scroll_each_in_a_region_that_can_be_focused(
    stage: Stage, somebody: Visitors
) -> None:
    office = somebody(stage, acts.OFFICE, width=NARROW)
    ref = stage.found["Dr Haddad, contract_issued"]
    for path in ("/secondments", f"/secondments/{ref}/costs", f"/secondments/{ref}/history"):
        office.opens(path)
        assert office.page.evaluate(OUTSIDE_A_REGION) == [], path


def test_on_a_telephone_the_tracker_stands_upright(stage: Stage, somebody: Visitors) -> None:
    trainee = somebody(stage, acts.TRAINEE, width=NARROW)
    trainee.opens(f"/secondments/{stage.found['proposed']}")
    stages = trainee.page.get_by_label("Stages of this secondment").get_by_role("listitem")
    tops = [box["y"] for box in (one.bounding_box() for one in stages.all()) if box]
    assert len(tops) == 6
    assert tops == sorted(set(tops))


def test_a_thumb_can_hit_every_button_that_decides(stage: Stage, somebody: Visitors) -> None:
    lead = somebody(stage, acts.LEAD, width=NARROW)
    for path in ("approve", "company", "costs"):
        lead.opens(f"/secondments/{stage.found['approved']}/{path}")
        for button in lead.page.get_by_role("main").get_by_role("button").all():
            box = button.bounding_box()
            assert box is None or box["height"] >= LEAST_BUTTON, button.inner_text()


def test_paper_carries_the_record_without_header_and_menu(stage: Stage, somebody: Visitors) -> None:
    office = somebody(stage, acts.OFFICE)
    office.opens(f"/secondments/{stage.found['Dr Haddad, contract_issued']}/history")
    office.page.emulate_media(media="print")
    assert not office.page.get_by_role("navigation", name="Menu").is_visible()
    assert not office.page.get_by_role("button", name="Sign out").is_visible()
    assert office.page.get_by_role("heading", name="What happened").is_visible()
