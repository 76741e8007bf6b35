"""Checking what is kept: every chain of the trail, and every document that a record names."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import String, cast, func, literal, select, union_all

from secondments.agreements.models import Agreement, Draft, Revision
from secondments.audit import AuditEntry, chain
from secondments.deanery.models import DeaneryPaper
from secondments.documents.desk import desk
from secondments.errors import Altered
from secondments.extensions import db
from secondments.secondment.file_models import CaseFile
from secondments.secondment.models import Secondment

AT_A_TIME = 500
CHAINED = (*chain.SEALED, *chain.SEALED_IF_KNOWN, "prev_hash", "hash", "salt", "changes", "message")
SHORT = "The trail of {ref} ends at entry {found}; {expected} were written."


@dataclass(frozen=True)
class Checked:
    """How much was looked at and found as it was put there."""

    chains: int
    entries: int
    documents: int


def check_everything() -> Checked:
    """Raises Altered, naming the first thing that is not as it was."""
    chains, entries = _check_trail()
    return Checked(chains, entries, _check_documents())


def broken(s: Secondment) -> str | None:
    """What is wrong with the trail of one secondment, in a sentence."""
    wanted = _entries().where(AuditEntry.chain == str(s.id))
    return _walked(db.session.execute(wanted), s.ref, s.seq)[0]


def _check_trail() -> tuple[int, int]:
    secondments = select(Secondment.id, Secondment.ref, Secondment.seq)
    known = {str(row[0]): (row[1], row[2]) for row in db.session.execute(secondments)}
    chains = entries = 0
    with db.session.execute(_entries().execution_options(yield_per=AT_A_TIME)) as found:
        for name, group in groupby(found, key=lambda entry: entry.chain):
            ref, written = known.pop(name, (name, None))
            sentence, kept = _walked(group, ref, written)
            if sentence:
                raise Altered(sentence)
            chains, entries = chains + 1, entries + kept
    for ref, written in known.values():
        if written:
            raise Altered(SHORT.format(ref=ref, found=0, expected=written))
    return chains, entries


def _walked(entries: Iterable[Any], ref: str, written: int | None) -> tuple[str | None, int]:
    """What is wrong with a chain, in a sentence, and how many entries it has.

    `written`: how many use cases changed the secondment; None for the chain that has none.
    """
    kept: Counter[str] = Counter()
    if sentence := chain.first_break(_counted(entries, kept)):
        name = next(iter(kept), ref)
        return sentence.replace(name, ref), kept.total()
    if written not in {None, kept.total()}:
        return SHORT.format(ref=ref, found=kept.total(), expected=written), kept.total()
    return None, kept.total()


def _counted(entries: Iterable[Any], kept: Counter[str]) -> Iterator[Any]:
    """The same one by one, so that a chain of any length needs no room."""
    for entry in entries:
        kept[entry.chain] += 1
        yield entry


def _entries() -> Any:
    columns = [getattr(AuditEntry, name) for name in CHAINED]
    return select(*columns).order_by(AuditEntry.chain, AuditEntry.seq)


def _check_documents() -> int:
    looked_at = 0
    for sha256, owner in _documents():
        try:
            desk().store.read(sha256)
        except Altered as error:
            raise Altered(f"{owner}: {error}") from error
        looked_at += 1
    return looked_at


def _documents() -> Iterator[tuple[str, str]]:
    """Every digest that a record names, once, with what it is."""
    version = Secondment.ref + ", version " + cast(Agreement.version, String)
    whole = select(Secondment.ref).join(Agreement, Agreement.secondment_id == Secondment.id)
    of_agreements = (
        whole.with_only_columns(digest, version).where(digest.is_not(None))
        for digest in (
            Agreement.issued_sha256,
            Agreement.sealed_sha256,
            Agreement.marked_sha256,
        )
    )
    revisions = whole.join(Revision, Revision.agreement_id == Agreement.id)
    drafts = select(Draft.pdf_sha256, Secondment.ref + literal(", draft"))
    files = select(CaseFile.sha256, Secondment.ref + literal(", file"))
    files = files.join(Secondment, Secondment.id == CaseFile.secondment_id)
    papers = select(DeaneryPaper.pdf_sha256, Secondment.ref + literal(", for the deanery"))
    every = union_all(
        *of_agreements,
        revisions.with_only_columns(Revision.sha256, version),
        drafts.join(Secondment, Secondment.id == Draft.secondment_id),
        files.where(CaseFile.sha256.is_not(None)),
        papers.join(Secondment, Secondment.id == DeaneryPaper.secondment_id),
    ).subquery()
    digest, owner = every.c[0], every.c[1]
    wanted = select(digest, func.min(owner)).group_by(digest).order_by(func.min(owner), digest)
    yield from db.session.execute(wanted)
