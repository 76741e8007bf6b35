"""People with passwords, browsers to sign in with, and the letters that were posted."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, has_app_context
from sqlalchemy import func, select, update

from secondments import clock, jobs
from secondments.access import passwords
from secondments.access.models import Credential
from secondments.extensions import db
from secondments.letters import Letter
from secondments.people.models import Kind, Organisation, Person, Role
from tests import builders
from tests.access.browser import PASSWORD, Browser

LINK = re.compile(r"http\S+/choose-password/\S+")
OF_PASSWORD = passwords.hashed(PASSWORD)


@pytest.fixture
def someone(app: Flask) -> Callable[..., str]:
    """Make a person, with a password unless told otherwise; their address."""

    def made(name: str, *roles: Any, password: bool = True, **more: Any) -> str:
        with app.app_context():
            person = builders.a_person(name, *roles, **more)
            if password:
                db.session.add(
                    Credential(
                        person_id=person.id, password_hash=OF_PASSWORD, changed_at=clock.wall()
                    )
                )
                db.session.commit()
            return person.email

    return made


@pytest.fixture
def carys(someone: Callable[..., str]) -> str:
    """The address of somebody who may sign in."""
    return someone("Dr Carys Whitfield")


@pytest.fixture
def trust(app: Flask) -> Organisation:
    with app.app_context():
        return _detached(builders.an_organisation(Kind.EMPLOYER, "Northmoor NHS Trust"))


@pytest.fixture
def company(app: Flask) -> Organisation:
    with app.app_context():
        return _detached(builders.an_organisation(Kind.COMPANY, "Corvane Therapeutics Ltd"))


@pytest.fixture
def admin(someone: Callable[..., str]) -> str:
    return someone("Ms Ada Lindqvist", (Role.SYSTEM_ADMINISTRATOR, _the_service()))


@pytest.fixture
def office_of_the_trust(someone: Callable[..., str], trust: Organisation) -> str:
    return someone("Amara Osei", (Role.CONTRACTS_OFFICE, trust))


@pytest.fixture
def a_browser(app: Flask) -> Callable[..., Browser]:
    return lambda **environ: Browser(app, **environ)


@pytest.fixture
def signed_in(
    a_browser: Callable[..., Browser], person_called: Callable[[str], Person]
) -> Callable[[str], Browser]:
    """A browser in which the person with this address is signed in with two factors."""

    def enter(email: str) -> Browser:
        browser = a_browser()
        assert browser.enter(person_called(email).id).status_code == 302
        return browser

    return enter


@pytest.fixture
def letters_to(app: Flask) -> Callable[[str], list[Letter]]:
    """The letters posted to an address, oldest first, once the jobs that post them have run."""

    def read(email: str) -> list[Letter]:
        jobs.run_due(app, queue="default")
        with app.app_context():
            wanted = select(Letter).where(Letter.to_address == email)
            found = list(db.session.scalars(wanted.order_by(Letter.status_at)))
            db.session.expunge_all()
            return found

    return read


@pytest.fixture
def link_to(letters_to: Callable[[str], list[Letter]]) -> Callable[[str], str]:
    """The path of the link in the newest letter to an address."""

    def read(email: str) -> str:
        links = [found for x in letters_to(email) for found in LINK.findall(x.body)]
        return links[-1].partition("//")[2].partition("/")[2].join(["/", ""])

    return read


@pytest.fixture
def count(app: Flask) -> Callable[..., int]:
    """How many rows of a table fulfil some conditions."""

    def counted(table: Any, *conditions: Any) -> int:
        with app.app_context():
            return db.session.scalar(select(func.count()).select_from(table).where(*conditions))

    return counted


@pytest.fixture
def later(app: Flask) -> Callable[..., None]:
    """Let time pass for the rows of a table: their moments move into the past."""

    def move(table: Any, by: Any, *columns: Any) -> None:
        with app.app_context():
            db.session.execute(update(table).values({c: c - by for c in columns}))
            db.session.commit()

    return move


@pytest.fixture
def person_called(app: Flask) -> Callable[[str], Person]:
    """In the open app context, or in one of its own."""

    def found(email: str) -> Person:
        if not has_app_context():
            with app.app_context():
                return found(email)
        return db.session.scalars(select(Person).where(Person.email == email)).one()

    return found


def _the_service() -> Any:
    class TheService:
        id = None

    return TheService


def _detached(record: Organisation) -> Organisation:
    db.session.refresh(record)
    db.session.expunge(record)
    return record
