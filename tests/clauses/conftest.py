"""The stage of the case pages, for the settings of clauses."""

from tests.secondment.conftest import queries_of, stage

__all__ = ["queries_of", "stage"]
