"""Posting: a letter and its delivery become part of the transaction that causes them."""

import uuid
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from secondments import clock, jobs
from secondments.errors import ProgrammingError
from secondments.extensions import db
from secondments.letters import queries
from secondments.letters.delivery import deliver
from secondments.letters.models import Letter, Recipient, Status, WhenUnsure
from secondments.letters.rendering import is_address, one_line, render

ONE_OF_A_KIND = "uq_letter_dedupe_key"


def post(
    *,
    to: Recipient,
    event: str,
    seq: int | str,
    template: str,
    secondment_id: uuid.UUID | None = None,
    when_unsure: WhenUnsure = WhenUnsure.REPEAT_ONCE,
    **values: object,
) -> Letter:
    """Word a letter and queue it; nothing leaves before the caller's transaction has committed.

    `template` is a file in templates/emails. Repeating (secondment, seq, event, recipient) gives
    the letter posted first. An address nobody can write to shows in the delivery log, no error.
    """
    name, recipient = one_line(to.name), to.person_id or one_line(to.address).lower()
    wording = render(template, to_name=name, **values)
    key = f"{secondment_id or 'nobody'}:{seq}:{event}:{recipient}"
    letter = _addressed(to.address)
    letter.secondment_id, letter.event, letter.person_id = secondment_id, event, to.person_id
    letter.to_name, letter.when_unsure, letter.dedupe_key = name, when_unsure, key
    letter.subject, letter.body = wording
    try:
        with db.session.begin_nested():
            db.session.add(letter)
    except IntegrityError as error:
        if ONE_OF_A_KIND not in str(error.orig):
            raise
        return _posted_before(key)
    if letter.status is Status.WAITING:
        jobs.defer(deliver, letter_id=str(letter.id))
    return letter


def _addressed(address: str) -> Letter:
    """A new letter, waiting; or failed already, when the address is none."""
    host = urlsplit(current_app.config["BASE_URL"]).hostname
    made, now = uuid.uuid4(), clock.wall()
    letter = Letter(id=made, message_id=f"<{made}@{host}>", to_address=one_line(address)[:254])
    letter.posted_at, letter.status_at, letter.try_at = clock.now(), now, now
    letter.status = Status.WAITING
    if not is_address(address):
        letter.status = Status.FAILED
        letter.reason = "This is not an address that mail can be sent to."
    return letter


def _posted_before(key: str) -> Letter:
    letter = queries.by_key(key)
    if letter is None:
        raise ProgrammingError("A letter was posted twice, and the first cannot be seen.")
    return letter


def cancel(secondment_id: uuid.UUID, *, event: str) -> None:
    """Withdraw the letters about an event that have not left yet."""
    db.session.execute(
        update(Letter)
        .where(
            Letter.secondment_id == secondment_id,
            Letter.event == event,
            Letter.status == Status.WAITING,
        )
        .values(status=Status.CANCELLED, status_at=clock.wall())
    )
