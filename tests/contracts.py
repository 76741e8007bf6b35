"""Contracts brought to where a test starts, by the real use cases; only the bytes are stand-ins."""

import uuid
from datetime import timedelta

from secondments import clock
from secondments.access.models import AuthSession, OneTime
from secondments.agreements import service as agreements
from secondments.agreements.models import Agreement, RevisionKind, Signatory
from secondments.demo import cases
from secondments.demo.cases import Stage
from secondments.demo.world import World
from secondments.documents.desk import desk
from secondments.extensions import db
from secondments.secondment import queries
from secondments.secondment.models import Secondment
from secondments.signing import service as signing
from secondments.signing.service import From, Given
from tests import copied
from tests.builders import PASSWORD, an_agreed_one


def a_stored_file(text: str) -> str:
    """The digest of a small file that begins like a PDF."""
    return desk().store.put(f"%PDF-1.7\n% {text} {uuid.uuid4()}\n%%EOF\n".encode())


def issued(cast: World, s: Secondment) -> Agreement:
    """Out for signature, its document made."""
    cases.issue(Stage(cast, s, PASSWORD))
    agreement = s.agreement
    made = agreements.Made(a_stored_file("issued"), 9)
    agreements.store(agreement, by=queries.calendar(), made=made)
    return agreement


@copied.a_case
def an_issued_one(cast: World, **changed: object) -> Secondment:
    s = an_agreed_one(cast, **changed)
    issued(cast, s)
    return s


def with_a_draft(s: Secondment) -> Secondment:
    """Somebody may read the watermarked copy."""
    agreements.keep_draft(s, terms_sha256="0" * 64, pdf_sha256=a_stored_file("DRAFT"))
    db.session.commit()
    return s


def signed(signatory: Signatory) -> None:
    """One person signs, and their signature is put into the document."""
    agreement = signatory.agreement
    digest = agreement.issued_sha256
    given = Given(seen=digest, typed_name=signatory.name, grant_id=_a_grant(signatory, digest))
    signing.sign(
        signatory, by=signatory.person, given=given, origin=From("::1", "test", "password")
    )
    _kept(agreement, RevisionKind.SIGNED, signatory.act.id)
    if agreement.is_fully_signed:
        _kept(agreement, RevisionKind.COMPLETED, None)


@copied.a_case
def a_signed_one(cast: World, **changed: object) -> Secondment:
    """Everyone has signed and the agreement is sealed."""
    s = an_issued_one(cast, **changed)
    for signatory in list(s.agreement.signatories):
        signed(signatory)
    return s


def _kept(agreement: Agreement, kind: RevisionKind, act_id: uuid.UUID | None) -> None:
    signing.keep(
        agreement,
        by=queries.calendar(),
        kind=kind,
        act_id=act_id,
        sha256=a_stored_file(kind),
        prev_sha256=agreement.revisions[-1].sha256,
    )


def _a_grant(signatory: Signatory, digest: str) -> uuid.UUID:
    now, grant, session = clock.wall(), uuid.uuid4(), uuid.uuid4()
    db.session.add(
        AuthSession(
            id=session,
            token_hash=session.hex,
            person_id=signatory.person_id,
            created_at=now,
            seen_at=now,
            amr=["password"],
            aal=1,
            ip="::1",
            user_agent="test",
        )
    )
    db.session.add(
        OneTime(
            id=grant,
            purpose=f"step_up:{signing.PURPOSE}",
            person_id=signatory.person_id,
            data={"session": str(session), "document": digest},
            made_at=now,
            expires_at=now + timedelta(minutes=5),
        )
    )
    db.session.commit()
    return grant


def altered(digest: str) -> None:
    """Change one byte of a stored file, as nobody should."""
    copied.forget()
    path = next(desk().store.folder.rglob(digest))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
