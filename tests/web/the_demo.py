"""The whole demonstration, loaded once for a module, and a browser for each of its people."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from flask import Flask
from sqlalchemy import Engine, inspect, text

from secondments.demo import loading
from secondments.extensions import db
from secondments.people.models import CALENDAR_ID, Person
from secondments.secondment.models import Secondment
from tests.access.browser import Browser
from tests.browsing import signed_in

# One of each kind of role; the second trainee has a case at the table, the first a new one.
PEOPLE = (
    "Dr Callum Reid",
    "Dr Priya Nandakumar",
    "Amara Osei",
    "Nadia Brandt",
    "Daniel Reyes",
    "Isobel Grant",
)


@dataclass
class Demo:
    """No app context is held between requests."""

    app: Flask
    owner: Engine
    browsers: dict[str, Browser] = field(default_factory=dict)

    def of(self, name: str) -> Browser:
        if name not in self.browsers:
            with self.app.app_context():
                found = db.session.query(Person).filter_by(name=name).one().id
            self.browsers[name] = signed_in(self.app, found)
        return self.browsers[name]

    @cached_property
    def refs(self) -> list[str]:
        with self.app.app_context():
            return sorted(db.session.scalars(db.select(Secondment.ref)))

    @cached_property
    def people(self) -> list[str]:
        with self.app.app_context():
            wanted = db.select(Person.name).where(Person.id != CALENDAR_ID)
            return sorted(db.session.scalars(wanted))

    def ids_of(self, table: str) -> list[str]:
        with self.owner.connect() as connection:
            return sorted(str(x) for x in connection.scalars(text(f'SELECT id FROM "{table}"')))  # noqa: S608

    def checksums(self) -> dict[str, str]:
        """Of the content of every table."""
        sums = "SELECT count(*) || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM"
        with self.owner.connect() as connection:
            names = inspect(connection).get_table_names()
            return {n: connection.scalar(text(f'{sums} "{n}" t')) for n in names}  # noqa: S608


def loaded(app: Flask, owner: Engine) -> Iterator[Demo]:
    with app.app_context():
        loading.load(app)
        db.session.remove()
    yield Demo(app, owner)
