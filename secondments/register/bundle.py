"""Several signed agreements in one ZIP: chosen, hashed again, packed whole, then recorded."""

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from secondments import policy, words
from secondments.agreements import downloads
from secondments.agreements.downloads import Copy
from secondments.agreements.models import Agreement
from secondments.documents.desk import desk
from secondments.errors import Altered, InvalidInput, NotFound, NotPossibleNow
from secondments.people.models import Person
from secondments.register import queries

MOST = 200
NONE_CHOSEN = "Choose at least one secondment whose agreement is signed."
TOO_MANY = "A ZIP holds at most {most} documents; you chose {chosen}."
UNKNOWN = "One of these secondments does not exist, or you may not see it. Nothing was downloaded."
UNSIGNED = "{refs} cannot be downloaded: not everyone has signed. Nothing was downloaded."
ALTERED = "{file}: {why} Nothing was downloaded."


def chosen(picked: Iterable[str], *, reader: Person) -> Sequence[Copy]:
    """The signed copies of these references, each once.

    Raises InvalidInput for none or too many, NotFound, NotPossibleNow for an unsigned one.
    """
    refs = list(dict.fromkeys(picked))
    if not refs:
        raise InvalidInput(NONE_CHOSEN)
    if len(refs) > MOST:
        raise InvalidInput(TOO_MANY.format(most=MOST, chosen=len(refs)))
    found = queries.signed(refs, reader=reader)
    if len(found) < len(refs):
        raise NotFound(UNKNOWN)
    if unsigned := [ref for ref, agreement in found.items() if agreement is None]:
        raise NotPossibleNow(UNSIGNED.format(refs=words.listed(unsigned)))
    return [_allowed(agreement, reader) for agreement in found.values() if agreement]


def _allowed(agreement: Agreement, reader: Person) -> Copy:
    copy = downloads.copy_of(agreement, reader=reader)
    policy.require(reader, "agreement.download", copy)
    return copy


def packed(copies: Sequence[Copy]) -> IO[bytes]:
    """A ZIP on disk, at its beginning, gone when it is closed. Raises Altered, naming the file."""
    with ExitStack() as closing:
        file = closing.enter_context(tempfile.TemporaryFile())
        # Stored: a PDF is compressed already.
        with ZipFile(file, "w", ZIP_STORED) as archive:
            for copy in copies:
                archive.writestr(_entry(copy), _content(copy))
        file.seek(0)
        closing.pop_all()
        return file


def _content(copy: Copy) -> bytes:
    try:
        return desk().store.read(copy.sha256)
    except Altered as error:
        raise Altered(ALTERED.format(file=copy.file_name, why=error)) from error


def _entry(copy: Copy) -> ZipInfo:
    return ZipInfo(copy.file_name, _local(copy).timetuple()[:6])


def _local(copy: Copy) -> datetime:
    """A ZIP's times have no zone: those of the case's own."""
    assert copy.agreement is not None
    return copy.agreement.issued_at.astimezone(ZoneInfo(copy.secondment.zone))


def taken(copies: Iterable[Copy], *, by: Person) -> None:
    """Record each copy in the trail of its secondment."""
    for copy in copies:
        downloads.take(copy, by=by)
