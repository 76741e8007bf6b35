"""Somebody is away: an administrator names who decides meanwhile, and the history says for whom."""

from tests.journeys import acts
from tests.journeys.conftest import Cast
from tests.journeys.stage import Stage

ADMINISTRATOR = "Rosa Iglesias"


def test_a_cover_named_by_an_administrator_decides_and_the_history_says_for_whom(
    stage: Stage, cast: Cast
) -> None:
    administrator, release = cast(ADMINISTRATOR), cast(acts.RELEASE)
    ref = stage.found["to be covered"]
    administrator.opens("/settings/people")
    administrator.goes_on(acts.SUPERVISOR)
    administrator.goes_on("Arrange cover")
    administrator.is_at(f"Cover for {acts.SUPERVISOR}")
    administrator.types("Email address of who decides", "sunita.bhatt@northmoor.example")
    administrator.picks("What is covered?", "Every decision")
    administrator.dates("First day back", 26, 4, 2027)
    administrator.presses("Arrange this cover")
    administrator.reads("Arranged. Both are told by letter.", acts.RELEASE)
    for told in (acts.SUPERVISOR, acts.RELEASE):
        assert stage.letter(told, f"{acts.RELEASE} decides for {acts.SUPERVISOR}")
    acts.waits_for(release, f"/secondments/{ref}", "Give your decision")
    release.opens(f"/secondments/{ref}/approve")
    release.reads(f"You decide for {acts.SUPERVISOR}, who is away.")
    acts.supports(release, ref)
    release.opens(f"/secondments/{ref}/history")
    release.reads(f"{acts.RELEASE} for {acts.SUPERVISOR} supports it (educational supervisor)")
