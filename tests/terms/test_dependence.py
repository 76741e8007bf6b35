"""Which parameters hang on which: a circle is refused, and named."""

from dataclasses import replace

import pytest

from secondments.catalogue import conditions, dependence
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import ProgrammingError


def catalogue_with(**whens):
    return {**PARAMETERS, **{name: replace(PARAMETERS[name], when=w) for name, w in whens.items()}}


def test_two_parameters_that_wait_for_each_other_are_refused_by_name():
    with pytest.raises(ProgrammingError, match="remote_ok applies when onsite_min_pct"):
        dependence.read(catalogue_with(remote_ok="onsite_min_pct", onsite_min_pct="remote_ok"))


def test_a_parameter_that_waits_for_itself_is_refused():
    with pytest.raises(ProgrammingError, match="mediation applies when mediation"):
        dependence.read(catalogue_with(mediation="mediation"))


def test_a_circle_of_three_is_refused():
    circle = {"notice_weeks": "exit_days", "exit_days": "escalate_days"}
    with pytest.raises(ProgrammingError, match="in a circle"):
        dependence.read(catalogue_with(**circle, escalate_days="notice_weeks"))


def test_a_parameter_taken_out_while_another_waits_for_it_is_refused_by_name():
    without = {name: each for name, each in PARAMETERS.items() if name != "remote_ok"}
    with pytest.raises(ProgrammingError, match="remote_ok"):
        dependence.read(without)


def test_what_hangs_on_a_parameter_is_known():
    assert "onsite_min_pct" in dependence.depending_on("remote_ok")
    assert dependence.depending_on("law") == ()


def test_a_condition_is_written_as_it_was_read():
    for text in ("recharge and not remote_ok", "ip_model=joint_by_contribution|per_project_annex"):
        assert str(conditions.parse(text, PARAMETERS)) == text
    assert str(conditions.ALWAYS) == ""
