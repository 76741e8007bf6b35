"""kill -9 of the worker at any point: no letter is lost, none is sent without its cause."""

import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from secondments import jobs, letters
from secondments.database import Urls
from secondments.extensions import db
from secondments.letters import Letter, Status, WhenUnsure
from tests import queue_room
from tests.letters.conftest import POPPY, VALUES, Post
from tests.letters.sink import Sink
from tests.queue_room import Worker, wait_until

Read = Callable[[Letter], Letter]

# The worker of the tests does not wait five minutes to take a silent one for dead.
QUICK = """
from dataclasses import replace
from datetime import timedelta
from secondments import jobs
from secondments.letters import delivery
delivery.STUCK_AFTER = timedelta(seconds=1)
delivery.LOST_AFTER = timedelta(seconds=3)
jobs.JOBS["letters.pick_up"] = replace(jobs.JOBS["letters.pick_up"], cron="* * * * * *")
"""
DIE = """
import os, signal
from secondments.letters import delivery
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
"""
BEFORE_THE_CLAIM_IS_KEPT = f"{DIE}delivery.as_message = die"
BEFORE_THE_SERVER_IS_ASKED = f"{DIE}delivery.hand_over = die"
AFTER_THE_SERVER_TOOK_IT = f"{DIE}delivery._settle = die"
AFTER_IT_WAS_WRITTEN_DOWN = f"""{DIE}
from sqlalchemy import event
from secondments.extensions import Session
settle = delivery._settle
def settle_and_die(letter, outcome):
    settle(letter, outcome)
    event.listen(Session, "after_commit", die)
delivery._settle = settle_and_die
"""


def a_while_later(app: Flask, urls: Urls) -> None:
    """Ten minutes on, the next worker sweeps, picks up and works."""
    with queue_room.as_owner(urls) as owner, owner.begin() as connection:
        for aged in (
            "letter SET status_at = status_at",
            "procrastinate_workers SET last_heartbeat = last_heartbeat",
        ):
            connection.execute(text(f"UPDATE {aged} - interval '10 minutes'"))
    queue_room.sweep(app)
    with app.app_context(), jobs.step():
        letters.pick_up()
    jobs.run_due(app)


@pytest.mark.parametrize(
    ("wound", "copies"),
    [
        (BEFORE_THE_CLAIM_IS_KEPT, 1),
        (BEFORE_THE_SERVER_IS_ASKED, 1),
        (AFTER_THE_SERVER_TOOK_IT, 2),
        (AFTER_IT_WAS_WRITTEN_DOWN, 1),
    ],
    ids=["before the claim", "before the server", "after the server", "after the record"],
)
def test_a_letter_survives_the_death_of_its_sender(
    app: Flask,
    urls: Urls,
    sink: Sink,
    post: Post,
    now: Read,
    tmp_path: Path,
    wound: str,
    copies: int,
) -> None:
    letter = post()
    with Worker(urls, tmp_path, wound, SMTP_URL=sink.url) as doomed:
        assert doomed.ends() == -9
    a_while_later(app, urls)
    assert now(letter).status is Status.SENT
    assert [mail["Message-ID"] for mail in sink.letters] == copies * [letter.message_id]


def test_a_reminder_is_not_repeated_after_the_death_of_its_sender(
    app: Flask, urls: Urls, sink: Sink, post: Post, now: Read, tmp_path: Path
) -> None:
    letter = post(when_unsure=WhenUnsure.NEVER)
    with Worker(urls, tmp_path, AFTER_THE_SERVER_TOOK_IT, SMTP_URL=sink.url) as doomed:
        assert doomed.ends() == -9
    a_while_later(app, urls)
    assert now(letter).status is Status.UNKNOWN
    assert len(sink.letters) == 1


def post_and_roll_back(app: Flask) -> None:
    with app.app_context():
        letters.post(to=POPPY, event="no", seq=1, template="request.txt", **VALUES)
        db.session.rollback()


def test_a_row_of_murders_loses_nothing_in_silence_and_invents_nothing(
    app: Flask, urls: Urls, sink: Sink, post: Post, now: Read, tmp_path: Path
) -> None:
    luck, posted = random.Random(2), []  # noqa: S311
    for murder in range(3):
        with Worker(urls, tmp_path, QUICK, SMTP_URL=sink.url) as worker:
            posted += [post(seq=10 * murder + number) for number in range(4)]
            post_and_roll_back(app)
            wait_until(lambda worker=worker: "waits for jobs" in worker.log.read_text())
            time.sleep(luck.uniform(0, 0.3))
            worker.kill()
    ended = {Status.SENT, Status.UNKNOWN}  # unknown: murdered twice over the same letter
    with Worker(urls, tmp_path, QUICK, SMTP_URL=sink.url):
        wait_until(lambda: {now(letter).status for letter in posted} <= ended)
    copies = Counter(mail["Message-ID"] for mail in sink.letters)
    assert max(copies.values()) <= 2
    assert set(copies) <= {letter.message_id for letter in posted}
    missing = [letter for letter in posted if letter.message_id not in copies]
    assert {now(letter).status for letter in missing} <= {Status.UNKNOWN}
