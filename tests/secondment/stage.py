"""The people of case T1 in browsers of their own, over a case brought to where a test starts."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from secondments.demo import world
from secondments.demo.world import World
from secondments.people import queries as people
from secondments.secondment import queries
from secondments.secondment.models import Secondment
from tests.access.browser import Browser
from tests.builders import a_world

TODAY = datetime(2027, 1, 18, 9, tzinfo=UTC)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
TAGS = re.compile(r"<(style|script)\b.*?</\1>|<[^>]+>", re.DOTALL)


class Stage:
    """No app context is held between requests; the cast are the parts of demo.world.World."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browsers: dict[str, Browser] = {}
        with app.app_context():
            a_world()

    def play(self, make: Callable[..., Secondment], **changed: Any) -> str:
        """Bring a case to where the test starts; its reference."""
        with self.app.app_context():
            return make(world.cast(), **changed).ref

    def go_on(self, ref: str, act: Callable[[World, Secondment], Any]) -> None:
        with self.app.app_context():
            act(world.cast(), queries.by_ref(ref))

    def look(self, ref: str, at: Callable[[Secondment], Any]) -> Any:
        """A plain value of the case as it is kept now."""
        with self.app.app_context():
            return at(queries.by_ref(ref))

    def id_of(self, who: str) -> str:
        """The id of a person or organisation of the cast."""
        with self.app.app_context():
            return str(getattr(world.cast(), who).id)

    def as_(self, who: str) -> Browser:
        """The browser of a part of the cast, or of anyone by name."""
        if who not in self.browsers:
            with self.app.app_context():
                known = world.address_of(who) if " " in who else getattr(world.cast(), who).email
                person_id = people.by_email(known).id
            self.browsers[who] = Browser(self.app)
            assert self.browsers[who].enter(person_id).status_code == 302
        return self.browsers[who]

    def sees(self, who: str, path: str) -> str:
        answer = self.as_(who).see(path)
        assert answer.status_code == 200, (answer.status_code, plain(answer.text))
        return answer.text

    def asks(self, who: str, path: str) -> int:
        return self.as_(who).see(path).status_code

    def carried(self, who: str, path: str) -> dict[str, str]:
        """The hidden fields of the page at `path`."""
        return dict(HIDDEN.findall(self.as_(who).see(path).text))

    def sends(self, who: str, path: str, _carried: Any = None, **typed: Any) -> TestResponse:
        """Fill in the page at `path` and send it, with the hidden fields it carries."""
        carried = self.carried(who, path) if _carried is None else _carried
        token = carried.get("csrf_token") or self.as_(who).token("/account")
        given = {"csrf_token": token, **carried, **typed}
        kept = {name: value for name, value in given.items() if value is not None}
        return self.as_(who).client.post(path, data=kept)

    def goes_on(self, who: str, path: str, answer: TestResponse, **typed: Any) -> TestResponse:
        """Send the page that came back once more, for a check page or an error to put right."""
        return self.sends(who, path, _carried=dict(HIDDEN.findall(answer.text)), **typed)


def plain(text: str) -> str:
    """A page without its tags."""
    return " ".join(TAGS.sub(" ", text).split())
