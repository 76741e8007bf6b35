"""Small papers for the tests of documents: keys, an issued agreement, a signed one."""

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from secondments import clock
from secondments.documents import keys, pdf, seal, stamp
from secondments.documents.keys import KeyRing
from secondments.documents.storage import digest
from secondments.documents.values import (
    COMPLETION_SEAL,
    ISSUE_SEAL,
    Act,
    Attachment,
    SignerIdentity,
    Stamp,
)

ACTED_AT = datetime(2027, 4, 9, 9, 30, tzinfo=UTC)
EMPLOYER, COMPANY = "sig_employer", "sig_company"
SIGNED = (ISSUE_SEAL, EMPLOYER, COMPANY, COMPLETION_SEAL)
DANIEL = SignerIdentity("Daniel Reyes", "Kingsmere Hospitals", "Director of People")
ISOBEL = SignerIdentity("Isobel Grant", "Corvane Therapeutics Ltd", "Chief Medical Officer")
TERMS = Attachment("terms.json", b'{"pay": "agreed"}', "Agreed terms", ACTED_AT)

STYLE = "input { appearance: auto; display: block; width: 80mm; height: 26mm }"
BOX = '<input type=checkbox name={field} title="Signature of {who}">'
HTML = """<!DOCTYPE html><html lang=en-GB><head><title>{title}</title><style>
{style} body {{ font-family: "Source Sans 3" }}</style></head>
<body><h1>{title}</h1>{body}{boxes}</body></html>"""


def an_agreement(body: str = "<p>The parties agree.</p>", *, title: str = "Agreement") -> str:
    """The HTML of an agreement with a place for Daniel and one for Isobel."""
    people = ((EMPLOYER, "Daniel Reyes"), (COMPANY, "Isobel Grant"))
    boxes = "".join(BOX.format(field=field, who=who) for field, who in people)
    return HTML.format(title=title, style=STYLE, body=body, boxes=boxes)


@cache
def a_ring() -> KeyRing:
    return keys.load_or_create(a_folder() / "keys", production=False)


@cache
def another_ring() -> KeyRing:
    """That of another installation."""
    return keys.load_or_create(a_folder() / "others", production=False)


@cache
def a_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="papers-"))


@cache
def a_printed() -> bytes:
    return pdf.render(an_agreement(), attachments=[TERMS])


@cache
def an_issued() -> bytes:
    return seal.certify(a_printed(), a_ring()).pdf


@cache
def a_signed_by_all() -> bytes:
    """Signed by both, not yet sealed complete."""
    return signed_by(signed_by(an_issued(), EMPLOYER, DANIEL), COMPANY, ISOBEL)


@cache
def an_executed() -> bytes:
    return seal.complete(a_signed_by_all(), a_ring()).pdf


def signed_by(
    document: bytes, field: str, signer: SignerIdentity, *, ring: KeyRing | None = None
) -> bytes:
    return seal.sign(
        document,
        field,
        signer,
        stamp=a_stamp(document, field, signer),
        reason="I agree",
        ring=ring or a_ring(),
    ).pdf


def a_stamp(document: bytes, field: str, signer: SignerIdentity) -> Stamp:
    at = clock.wall()
    act = Act(ACTED_AT, "Password entered again", digest(a_printed()))
    face = stamp.html(signer, act, sealed_at=at, notice=a_ring().notice)
    return Stamp(pdf.mini(face, *seal.box_of(document, field)), at)
