"""Everybody of the demonstration, two cases, and a browser for each person: made once a module."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from flask import Flask
from sqlalchemy import Engine, inspect, text
from werkzeug.routing import Rule

from secondments import clock
from secondments.demo import world
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment.models import Secondment
from tests.access.browser import Browser
from tests.browsing import signed_in
from tests.builders import a_proposal, a_world, an_approved_one
from tests.negotiation.table import says
from tests.secondment.stage import TODAY

# A trainee, the contracts office, a company's lead, a supervisor, a signatory, an administrator.
PEOPLE = (
    "Dr Miriam Kaye",
    "Amara Osei",
    "Nadia Brandt",
    "Dr Helen Marsh",
    "Daniel Reyes",
    "Rosa Iglesias",
)
APPLICANTS = ("Dr Priya Nandakumar", "Dr Miriam Kaye")
TABLES = {
    "organisation_id": "organisation",
    "person_id": "person",
    "membership_id": "membership",
    "cover_id": "cover",
    "file_id": "case_file",
    "note_id": "note",
    "added_id": "added_company",
    "rate_id": "rate",
    "seat": "signature",
}
PLACE = re.compile(r"<(?:any\('?([^,')]+)[^)]*\):|\w+:)?(\w+)>")
NOBODY = "00000000-0000-4000-8000-000000000000"


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
        """At the table, issued, and proposed."""
        with self.app.app_context():
            of_them = Secondment.applicant.has(Person.name.in_(APPLICANTS))
            return sorted(db.session.scalars(db.select(Secondment.ref).where(of_them)))

    @cached_property
    def ids(self) -> dict[str, str]:
        """An id for each place of an address, where the demonstration has such a record."""
        with self.owner.connect() as connection:
            there = set(inspect(connection).get_table_names())
            found = {
                place: connection.scalar(text(f'SELECT min(id::text) FROM "{table}"'))  # noqa: S608
                for place, table in TABLES.items()
                if table in there
            }
        return {place: key for place, key in found.items() if key}

    def addresses(self, rule: Rule) -> list[str]:
        """The addresses of a route, for each of the cases."""
        known = {"code": "doctor", "name": "delay_max", "readers": "both"} | self.ids

        def fill(ref: str) -> str:
            def one(place: re.Match[str]) -> str:
                fallback = NOBODY if "uuid" in place[0] else "1"
                return place[1] or {"ref": ref, **known}.get(place[2], fallback)

            return PLACE.sub(one, rule.rule)

        return sorted({fill(ref) for ref in self.refs})

    def checksums(self) -> dict[str, str]:
        """Of the content of every table."""
        sums = "SELECT count(*) || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM"
        with self.owner.connect() as connection:
            names = inspect(connection).get_table_names()
            return {n: connection.scalar(text(f'{sums} "{n}" t')) for n in names}


def loaded(app: Flask, owner: Engine) -> Iterator[Demo]:
    """Everybody, a case with the company to answer and one at the table; no paper is printed."""
    with clock.stopped_at(TODAY):
        with app.app_context():
            a_world()
            a_proposal(world.cast())
            s = an_approved_one(world.cast("Dr Miriam Kaye"))
            says(s, world.cast().lead, "delay_max", 90)
            db.session.remove()
        yield Demo(app, owner)
