"""A letter is part of the transaction that causes it, and says what it said for ever."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from jinja2 import UndefinedError
from sqlalchemy import func, select, text

from secondments import clock, jobs, letters
from secondments.extensions import db
from secondments.letters import Letter, Recipient, Status
from secondments.letters.rendering import render
from tests.letters.conftest import POPPY, VALUES, Post
from tests.letters.sink import Sink

Read = Callable[[Letter], Letter]
CASE = uuid.uuid4()


def test_a_rolled_back_cause_leaves_neither_letter_nor_job(app: Flask, sink: Sink) -> None:
    with app.app_context():
        letters.post(to=POPPY, event="asked", seq=1, template="request.txt", **VALUES)
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 0
    assert jobs.run_due(app) == 0
    assert sink.letters == []


def test_a_committed_letter_is_sent_once_as_it_was_worded(
    app: Flask, sink: Sink, post: Post, now: Read
) -> None:
    letter = post(due_on=datetime(2027, 2, 4, tzinfo=UTC).date())
    assert letter.status is Status.WAITING
    assert letter.status_in_words == "Waiting to be sent"
    assert jobs.run_due(app) == 1
    [mail] = sink.letters
    assert mail["To"] == "Dr Poppy Marsh <poppy.marsh@northmoor.example>"
    assert mail["From"] == app.config["MAIL_FROM"]
    assert mail["Subject"] == "Decide on Dr Reid's secondment"
    assert mail["Message-ID"] == f"<{letter.id}@localhost>" == letter.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert abs((mail["Date"].datetime - clock.wall()).total_seconds()) < 60
    assert mail.get_content().replace("\r\n", "\n") == letter.body
    assert letter.body == (
        "Dear Dr Poppy Marsh,\n"
        "\n"
        "Dr Reid has proposed a secondment to Corvane.\n"
        "\n"
        "Decide whether you support it.\n"
        "The last day for this is 4 February 2027.\n"
        "\n"
        "It is all here, after signing in:\n"
        "http://localhost:8000/secondments/SEC-7K3M-Q2\n"
        "\n"
        "If something is unclear, ask Dr Lindqvist.\n"
        "\n"
        "-- \n"
        "This letter was sent by Secondments for Northmoor Clinical Academic Partnership.\n"
    )
    assert now(letter).status is Status.SENT
    assert now(letter).attempts == 1


def test_a_notice_says_that_there_is_nothing_to_do(post: Post) -> None:
    letter = post(template="notice.txt")
    assert "You have nothing to do." in letter.body
    assert letter.body.count("http") == 1


def test_posting_the_same_event_twice_sends_one_letter(app: Flask, sink: Sink, post: Post) -> None:
    first, again = post(), post(about="Other words")
    assert again.id == first.id
    assert again.subject == first.subject
    assert post(seq=2).id != first.id
    assert post(to=Recipient(None, "Somebody else", "else@northmoor.example")).id != first.id
    assert jobs.run_due(app) == 3
    assert len(sink.letters) == 3


def test_posting_the_same_event_twice_in_one_transaction_keeps_the_rest(
    app: Flask, post: Post, sink: Sink
) -> None:
    with app.app_context():
        details = {"to": POPPY, "event": "asked", "seq": 1, "template": "request.txt", **VALUES}
        assert letters.post(**details) is letters.post(**details)
        letters.post(**{**details, "seq": 2})
        db.session.commit()
    assert jobs.run_due(app) == 2


def test_two_transactions_that_post_the_same_event_at_once_send_one_letter(
    app: Flask, sink: Sink, post: Post
) -> None:
    with app.app_context():
        letters.post(to=POPPY, event="asked", seq=1, template="request.txt", **VALUES)
        db.session.flush()
        other = Thread(target=post)
        other.start()
        other.join(0.3)
        assert other.is_alive()  # it waits to see what becomes of ours
        db.session.commit()
    other.join()
    assert jobs.run_due(app) == 1
    assert len(sink.letters) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "poppy",
        "a@x.example, b@y.example",
        "a@x.example;b@y.example",
        "a@x.example\r\nBcc: b@y.example",
        "a b@x.example",
        "a@b@x.example",
        "pöppy@x.example",
        "a" * 250 + "@x.example",
        "<a@x.example>",
        "a@x.example\0",
    ],
)
def test_a_letter_to_no_address_fails_in_the_log_and_stops_nobody(
    app: Flask, sink: Sink, post: Post, address: str
) -> None:
    letter = post(to=Recipient(None, "Dr Marsh", address))
    assert letter.status is Status.FAILED
    assert letter.status_in_words == "Could not be delivered"
    assert letter.reason == "This is not an address that mail can be sent to."
    assert jobs.run_due(app) == 0


@pytest.mark.parametrize(
    "name",
    [
        "Marsh\r\nBcc: evil@x.example",
        "Marsh\nSubject: other",
        'Marsh, evil@x.example, "',
        "Marsh <evil@x.example>",
        "=?utf-8?q?evil=40x=2Eexample=2C?=",
        "Łódź, Müller; 王 (x) @evil.example" * 6,
        "\u202ehsraM\u2066",
        "Marsh\0",
        "x" * 300,
        "",
    ],
)
def test_a_name_cannot_add_headers_or_recipients(
    app: Flask, sink: Sink, post: Post, name: str
) -> None:
    post(to=Recipient(None, name, POPPY.address), about=f"About {name}\n\nBcc: evil@x.example")
    assert jobs.run_due(app) == 1
    [mail], [recipients] = sink.letters, sink.recipients
    assert recipients == [POPPY.address]
    assert [a.addr_spec for a in mail["To"].addresses] == [POPPY.address]
    assert "Bcc" not in mail
    assert len(mail.get_all("Subject")) == 1
    assert mail["Subject"].startswith("About ")
    assert not set(mail["Subject"] + mail["To"]) & set("\r\n\0\u202e\u2066")
    assert mail.get_content().startswith("Dear ")


def test_control_characters_in_a_value_do_not_reach_the_letter(post: Post) -> None:
    letter = post(happened="One\0line\r\nand\x1b[2J another \u202eecalp")
    assert "Oneline\nand[2J another ecalp" in letter.body


def test_a_letter_that_lacks_a_value_is_not_posted(app: Flask) -> None:
    with app.app_context(), pytest.raises(UndefinedError, match="happened"):
        letters.post(to=POPPY, event="asked", seq=1, template="notice.txt", about="A", ref="SEC-1")


def test_no_markup_is_escaped_in_plain_text(app: Flask) -> None:
    with app.app_context():
        wording = render("notice.txt", to_name="O'Hara & Sons <x>", **VALUES)
    assert "Dear O'Hara & Sons <x>," in wording.body


def test_the_delivery_log_is_in_the_order_of_posting(app: Flask, post: Post) -> None:
    for seq, moment in ((2, 10), (1, 5)):
        with clock.stopped_at(datetime(2027, 8, 4, moment, tzinfo=UTC)):
            post(secondment_id=CASE, seq=seq)
    post(secondment_id=uuid.uuid4())
    with app.app_context():
        log = letters.of(CASE)
    assert [letter.dedupe_key.split(":")[1] for letter in log] == ["1", "2"]


def test_a_letter_is_posted_by_the_business_clock_and_sent_by_the_real_one(
    app: Flask, sink: Sink, post: Post
) -> None:
    with clock.stopped_at(datetime(2031, 8, 4, tzinfo=UTC)):
        letter = post()
        assert jobs.run_due(app) == 1
    assert letter.posted_at == datetime(2031, 8, 4, tzinfo=UTC)
    assert abs((sink.letters[0]["Date"].datetime - clock.wall()).total_seconds()) < 60


def test_letters_that_have_not_left_can_be_withdrawn(
    app: Flask, sink: Sink, post: Post, now: Read
) -> None:
    asked, other = post(secondment_id=CASE), post(secondment_id=CASE, event="told")
    with app.app_context():
        letters.cancel(CASE, event="asked")
        db.session.commit()
    assert jobs.run_due(app) == 2
    assert now(asked).status is Status.CANCELLED
    assert now(other).status is Status.SENT
    assert len(sink.letters) == 1


def test_without_a_mail_server_letters_become_files(
    app: Flask, post: Post, now: Read, tmp_path: Path
) -> None:
    app.config["SMTP_URL"] = ""
    letter = post()
    jobs.run_due(app)
    [file] = (tmp_path / "outbox").iterdir()
    assert file.name == f"{letter.id}.eml"
    assert b"Subject: Decide on Dr Reid's secondment" in file.read_bytes()
    assert now(letter).status is Status.SENT


def test_a_sent_letter_is_sent_by_nobody_again(app: Flask, sink: Sink, post: Post) -> None:
    letter = post()
    jobs.run_due(app)
    with app.app_context():
        jobs.defer("letters.deliver", letter_id=str(letter.id))
        jobs.defer("letters.deliver", letter_id=str(uuid.uuid4()))
        db.session.commit()
    assert jobs.run_due(app) == 2
    assert len(sink.letters) == 1


def test_the_database_refuses_a_failure_without_a_reason(app: Flask, post: Post) -> None:
    letter = post()
    with app.app_context(), pytest.raises(Exception, match="ck_letter_says_why_not"):
        db.session.execute(
            text("UPDATE letter SET status = 'failed' WHERE id = :id"), {"id": letter.id}
        )
