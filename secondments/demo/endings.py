"""How some cases of the demonstration go on, beside the story of T1: returned, on a condition."""

from datetime import date

from secondments.demo.cases import Stage
from secondments.secondment import votes
from secondments.secondment.choices import Owner
from secondments.secondment.conditions import Asked


def support_on_a_condition(stage: Stage) -> None:
    asked = [Asked("Cover for the Tuesday clinic is found.", Owner.EMPLOYER, date(2027, 7, 1))]
    s, by = stage.s, stage.cast.supervisor
    votes.support(s, by=by, revision=s.revision, asked=asked)


def return_with_points(stage: Stage) -> None:
    votes.send_back(
        stage.s,
        by=stage.cast.director,
        revision=stage.s.revision,
        reason="duties",
        message="Say more about the work, and start with the October rotation.",
        points={"starts_on": "The rotation changes on the first Wednesday.", "summary": None},
    )
