"""Adding a file, checking it, removing it, taking a copy."""

import uuid
from dataclasses import dataclass

from secondments import clock, jobs, policy
from secondments.documents import kinds
from secondments.documents.desk import desk
from secondments.documents.kinds import Kind
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import file_queries, letters
from secondments.secondment.audiences import NOT_FOR_THE_COMPANY, OF_FILES, FileKind, Readers
from secondments.secondment.file_models import CaseFile, FileCopy, FileState
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.models import Secondment
from secondments.use_case import use_case

MOST_FILES = 40  # of one person: how many others have added is nobody else's business
MOST_BYTES = 10 * 1000 * 1000
FULL = (
    "You have added {most} files to this secondment, and that is the most. Put several documents"
    " into one PDF, or remove a file while the proposal is with the applicant."
)
NEVER_FOR_THE_COMPANY = "The company never sees visa evidence. Choose other readers"
NOT_OFFERED = "Choose who may read it from what is offered"
BEING_CHECKED = "This file is still being checked. Come back in a minute."
NOT_TAKEN = "This file was not taken, so there is nothing to open. {problem}"
LEFT_NAMELESS = "file"


@dataclass(frozen=True)
class New:
    """A file as it was sent. `name` is without folders and ending."""

    kind: FileKind
    readers: Readers
    name: str
    content: bytes


@dataclass(frozen=True)
class Outcome:
    """What a check found: the content as it is kept, or why there is none."""

    state: FileState
    problem: str | None = None
    sha256: str | None = None
    mimetype: str | None = None
    size: int | None = None
    pages: int | None = None


def receive(s: Secondment, new: New, *, by: Person, once: uuid.UUID | None = None) -> uuid.UUID:
    """Put it on the tray, then record it; its check is a job. Raises Refused, NotAllowed."""
    file = _recorded(s, new, by)
    policy.require(by, "file.add", file)
    key = file.id
    file.received_sha256 = desk().tray.put(key, new.content)
    try:
        kept = uuid.UUID(add(file, by=by, once=once))
    except BaseException:
        desk().tray.drop(key)
        raise
    if kept != key:  # the form was sent before
        desk().tray.drop(key)
    return kept


def _recorded(s: Secondment, new: New, by: Person) -> CaseFile:
    kind = kinds.sniff(new.content)
    ending = "jpg" if kind is Kind.JPEG else str(kind)
    return CaseFile(
        id=uuid.uuid4(),
        secondment=s,
        kind=new.kind,
        readers=new.readers,
        name=f"{new.name or LEFT_NAMELESS}.{ending}",
        by=by,
        by_id=by.id,
        at=clock.now(),
        state=FileState.RECEIVED,
        received_bytes=len(new.content),
    )


@use_case("file.add")
def add(file: CaseFile, *, by: Person, once: uuid.UUID | None = None) -> str:
    """Record a file that lies on the tray. Returns its id. Raises NotPossibleNow, InvalidInput."""
    s = file.secondment
    if file.readers not in OF_FILES:
        raise InvalidInput(NOT_OFFERED, fields={"readers": NOT_OFFERED})
    if file.kind in NOT_FOR_THE_COMPANY and file.readers is Readers.EVERYONE:
        raise InvalidInput(NEVER_FOR_THE_COMPANY, fields={"readers": NEVER_FOR_THE_COMPANY})
    if file_queries.number_by(by, s) >= MOST_FILES:
        raise NotPossibleNow(FULL.format(most=MOST_FILES))
    db.session.add(file)
    LIFECYCLE.fire(s, "attach")
    # flush: the job names the file, whose row has to be there.
    db.session.flush()
    jobs.defer("files.check", lock=str(file.id), file_id=str(file.id))
    return str(file.id)


@use_case("file.check")
def begin_check(file: CaseFile, *, by: Person) -> None:
    """Somebody is looking at it. Safe to repeat."""
    if file.state is FileState.RECEIVED:
        file.state = FileState.CHECKING


@use_case("file.settle")
def settle(file: CaseFile, *, by: Person, outcome: Outcome) -> None:
    """Keep what the check found, and tell its sender if it was not taken. Safe to repeat."""
    if not file.is_waiting:
        return
    file.problem, file.sha256, file.mimetype = outcome.problem, outcome.sha256, outcome.mimetype
    file.size, file.pages, file.state = outcome.size, outcome.pages, outcome.state
    if outcome.problem:
        letters.file_refused(file.secondment, file.by, file.kind.label, outcome.problem)


@use_case("file.remove")
def remove(file: CaseFile, *, by: Person, once: uuid.UUID | None = None) -> None:
    """Nobody can open it any more; that it was there stays in the record."""
    LIFECYCLE.fire(file.secondment, "remove_file")
    file.removed_at = file.removed_at or clock.now()


def content_of(file: CaseFile) -> bytes:
    """Re-hashed. Raises NotPossibleNow until it is ready, Altered when it is not what it was."""
    if file.is_waiting:
        raise NotPossibleNow(BEING_CHECKED)
    if file.sha256 is None:
        raise NotPossibleNow(NOT_TAKEN.format(problem=file.problem))
    return desk().store.read(file.sha256)


@use_case("file.download")
def take(file: CaseFile, *, by: Person) -> None:
    """Record that `by` takes a copy. Read its bytes first: an altered one is not taken."""
    db.session.add(
        FileCopy(case_file_id=file.id, person_id=by.id, sha256=file.sha256, at=clock.now())
    )
