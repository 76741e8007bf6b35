"""The stage of the case pages, for the Terms section."""

from tests.secondment.conftest import queries_of, stage

__all__ = ["queries_of", "stage"]
