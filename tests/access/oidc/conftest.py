"""Providers to sign in with: one that lies, and a browser's way there and back."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from secondments import clock
from secondments.access.factor_models import Totp
from secondments.access.factors import sealing, totp
from secondments.access.factors.proving import about_seed
from secondments.access.models import AuthSession
from secondments.access.providers import configured, discovery
from secondments.access.providers.models import LinkedIdentity
from secondments.extensions import db
from secondments.people.models import Person
from tests.access.oidc.lying import CLIENT, SECRET, SUBJECT, LyingProvider


@pytest.fixture(scope="session")
def _liar() -> Iterator[LyingProvider]:
    provider = LyingProvider()
    yield provider
    provider.close()


@pytest.fixture(scope="session")
def _another() -> Iterator[LyingProvider]:
    provider = LyingProvider()
    yield provider
    provider.close()


@pytest.fixture
def configure(app: Flask, tmp_path) -> Iterator[Callable[..., None]]:
    """Let the app know these providers, as rows of the operator's file."""

    def known(*rows: dict[str, Any]) -> None:
        (tmp_path / "client.secret").write_text(SECRET)
        path = tmp_path / "providers.json"
        path.write_text(json.dumps([{"client_secret_file": "client.secret", **x} for x in rows]))
        app.config["OIDC_PROVIDERS"] = str(path)
        configured.init_app(app)
        discovery.forget()

    yield known
    app.config["OIDC_PROVIDERS"] = ""
    configured.init_app(app)
    discovery.forget()


def row_of(provider: LyingProvider, code: str = "liar", **more: Any) -> dict[str, Any]:
    said = {"code": code, "label": f"The {code} trust", "client_id": CLIENT}
    return {**said, "issuer": provider.issuer, "two_factors": ["two"], **more}


@pytest.fixture
def liar(_liar, configure) -> LyingProvider:
    """Known to the app as `liar`; telling the truth until a test says otherwise."""
    _liar.tell_the_truth()
    configure(row_of(_liar))
    return _liar


@pytest.fixture
def another(_another, liar, configure) -> LyingProvider:
    """Known to the app as `other`, beside the first."""
    _another.tell_the_truth()
    configure(row_of(liar), row_of(_another, "other"))
    return _another


@pytest.fixture
def link(app: Flask) -> Callable[..., None]:
    """Make an identity somebody's own."""

    def made(person: Person, provider: LyingProvider, **other: Any) -> None:
        said = {"provider": "liar", "issuer": provider.issuer, "subject": SUBJECT, **other}
        with app.app_context():
            db.session.add(LinkedIdentity(person_id=person.id, made_at=clock.wall(), **said))
            db.session.commit()

    return made


@pytest.fixture
def linked(carys, liar, link, person_called) -> str:
    """The address of somebody who signs in with the lying provider."""
    link(person_called(carys), liar)
    return carys


@pytest.fixture
def sessions(app: Flask) -> Callable[[], list[tuple[list[str], int]]]:
    """How the open sessions were opened, and how strongly."""

    def found() -> list[tuple[list[str], int]]:
        with app.app_context():
            wanted = select(AuthSession).order_by(AuthSession.created_at)
            return [(each.amr, each.aal) for each in db.session.scalars(wanted)]

    return found


@pytest.fixture
def with_an_app(app: Flask, person_called) -> Callable[[str], Callable[..., str]]:
    """Give somebody an authenticator app; what shows its code, now or so many seconds later."""

    def made(email: str) -> Callable[..., str]:
        seed = totp.new_seed()
        with app.app_context():
            person = person_called(email)
            sealed = sealing.seal(seed, about_seed(person.id))
            row = Totp(person_id=person.id, sealed_seed=sealed, last_step=0, made_at=clock.wall())
            db.session.add(row)
            db.session.commit()
        return lambda later=0: totp.code_at(seed, clock.wall() + timedelta(seconds=later))

    return made


def go(browser, provider: str = "liar", to: str = "") -> str:
    """Where the button of the sign-in page sends a browser."""
    path = f"/sign-in/with/{provider}" + (f"?next={to}" if to else "")
    answer = browser.send(path, page="/sign-in")
    assert answer.status_code == 302, answer.text
    return answer.location
