"""Contracts brought to where a test starts, by the real use cases; only the bytes are stand-ins."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from secondments import clock
from secondments.access.models import AuthSession, OneTime
from secondments.agreements import service as agreements
from secondments.agreements.models import Agreement, RevisionKind, Signatory
from secondments.documents.desk import desk
from secondments.extensions import db
from secondments.people.models import Role
from secondments.secondment import queries
from secondments.secondment.models import Secondment
from secondments.signing import service as signing
from secondments.signing.service import From, Given
from tests.builders import World, an_agreed_one, role_of


def a_stored_file(text: str) -> str:
    """The digest of a small file that begins like a PDF."""
    return desk().store.put(f"%PDF-1.7\n% {text} {uuid.uuid4()}\n%%EOF\n".encode())


def issued(world: World, s: Secondment) -> Agreement:
    """Out for signature, its document made."""
    agreements.issue(
        s,
        by=world.office,
        revision=s.revision,
        employer_signatory_id=role_of(world.employer_signatory, Role.SIGNATORY).id,
        host_signatory_id=role_of(world.host_signatory, Role.SIGNATORY).id,
    )
    agreement = s.agreement
    made = agreements.Made(a_stored_file("issued"), 9)
    agreements.store(agreement, by=queries.calendar(), made=made)
    return agreement


def an_issued_one(world: World, **changed: object) -> Secondment:
    s = an_agreed_one(world, **changed)
    issued(world, s)
    return s


def signed(signatory: Signatory) -> None:
    """One person signs, and their signature is put into the document."""
    agreement = signatory.agreement
    digest = agreement.issued_sha256
    given = Given(seen=digest, typed_name=signatory.name, grant_id=_a_grant(signatory, digest))
    signing.sign(signatory, by=signatory.person, given=given, origin=From("::1", "test", "password"))
    _kept(agreement, RevisionKind.SIGNED, signatory.act.id)
    if agreement.is_fully_signed:
        _kept(agreement, RevisionKind.COMPLETED, None)


def a_signed_one(world: World, **changed: object) -> Secondment:
    """Everyone has signed and the agreement is sealed."""
    s = an_issued_one(world, **changed)
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
    path = next(desk().store.folder.rglob(digest))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def newest() -> Agreement:
    return db.session.scalars(select(Agreement).order_by(Agreement.issued_at.desc()).limit(1)).one()
