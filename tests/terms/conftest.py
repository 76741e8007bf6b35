"""The stage of the case pages, for the Costs section."""

from tests.secondment.conftest import stage

__all__ = ["stage"]
