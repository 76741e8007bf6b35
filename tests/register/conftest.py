"""The day of the tests, the people of the story by name, and browsers for them."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from flask import Flask

from secondments import clock
from secondments.people.models import Person
from tests.access.browser import Browser
from tests.browsing import signed_in
from tests.builders import a_world
from tests.register.cases import TODAY, strangers


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    with clock.stopped_at(TODAY):
        yield


@pytest.fixture
def ids(app: Flask) -> SimpleNamespace:
    """The ids of everybody in the story, and `stranger`: the contracts office of another trust."""
    with app.app_context():
        world = a_world()
        named = {n: p.id for n, p in vars(world).items() if isinstance(p, Person)}
        named["stranger"] = next(p.id for p in strangers(world) if p.name == "Gareth Pole")
        return SimpleNamespace(**named)


@pytest.fixture
def browser(app: Flask) -> Callable[..., Browser]:
    """A browser in which a person is signed in."""
    return lambda person_id: signed_in(app, person_id)
