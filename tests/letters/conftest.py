"""A database with the queue and the letters, and a mail server that answers as it is told."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from secondments import letters
from secondments.database import Urls
from secondments.extensions import db
from secondments.letters import Letter, Recipient
from tests import queue_room
from tests.letters.sink import Sink

POPPY = Recipient(uuid.uuid4(), "Dr Poppy Marsh", "poppy.marsh@northmoor.example")
VALUES = {
    "about": "Decide on Dr Reid's secondment",
    "happened": "Dr Reid has proposed a secondment to Corvane.",
    "asked": "Decide whether you support it.",
    "due_on": None,
    "ask": "Dr Lindqvist",
    "ref": "SEC-7K3M-Q2",
}
Post = Callable[..., Letter]


@pytest.fixture(scope="session")
def urls() -> Iterator[Urls]:
    with queue_room.a_database() as urls:
        yield urls


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture
def app(urls: Urls, tmp_path: Path, sink: Sink) -> Iterator[Flask]:
    queue_room.emptied(urls)
    app = queue_room.a_worker_app(urls, tmp_path, SMTP_URL=sink.url)
    with queue_room.closing(app):
        yield app


@pytest.fixture
def post(app: Flask) -> Post:
    """Post a letter and commit."""

    def posted(to: Recipient = POPPY, **details: Any) -> Letter:
        with app.app_context():
            known = {"event": "asked", "seq": 1, "template": "request.txt", **VALUES}
            letter = letters.post(to=to, **{**known, **details})
            db.session.commit()
            db.session.refresh(letter)
            db.session.expunge(letter)
            return letter

    return posted


@pytest.fixture
def now(app: Flask) -> Callable[[Letter], Letter]:
    """The letter as it stands in the database now."""

    def read(letter: Letter) -> Letter:
        with app.app_context():
            found = db.session.get_one(Letter, letter.id)
            db.session.expunge(found)
            return found

    return read
