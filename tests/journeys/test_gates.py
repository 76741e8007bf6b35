"""A case whose start needs more than signatures: each gate is settled by those it names."""

from tests.journeys import acts
from tests.journeys.conftest import Cast
from tests.journeys.stage import Stage

REASON = "The DBS check of January covers this, and the clearance follows in July."


def test_what_the_start_needs_is_settled_by_three_people_on_two_sides(
    stage: Stage, cast: Cast
) -> None:
    at = f"/secondments/{stage.found['for the gates']}/gates"
    trainee, office, legal = cast(acts.TRAINEE), cast(acts.OFFICE), cast(acts.LEGAL)
    trainee.opens(at)
    trainee.reads("Missing (4)", "Nobody: it cannot be overridden.")
    office.opens(f"{at}/visa/confirm")
    office.types("Reference of what you have seen", "COS 771-2027")
    office.dates("When did you check it?", 12, 4, 2027)
    office.presses("Confirm it")
    office.reads("Confirmed. It stays in the record with your name.")
    legal.opens(at)
    legal.reads("The applicant’s side still has something to settle.")
    legal.follows("Confirm it", exact=False)
    legal.types("Policy or membership number", "Policy 40 118")
    legal.dates("From which day is the certificate?", 1, 4, 2027)
    legal.presses("Confirm it")
    legal.reads("Confirmed. It stays in the record with your name.")
    release = cast(acts.RELEASE)
    release.opens(f"{at}/dbs_oh/override")
    release.types("Why does it go ahead without it?", REASON)
    release.presses("Check, then override it")
    release.is_at("Check, then override it")
    release.presses("Override it")
    release.reads("Overridden. Your reason stays in the record.")
    trainee.opens(at)
    trainee.reads("Missing (1)", "COS 771-2027", "The company’s policy", REASON)
