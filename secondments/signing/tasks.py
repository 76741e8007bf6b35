"""The seal worker: puts each act into the document as that person's signature, in order."""

import uuid
from dataclasses import dataclass

from secondments import jobs
from secondments.access.factors.proving import in_words
from secondments.agreements import queries
from secondments.agreements.models import Agreement, RevisionKind
from secondments.documents.desk import desk
from secondments.documents.values import Act as Stamp
from secondments.documents.values import SignerIdentity
from secondments.secondment.queries import calendar
from secondments.signing import service
from secondments.signing.models import Act


@dataclass(frozen=True)
class Signature:
    """One signature to add, in plain values, so that no transaction is open meanwhile."""

    base: str  # digest of the document it goes into
    act_id: uuid.UUID
    field: str
    signer: SignerIdentity
    stamp: Stamp
    reason: str


@dataclass(frozen=True)
class Completion:
    """Every signature is in: only the seal of completion is missing."""

    base: str


@jobs.job("signing.seal", queue="documents", retry=5)
def seal(agreement_id: str) -> None:
    """Bring the document up to the acts. Safe to repeat: a filled field is recognised."""
    while _added_one(uuid.UUID(agreement_id)):
        pass


def _added_one(agreement_id: uuid.UUID) -> bool:
    with jobs.step():
        work = _next(queries.by_id(agreement_id))
    if work is None:
        return False
    sha256 = desk().store.put(_sealed(work))
    signed = isinstance(work, Signature)
    service.keep(
        queries.by_id(agreement_id),
        by=calendar(),
        kind=RevisionKind.SIGNED if signed else RevisionKind.COMPLETED,
        act_id=work.act_id if isinstance(work, Signature) else None,
        sha256=sha256,
        prev_sha256=work.base,
    )
    return signed


def _next(agreement: Agreement) -> Signature | Completion | None:
    if not agreement.is_standing or not agreement.revisions:
        return None
    newest = agreement.revisions[-1]
    if newest.kind is RevisionKind.COMPLETED:
        return None
    sealed = {revision.act_id for revision in agreement.revisions}
    acts = [s.act for s in agreement.signatories if s.act and s.act.id not in sealed]
    if acts:
        return _signature(min(acts, key=lambda act: (act.wall_at, act.id)), newest.sha256)
    return Completion(newest.sha256) if agreement.is_fully_signed else None


def _signature(act: Act, base: str) -> Signature:
    signatory = act.signatory
    organisation = signatory.organisation.name if signatory.organisation else ""
    return Signature(
        base=base,
        act_id=act.id,
        field=signatory.field,
        signer=SignerIdentity(act.typed_name, organisation, signatory.capacity),
        stamp=Stamp(
            acted_at=act.at, identified_by=in_words(act.method), digest=act.document_sha256
        ),
        reason=f"{act.intent} {act.authority}",
    )


def _sealed(work: Signature | Completion) -> bytes:
    base = desk().store.read(work.base)
    if isinstance(work, Completion):
        return desk().press.complete(base).pdf
    made = desk().press.sign(
        base, work.field, signer=work.signer, act=work.stamp, reason=work.reason
    )
    return made.pdf
