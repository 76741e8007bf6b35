"""What becomes of a letter for everything a mail server can do, or fail to do."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import text, update

from secondments import clock, jobs, letters
from secondments.database import Urls
from secondments.extensions import db
from secondments.letters import Letter, Recipient, Status, WhenUnsure
from secondments.letters.delivery import WAITS
from tests import queue_room
from tests.letters.conftest import Post
from tests.letters.sink import Sink

Read = Callable[[Letter], Letter]


def deliver_again(app: Flask, urls: Urls) -> None:
    """As if the time for the next try had come."""
    with queue_room.as_owner(urls) as owner, owner.begin() as connection:
        connection.execute(
            text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
        )
    assert jobs.run_due(app) == 1


def pick_up(app: Flask) -> None:
    """What the worker does each minute."""
    with app.app_context(), jobs.step():
        letters.pick_up()


def age(app: Flask, letter: Letter, **columns: object) -> None:
    with app.app_context():
        db.session.execute(update(Letter).where(Letter.id == letter.id).values(**columns))
        db.session.commit()


def test_a_server_that_is_busy_is_asked_again_in_a_minute(
    app: Flask, urls: Urls, sink: Sink, post: Post, now: Read
) -> None:
    sink.rcpt = "451 4.7.1 Try again later"
    letter = post()
    assert jobs.run_due(app) == 1
    assert jobs.run_due(app) == 0
    waiting = now(letter)
    assert waiting.status is Status.WAITING
    assert waiting.status_in_words == "Not sent yet, we will try again"
    assert waiting.reason == "The mail server said: 451 4.7.1 Try again later"
    assert timedelta(seconds=50) < waiting.try_at - clock.wall() < timedelta(seconds=70)
    sink.rcpt = "250 OK"
    deliver_again(app, urls)
    sent = now(letter)
    assert (sent.status, sent.attempts, sent.reason) == (Status.SENT, 2, None)
    assert len(sink.letters) == 1


def test_after_three_days_of_trying_a_letter_has_failed(
    app: Flask, sink: Sink, post: Post, now: Read
) -> None:
    assert timedelta(hours=72) < sum(WAITS, timedelta()) < timedelta(hours=75)
    sink.data = "452 4.3.1 Disk full"
    letter = post()
    age(app, letter, attempts=len(WAITS))
    jobs.run_due(app)
    assert now(letter).status is Status.FAILED
    assert now(letter).reason == "The mail server said: 452 4.3.1 Disk full"


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_letter_that_is_refused_has_failed_with_the_servers_words(
    app: Flask, sink: Sink, post: Post, now: Read, step: str
) -> None:
    setattr(sink, step, "550 5.1.1 No such\tperson here")
    letter, other = post(), post(seq=2)
    assert jobs.run_due(app) == 2
    assert now(letter).status is Status.FAILED
    assert now(letter).reason == "The mail server said: 550 5.1.1 No such person here"
    assert now(other).status is Status.FAILED
    assert sink.letters == []


def test_a_refusal_of_ourselves_is_not_the_letters_fault(
    app: Flask, sink: Sink, post: Post, now: Read
) -> None:
    sink.mail = "550 5.7.1 You may not send from here"
    letter = post()
    jobs.run_due(app)
    assert now(letter).status is Status.WAITING
    assert "You may not send" in (now(letter).reason or "")


def test_a_server_that_is_away_is_asked_again(app: Flask, post: Post, now: Read) -> None:
    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    letter = post()
    jobs.run_due(app)
    assert now(letter).status is Status.WAITING
    assert (now(letter).reason or "").startswith("The mail server could not be used: ")


def test_a_decision_cut_short_is_repeated_once_with_the_same_message_id(
    app: Flask, sink: Sink, post: Post, now: Read
) -> None:
    sink.cut = True
    letter = post()
    assert jobs.run_due(app) == 2
    after = now(letter)
    assert (after.status, after.attempts, after.repeats) == (Status.UNKNOWN, 2, 1)
    assert after.reason == "The connection was cut before the mail server answered."
    assert after.status_in_words == "May not have arrived"
    assert [mail["Message-ID"] for mail in sink.letters] == 2 * [letter.message_id]


def test_a_reminder_cut_short_is_not_repeated(
    app: Flask, sink: Sink, post: Post, now: Read
) -> None:
    sink.cut = True
    letter = post(when_unsure=WhenUnsure.NEVER)
    assert jobs.run_due(app) == 1
    assert now(letter).status is Status.UNKNOWN
    assert len(sink.letters) == 1


def test_a_letter_whose_sender_died_is_settled_after_five_minutes(
    app: Flask, sink: Sink, post: Post, now: Read
) -> None:
    decision, reminder, busy = post(), post(seq=2, when_unsure=WhenUnsure.NEVER), post(seq=3)
    for letter in (decision, reminder):
        dead = clock.wall() - timedelta(minutes=6)
        age(app, letter, status=Status.SENDING, status_at=dead, attempts=1)
    age(app, busy, status=Status.SENDING, status_at=clock.wall(), attempts=1)
    pick_up(app)
    assert now(reminder).status is Status.UNKNOWN
    assert now(busy).status is Status.SENDING
    assert now(decision).status is Status.WAITING
    jobs.run_due(app)
    assert now(decision).status is Status.SENT
    assert [mail["Message-ID"] for mail in sink.letters] == [decision.message_id]


def test_a_sender_that_wakes_up_too_late_changes_nothing(
    app: Flask, sink: Sink, post: Post, now: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = post()
    hand_over = letters.delivery.hand_over

    def overtaken(*args: object, **settings: object) -> object:
        with app.app_context():
            found = db.session.get_one(Letter, letter.id)
            found.attempts = 2  # by another, who is sending it at this moment
            db.session.commit()
        sink.rcpt = "550 no"
        return hand_over(*args, **settings)

    monkeypatch.setattr(letters.delivery, "hand_over", overtaken)
    jobs.run_due(app)
    assert (now(letter).status, now(letter).attempts) == (Status.SENDING, 2)


def test_a_letter_whose_job_was_lost_is_queued_again(
    app: Flask, urls: Urls, sink: Sink, post: Post, now: Read
) -> None:
    lost, fresh = post(), post(seq=2)
    with queue_room.as_owner(urls) as owner, owner.begin() as connection:
        connection.execute(text("TRUNCATE procrastinate_jobs CASCADE"))
    age(app, lost, try_at=clock.wall() - timedelta(minutes=11))
    pick_up(app)
    pick_up(app)
    assert jobs.run_due(app) == 1
    assert now(lost).status is Status.SENT
    assert now(fresh).status is Status.WAITING


def test_two_workers_at_once_send_each_letter_once(app: Flask, sink: Sink, post: Post) -> None:
    posted = [post(seq=seq) for seq in range(20)]
    with app.app_context():
        for letter in posted:
            jobs.defer("letters.deliver", letter_id=str(letter.id))
        db.session.commit()
    workers = [Thread(target=jobs.run_due, args=(app,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sent = [mail["Message-ID"] for mail in sink.letters]
    assert sorted(sent) == sorted(letter.message_id for letter in posted)


def test_an_answer_to_somebody_else_can_be_asked_for(app: Flask, sink: Sink, post: Post) -> None:
    app.config["MAIL_REPLY_TO"] = "contracts@northmoor.example"
    post(to=Recipient(uuid.uuid4(), "Zoë Łuczak", "zoe@northmoor.example"))
    jobs.run_due(app)
    assert sink.letters[0]["Reply-To"] == "contracts@northmoor.example"
    assert sink.letters[0]["To"] == "Zoë Łuczak <zoe@northmoor.example>"
