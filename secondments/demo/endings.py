"""How some cases of the demonstration go on, beside the story of T1: returned, held, settled."""

from datetime import date

from secondments.demo.cases import Stage
from secondments.secondment import gate_service, gates, votes
from secondments.secondment.choices import Owner
from secondments.secondment.conditions import Asked
from secondments.secondment.gate_service import Evidence
from secondments.secondment.gates import Cover, Gate


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


def settle_the_gates(stage: Stage) -> None:
    """Cover is shown; the occupational health clearance is overridden with a reason."""
    s, cast = stage.s, stage.cast
    shown = Evidence(
        reference="MDO 40 118 227", dated_on=date(2027, 4, 2), cover=Cover.PERSONAL, note=None
    )
    cover, checks = gates.Asked(s, Gate.INDEMNITY), gates.Asked(s, Gate.CHECKS)
    gate_service.confirm(cover, by=cast.office, revision=s.revision, evidence=shown)
    gate_service.override(
        checks,
        by=cast.release,
        revision=s.revision,
        message="The DBS check of January covers this, and the clearance follows in July.",
    )
