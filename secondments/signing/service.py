"""Signing: the act of a person, and what the seal worker makes of it."""

import uuid
from dataclasses import dataclass

from secondments import clock, jobs
from secondments.access import step_up
from secondments.agreements.models import Agreement, Revision, RevisionKind, Signatory, Status
from secondments.errors import Gone, InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.signing import letters
from secondments.signing.models import Act
from secondments.use_case import use_case

PURPOSE = "sign"
INTENT = "I have read version {version} of this agreement and I sign it electronically."
FOR_ONESELF = "I sign for myself."
FOR_ANOTHER = "I am authorised to sign for {organisation} as {capacity}."


@dataclass(frozen=True)
class Given:
    """What a person hands in to sign: the digest seen, the name typed, proof of identity."""

    seen: str
    typed_name: str
    grant_id: uuid.UUID


@dataclass(frozen=True)
class From:
    """Where a signature came from, for the evidence."""

    ip: str
    user_agent: str
    method: str


def intent_of(agreement: Agreement) -> str:
    return INTENT.format(version=agreement.version)


def authority_of(signatory: Signatory) -> str:
    """What the person says about the right to sign."""
    if signatory.organisation is None:
        return FOR_ONESELF
    return FOR_ANOTHER.format(organisation=signatory.organisation.name, capacity=signatory.capacity)


@use_case("agreement.sign")
def sign(
    signatory: Signatory,
    *,
    by: Person,
    given: Given,
    origin: From,
    once: uuid.UUID | None = None,
) -> None:
    """Sign the very document seen, with a grant that is used up by it.

    Raises Gone when that document is no longer out for signature, NotPossibleNow, NotAllowed.
    """
    agreement = signatory.agreement
    _still_out(agreement, given.seen)
    if signatory.act is not None:
        raise NotPossibleNow("You have already signed this version.")
    step_up.consume(given.grant_id, person=by, purpose=PURPOSE, document_sha256=given.seen)
    signatory.act = Act(
        document_sha256=given.seen,
        terms_sha256=agreement.terms_sha256,
        typed_name=given.typed_name,
        intent=intent_of(agreement),
        authority=authority_of(signatory),
        method=origin.method,
        grant_id=given.grant_id,
        at=clock.now(),
        wall_at=clock.wall(),
        ip=origin.ip,
        user_agent=origin.user_agent[:400],
    )
    if agreement.is_fully_signed:
        agreement.status = Status.SEALING
    LIFECYCLE.fire(agreement.secondment, "sign")
    letters.signed(agreement, signatory)
    jobs.defer("signing.seal", lock=f"agreement:{agreement.id}", agreement_id=str(agreement.id))


def _still_out(agreement: Agreement, seen: str) -> None:
    if agreement.status in {Status.SUPERSEDED, Status.VOID}:
        raise Gone("This version of the agreement is no longer used. Nothing was signed.")
    if agreement.issued_sha256 is None:
        raise NotPossibleNow("The document is still being made. Try again in a minute.")
    if seen != agreement.issued_sha256:
        raise InvalidInput("That is not the document that is out for signature. Open it again.")


@use_case("agreement.refuse")
def refuse(
    signatory: Signatory,
    *,
    by: Person,
    message: str,
    reason: str = "refused",
    once: uuid.UUID | None = None,
) -> None:
    """Decline to sign, with the reason. Every signature on this version becomes void."""
    agreement, secondment = signatory.agreement, signatory.agreement.secondment
    if agreement.status in {Status.SUPERSEDED, Status.VOID}:
        raise Gone("This version of the agreement is no longer used.")
    LIFECYCLE.fire(secondment, "recall_contract")
    agreement.void(reason, message)
    letters.refused(agreement, signatory, message)


@use_case("agreement.seal")
def keep(
    agreement: Agreement,
    *,
    by: Person,
    kind: RevisionKind,
    act_id: uuid.UUID | None,
    sha256: str,
    prev_sha256: str,
) -> None:
    """Keep the document as it is after one more signature, unless somebody did so already."""
    newest = agreement.revisions[-1]
    if newest.sha256 != prev_sha256 or any(r.act_id == act_id for r in agreement.revisions[1:]):
        return  # a second worker was here first: its revision stands
    agreement.revisions.append(
        Revision(
            seq=newest.seq + 1,
            kind=kind,
            act_id=act_id,
            sha256=sha256,
            prev_sha256=prev_sha256,
            at=clock.now(),
        )
    )
    if kind is RevisionKind.COMPLETED:
        agreement.status, agreement.sealed_sha256 = Status.EXECUTED, sha256
        letters.executed(agreement)
    # flush: a CHECK ties the status to the digest, and letters above read neither.
    db.session.flush()
