"""The same day, people and browsers as in the tests of the register."""

from tests.register.conftest import browser, ids, the_day

__all__ = ["browser", "ids", "the_day"]
