"""What the press's child process does: lays out, seals, signs and checks."""

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from secondments import clock
from secondments.documents import keys, pdf, seal, stamp, verdict
from secondments.documents.keys import KeyRing
from secondments.documents.values import (
    Act,
    Attachment,
    Printed,
    Revision,
    SignerIdentity,
    Stamp,
    Verdict,
)

WARM = "<html lang=en-GB><title>Warm</title><p>Warm <b>and</b> ready</p></html>"


def warm(folder: Path) -> None:
    """Load what the first real task would otherwise wait for."""
    pdf.render(WARM)
    if folder.exists():
        ring(folder)


def render(html: str, attachments: Sequence[Attachment]) -> Printed:
    made = pdf.render(html, attachments=attachments)
    return Printed(made, seal.pages(made))


def certify(folder: Path, document: bytes) -> Revision:
    return seal.certify(document, ring(folder))


def sign(
    folder: Path, document: bytes, field: str, signer: SignerIdentity, act: Act, reason: str
) -> Revision:
    """Print the stamp to the size of its field, at the very moment the signature will claim."""
    at = clock.wall()
    text = stamp.html(signer, act, sealed_at=at, notice=ring(folder).notice)
    picture = pdf.mini(text, *seal.box_of(document, field))
    shown = Stamp(picture, at)
    return seal.sign(document, field, signer, stamp=shown, reason=reason, ring=ring(folder))


def complete(folder: Path, document: bytes) -> Revision:
    return seal.complete(document, ring(folder))


def verify(folder: Path, document: bytes, expected: Collection[str]) -> Verdict:
    return verdict.strict_verdict(document, ring(folder), expected)


@cache
def ring(folder: Path) -> KeyRing:
    return keys.load(folder)
