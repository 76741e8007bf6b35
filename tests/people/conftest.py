"""The people and browsers of the access tests, for the pages that look after people."""

from tests.access.conftest import (
    a_browser,
    admin,
    carys,
    company,
    count,
    later,
    letters_to,
    link_to,
    office_of_the_trust,
    person_called,
    signed_in,
    someone,
    trust,
)

__all__ = [
    "a_browser",
    "admin",
    "carys",
    "company",
    "count",
    "later",
    "letters_to",
    "link_to",
    "office_of_the_trust",
    "person_called",
    "signed_in",
    "someone",
    "trust",
]
