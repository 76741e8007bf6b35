"""kill -9 of the web process at any point of an act: it has happened once, or not at all."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing
from http.cookies import SimpleCookie
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text

from secondments import jobs
from secondments.__main__ import Service
from secondments.database import Urls
from secondments.demo.world import World
from secondments.secondment.models import Secondment
from secondments.supervisor import Part
from tests import a_web
from tests.builders import a_proposal, supported
from tests.letters.sink import Sink
from tests.secondment.stage import HIDDEN, Stage

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# What a sign-in and a look at a page write. Everything else in the database is compared.
PASSING = {"auth_session", "bucket"}
# What the last step on our side writes: three people are told, the lead of two things, and the
# draft is made afresh.
THE_ACT = {
    "vote": 1,
    "audit_entry": 1,
    "receipt": 1,
    "letter": 4,
    "procrastinate_jobs": 5,
    "terms_version": 1,
}
TOLD = [
    *("amara.osei@northmoor.example", "marc.lindqvist@northmoor.example"),
    *("marc.lindqvist@northmoor.example", "priya.nandakumar@northmoor.example"),
]
Rows = dict[str, set[str]]


class Answer(NamedTuple):
    status: int
    leads_to: str | None
    process: int
    text: str


class Visitor:
    """A person at a browser of the real service, with cookies."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, SimpleCookie()

    def asks(self, path: str, form: str | None = None, **headers: str) -> Answer:
        """Raises ConnectionResetError when the process dies over it."""
        cookies = "; ".join(f"{name}={x.value}" for name, x in self.cookies.items())
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)) as line:
            method = "GET" if form is None else "POST"
            line.request(method, path, form, {"Cookie": cookies, **FORM, **headers})
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                self.cookies.load(cookie)
            process = int(answer.headers["Process"])
            said = answer.read().decode()
            return Answer(answer.status, answer.headers["Location"], process, said)

    def fills_in(self, path: str, **typed: str) -> str:
        """The form at a path as it is sent, with the token and the key it carries."""
        return urlencode(dict(HIDDEN.findall(self.asks(path).text)) | typed)

    def signs_in(self, person_id: str) -> None:
        """With two factors, as the demonstration's one click has it."""
        assert self.asks(f"/demo/enter/{person_id}", self.fills_in("/sign-in")).status == 302


class Web:
    """The web server of `make run`, with one process that may be told to die."""

    def __init__(self, home: Path, listener: socket.socket, urls: Urls) -> None:
        self.log, self.port = home / "web.log", listener.getsockname()[1]
        self.part: Part = Service(home, listener, urls).web()
        argv = ["tests.a_web:made()" if x == "wsgi:app" else x for x in self.part.argv]
        self.part.argv = [*argv, "--workers", "1"]  # so that another one answers after a death
        self.part.env = {**self.part.env, "SECONDMENTS_ENV": "testing"}
        self.part.log = self.log

    def last_words(self, process: int, point: str) -> set[str]:
        """The tables that the transaction had written to when this process died, for it did."""
        said = self.log.read_text()
        assert f"(pid:{process}) was sent SIGKILL" in said
        return set(said.rpartition(f"{process} dies {point}: ")[2].partition(".")[0].split())


@pytest.fixture(scope="module")
def web(the_app: Flask, urls: Urls) -> Iterator[Web]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        web = Web(the_app.config["DATA_FOLDER"], listener, urls)
        try:
            web.part.start()
            web.part.wait_until_ready()
            yield web
        finally:
            web.part.finish()


@pytest.fixture
def owner(urls: Urls) -> Iterator[Engine]:
    owner = create_engine(urls.owner)
    yield owner
    owner.dispose()


def everything(owner: Engine) -> Rows:
    """Every row of every table, but those in PASSING."""
    with owner.connect() as connection:
        tables = connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
        return {
            table: set(connection.scalars(text(f'SELECT t::text FROM "{table}" t')))  # noqa: S608
            for table in tables.all()
            if table not in PASSING
        }


def all_but_release(cast: World) -> Secondment:
    return supported(a_proposal(cast), cast.supervisor, cast.director, cast.dean)


class Act:
    """The last approver on our side has filled in the page; the letters so far are delivered."""

    def __init__(self, stage: Stage, web: Web, owner: Engine) -> None:
        self.app, self.web, self.owner = stage.app, web, owner
        ref = stage.play(all_but_release)
        jobs.run_due(self.app, queue="letters")
        self.visitor = Visitor(web.port)
        self.visitor.signs_in(stage.id_of("release"))
        self.page, self.path = f"/secondments/{ref}", f"/secondments/{ref}/approve"
        self.form = self.visitor.fills_in(self.path, decision="support", seen="yes")
        self.before = everything(owner)

    def is_cut_short(self, point: str) -> set[str]:
        """The form is posted to a process that dies over it; the tables written to by then."""
        process = self.visitor.asks(self.path).process
        with pytest.raises(ConnectionResetError):
            self.visitor.asks(self.path, self.form, **{"Die-At": point})
        assert self.visitor.asks("/health").process != process
        assert self.app.test_cli_runner().invoke(args=["verify"]).exit_code == 0
        return self.web.last_words(process, point)

    def is_sent_again(self) -> None:
        """The same form with the same key, as when a page is loaded again; answered as ever."""
        assert self.visitor.asks(self.path, self.form)[:2] == (302, self.page)

    def has_happened_once(self) -> None:
        after = everything(self.owner)
        more = {table: len(after[table]) - len(self.before[table]) for table in THE_ACT}
        assert more == THE_ACT
        assert self.app.test_cli_runner().invoke(args=["verify"]).exit_code == 0

    def is_told_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The queue is worked off, twice over."""
        with Sink() as sink:
            monkeypatch.setitem(self.app.config, "SMTP_URL", sink.url)
            jobs.run_due(self.app, queue="letters")
            jobs.run_due(self.app, queue="letters")
            assert sorted(sink.recipients) == [[address] for address in TOLD]


def test_until_the_commit_a_death_leaves_nothing_and_the_form_can_be_sent_again(
    stage: Stage, web: Web, owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = Act(stage, web, owner)
    for point, written, unwritten in (
        (a_web.AFTER_THE_VOTE, {"vote"}, {"letter", "procrastinate_jobs", "audit_entry"}),
        (a_web.AFTER_A_LETTER, {"vote", "letter"}, {"audit_entry"}),
        (a_web.BEFORE_COMMIT, set(THE_ACT), set()),
    ):
        found = act.is_cut_short(point)
        assert everything(owner) == act.before
        assert found >= written
        assert not found & unwritten
    act.is_sent_again()
    act.has_happened_once()
    act.is_told_once(monkeypatch)


def test_from_the_commit_on_a_death_loses_nothing_and_the_form_sent_again_changes_nothing(
    stage: Stage, web: Web, owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = Act(stage, web, owner)
    act.is_cut_short(a_web.AFTER_COMMIT)
    act.has_happened_once()
    kept = everything(owner)
    act.is_cut_short(a_web.BEFORE_THE_ANSWER)  # of the form sent again
    act.is_sent_again()
    assert everything(owner) == kept
    act.is_told_once(monkeypatch)
