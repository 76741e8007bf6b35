"""Case T1 as one story: from the trainee's proposal to the agreement that everyone has signed."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.journeys import acts
from tests.journeys.stage import Stage
from tests.journeys.visitor import Visitor

Cast = Callable[[str], Visitor]
# Who gets which letter on the way, in the order in which they are caused.
LETTERS = (
    (acts.SUPERVISOR, "Decide on Dr Priya Nandakumar’s secondment"),
    (acts.DIRECTOR, "Decide on Dr Priya Nandakumar’s secondment"),
    (acts.DEAN, "Decide on Dr Priya Nandakumar’s secondment"),
    (acts.RELEASE, "Decide on Dr Priya Nandakumar’s secondment"),
    (acts.TRAINEE, "is approved on your side"),
    (acts.LEAD, "Decide on Dr Priya Nandakumar’s secondment"),
    (acts.OFFICE, "Settle the terms of Dr Priya Nandakumar’s secondment"),
    (acts.LEAD, "Settle the terms of Dr Priya Nandakumar’s secondment"),
    (acts.COMPLIANCE, "Decide on Dr Priya Nandakumar’s secondment"),
    (acts.LEGAL, "Decide on Dr Priya Nandakumar’s secondment"),
    (acts.SUPERVISOR, "has agreed to the secondment"),
    (acts.OFFICE, "Issue the contract of Dr Priya Nandakumar"),
    (acts.TRAINEE, "Sign"),
    (acts.EMPLOYER_SIGNATORY, "Sign"),
    (acts.HOST_SIGNATORY, "Sign"),
    (acts.TRAINEE, "Everyone has signed"),
    (acts.OFFICE, "Everyone has signed"),
)


@dataclass(frozen=True)
class Told:
    """What came of it."""

    ref: str
    document: bytes


def play(stage: Stage, cast: Cast) -> Told:
    """Everyone at their own browser, in the order of the pathway."""
    ref = acts.proposes(cast(acts.TRAINEE))
    for approver in (acts.SUPERVISOR, acts.DIRECTOR, acts.RELEASE, acts.DEAN):
        acts.supports(cast(approver), ref)
    acts.answers_for_the_company(cast(acts.LEAD), ref)
    acts.settles_the_terms(cast(acts.OFFICE), cast(acts.LEAD), ref)
    acts.sees_the_cost(cast(acts.LEAD), ref)
    for approver in (acts.LEAD, acts.COMPLIANCE, acts.LEGAL):
        acts.agrees(cast(approver), ref)
    acts.issues(cast(acts.OFFICE), ref, stage)
    for signatory in (acts.TRAINEE, acts.EMPLOYER_SIGNATORY, acts.HOST_SIGNATORY):
        acts.signs(cast(signatory), ref, stage)
    return Told(ref, acts.downloads_the_agreement(cast(acts.OFFICE), ref))
