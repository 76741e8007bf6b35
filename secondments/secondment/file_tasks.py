"""Checking files that people sent: scanned, read whole, written anew; outside every transaction."""

import logging
import time
import uuid
from datetime import timedelta

from secondments import clock, jobs, security_log
from secondments.documents.desk import desk
from secondments.documents.kinds import Kind
from secondments.documents.values import Cleaned, PrintingFailed, Refused
from secondments.errors import Altered
from secondments.secondment import file_queries, file_service
from secondments.secondment.file_models import FileState
from secondments.secondment.file_service import Outcome
from secondments.secondment.queries import calendar

log = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=5)
A_DAY_IN_SECONDS = 24 * 60 * 60
INFECTED = "The virus scanner found “{name}” in this file. It was not kept, and nobody can open it."
LOST = "The file was lost before it was checked. Add it again."
TOO_HARD = (
    "This file takes too long or too much memory to check. Print it to a new PDF, or save the"
    " picture smaller, and choose that file."
)
TRIES = 2  # a busy machine may have stopped the first


@jobs.job("files.check", queue="documents", retry=3, priority=5)
def check(file_id: str) -> None:
    """Settle one file. Safe to repeat; while the scanner is down the file waits."""
    key = uuid.UUID(file_id)
    with jobs.step():
        file = file_queries.by_id(key)
        if not file.is_waiting:
            return
        sent = file.received_sha256
    file_service.begin_check(file_queries.by_id(key), by=calendar())
    outcome = _outcome(key, sent)
    if outcome.state is not FileState.READY:
        security_log.event("bad_upload", result=str(outcome.state), file=str(key))
    file_service.settle(file_queries.by_id(key), by=calendar(), outcome=outcome)
    desk().tray.drop(key)


def _outcome(key: uuid.UUID, sent: str) -> Outcome:
    try:
        content = desk().tray.read(key, sent)
        if found := desk().scanner.infection(content):
            return Outcome(FileState.QUARANTINED, INFECTED.format(name=found[:120]))
        cleaned = _cleaned(content)
    except Altered:
        return Outcome(FileState.REFUSED, LOST)
    except Refused as refusal:
        return Outcome(FileState.REFUSED, str(refusal))
    return Outcome(
        FileState.READY,
        sha256=desk().store.put(cleaned.content),
        mimetype=Kind(cleaned.kind).mimetype,
        size=len(cleaned.content),
        pages=cleaned.pages,
    )


def _cleaned(content: bytes) -> Cleaned:
    for _ in range(TRIES):
        try:
            return desk().inspector.clean(content)
        except PrintingFailed as error:
            log.warning("A file could not be checked: %s", error)
    raise Refused(TOO_HARD)


@jobs.periodic("*/5 * * * *")
@jobs.job("files.sweep")
def sweep() -> None:
    """Check again what still waits, and empty the tray of what no record names."""
    for file_id in file_queries.waiting(clock.now() - PATIENCE):
        jobs.defer(check, lock=str(file_id), file_id=str(file_id))
    for key, put_at in desk().tray.lying():
        is_old = put_at < time.time() - A_DAY_IN_SECONDS  # as the folder counts
        if is_old and not file_queries.is_waiting(key):
            desk().tray.drop(key)
