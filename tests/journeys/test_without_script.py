"""The same journeys with script switched off: it only saves steps."""

from datetime import date

from tests.journeys import acts
from tests.journeys.acts import Plan
from tests.journeys.conftest import Visitors
from tests.journeys.stage import Stage

# The stage stands in April 2027: with notice enough.
FIRST = Plan(date(2027, 12, 1), date(2028, 11, 28))
LATER = Plan(date(2027, 12, 8), date(2028, 12, 5))


def test_propose_return_resend_and_approve_work_without_script(
    stage: Stage, somebody: Visitors
) -> None:
    cast = somebody.cast(stage, java_script_enabled=False)
    trainee = cast(acts.TRAINEE)
    ref = acts.proposes(trainee, FIRST)
    acts.supports(cast(acts.SUPERVISOR), ref, note="Ready for it.")
    acts.returns(
        cast(acts.DIRECTOR), ref, reason="Dates", message="Start in the week of the rotation."
    )
    acts.changes_the_dates(trainee, ref, LATER)
    for approver in (acts.SUPERVISOR, acts.DIRECTOR, acts.RELEASE, acts.DEAN):
        acts.supports(cast(approver), ref)
    cast(acts.DEAN).reads("Waiting on")


def test_the_company_agrees_the_office_issues_and_people_sign_without_script(
    stage: Stage, somebody: Visitors
) -> None:
    cast = somebody.cast(stage, java_script_enabled=False)
    ref = stage.found["for no script"]
    acts.answers_for_the_company(cast(acts.LEAD), ref)
    acts.offers(cast(acts.LEAD), ref, "no_poach_months", "3", "We hire in the open.")
    acts.accepts(cast(acts.OFFICE), ref, "3 months")
    acts.settles_the_terms(cast(acts.OFFICE), cast(acts.LEAD), ref)
    acts.sees_the_cost(cast(acts.LEAD), ref)
    for approver in (acts.LEAD, acts.COMPLIANCE, acts.LEGAL):
        acts.agrees(cast(approver), ref)
    acts.issues(cast(acts.OFFICE), ref, stage)
    acts.signs(cast(acts.TRAINEE), ref, stage)
    acts.waits_for(cast(acts.OFFICE), f"/secondments/{ref}", "1 of 3 signed")
