"""Delivery: a job for each letter, and one that looks after those whose job was lost.

The promise: a letter leaves only if its cause was committed, and at least once unless the delivery
log says otherwise; a second copy has the same Message-ID.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from flask import current_app
from sqlalchemy import update

from secondments import clock, jobs
from secondments.extensions import db
from secondments.letters import queries
from secondments.letters.models import Letter, Status, WhenUnsure
from secondments.letters.transport import Answer, Outcome, hand_over

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# How long to wait after each try; together three days.
WAITS = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, *(11 * [6 * HOUR]))
# Longer than any conversation with a mail server: after this its worker is dead.
STUCK_AFTER = 5 * MINUTE
LOST_AFTER = 10 * MINUTE
CUT_SHORT = Outcome(Answer.UNSURE, "The sending was cut short; the mail server may have it.")


@dataclass(frozen=True)
class Claim:
    """One attempt at one letter, free of the database."""

    letter_id: uuid.UUID
    attempt: int
    message: EmailMessage


# Behind other work: a mail server that does not answer keeps a worker for some time.
@jobs.job("letters.deliver", queue="letters", priority=-1)
def deliver(*, letter_id: str) -> None:
    """Send one letter. Whoever turns `waiting` into `sending` sends it, nobody else."""
    with jobs.step():
        claim = _claim(uuid.UUID(letter_id))
    if claim is None:
        return
    outcome = hand_over(claim.message, settings=current_app.config)
    with jobs.step():
        letter = queries.in_hand(claim.letter_id, attempt=claim.attempt)
        if letter is not None:
            _settle(letter, outcome)


@jobs.periodic("* * * * *")
@jobs.job("letters.pick_up", queue="letters")
def pick_up() -> None:
    """Settle the letters of senders that died, and queue again those that no job came for."""
    now = clock.wall()
    for letter in queries.stuck(now, after=STUCK_AFTER):
        _settle(letter, CUT_SHORT)
    for letter in queries.overdue(now, after=LOST_AFTER):
        _try_at(letter, timedelta())


def _claim(letter_id: uuid.UUID) -> Claim | None:
    found = db.session.execute(
        update(Letter)
        .where(Letter.id == letter_id, Letter.status == Status.WAITING)
        .values(
            status=Status.SENDING, status_at=clock.wall(), attempts=Letter.attempts + 1, reason=None
        )
        .returning(Letter)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return Claim(found.id, found.attempts, as_message(found)) if found else None


def as_message(letter: Letter) -> EmailMessage:
    """The letter as it travels; its Date is the day it really leaves."""
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(current_app.config["MAIL_FROM"])
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(letter.to_name, addr_spec=letter.to_address)
    if reply_to := current_app.config.get("MAIL_REPLY_TO"):
        message["Reply-To"] = reply_to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.wall())
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, charset="utf-8", cte="quoted-printable")
    return message


def _settle(letter: Letter, outcome: Outcome) -> None:
    """Write down what became of an attempt, and queue another where one is due."""
    letter.status_at, letter.reason = clock.wall(), outcome.reason
    match outcome.answer:
        case Answer.TAKEN:
            letter.status = Status.SENT
        case Answer.REFUSED:
            letter.status = Status.FAILED
        case Answer.LATER if letter.attempts <= len(WAITS):
            _try_at(letter, WAITS[letter.attempts - 1])
        case Answer.LATER:
            letter.status = Status.FAILED
        case Answer.UNSURE if letter.when_unsure is WhenUnsure.REPEAT_ONCE and not letter.repeats:
            letter.repeats = 1
            _try_at(letter, timedelta())
        case Answer.UNSURE:
            letter.status = Status.UNKNOWN


def _try_at(letter: Letter, wait: timedelta) -> None:
    letter.status, letter.try_at = Status.WAITING, clock.wall() + wait
    jobs.defer(deliver, at=letter.try_at, letter_id=str(letter.id))
