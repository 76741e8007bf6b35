"""A proposal is returned, changed and sent again while somebody reads the version before."""

from datetime import date

from tests.journeys import acts
from tests.journeys.acts import Plan
from tests.journeys.conftest import Cast
from tests.journeys.stage import Stage

LATER = Plan(date(2027, 12, 8), date(2028, 12, 5))
MESSAGE = "Start in the week after the December rotation."
NOTE = "Priya is ready for this, and the rota is covered."


def test_who_decides_on_an_old_page_is_shown_what_changed_and_keeps_the_text(
    stage: Stage, cast: Cast
) -> None:
    trainee, dean = cast(acts.TRAINEE), cast(acts.DEAN)
    ref = stage.found["to be returned"]
    for approver in (acts.SUPERVISOR, acts.DIRECTOR):
        acts.supports(cast(approver), ref)
    # The dean has the page open and is called away; employer's release returns it meanwhile.
    acts.writes_a_decision(dean, ref, NOTE)
    acts.returns(cast(acts.RELEASE), ref, reason="Dates", message=MESSAGE)
    acts.changes_the_dates(trainee, ref, LATER)
    for approver in (acts.SUPERVISOR, acts.DIRECTOR):
        acts.supports(cast(approver), ref)
    with dean.expecting(409):
        dean.presses("Give this decision")
        dean.is_at("Nothing was recorded: there is a newer version")
    dean.reads("1 December 2027", "8 December 2027", "What you typed")
    assert dean.page.get_by_label("Note", exact=False).first.input_value() == NOTE
    dean.goes_on("Look at the newest version")
    dean.reads("What changed since version 1", "8 December 2027")
    assert dean.page.get_by_label("Note", exact=False).first.input_value() == NOTE
    dean.ticks("I have read version 2")
    dean.presses("Give this decision")
    dean.reads("Your decision is recorded.")
