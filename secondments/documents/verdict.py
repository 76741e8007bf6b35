"""The strict verdict on a signed file: every reason not to rely on it."""

from collections.abc import Collection, Iterator, Sequence

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from secondments.documents import seal
from secondments.documents.keys import KeyRing
from secondments.documents.values import (
    COMPLETION_SEAL,
    ISSUE_SEAL,
    SignatureReport,
    Unsignable,
    Verdict,
)

UNCHECKABLE = "The signatures in this file cannot be checked."
MISSING = "The signature {field} is missing."
UNEXPECTED = "There is a signature {field} that was never asked for."
BROKEN = "The signature {field} does not match the document: it was altered."
CHANGED = "The document was changed after the signature {field} in a way that is not allowed."
STRANGER = "The signature {field} was not made with a certificate of this service."
APPENDED = "Something was added to the file after the last signature."
OUT_OF_ORDER = "The seals are not where they belong."
REPEATED = "A signature field is there twice."
WHOLE = ("ENTIRE_FILE", "ENTIRE_REVISION")


def strict_verdict(pdf: bytes, ring: KeyRing, expected_fields: Collection[str]) -> Verdict:
    """Accept only exactly the expected signatures and seals, all sound, with nothing after them.

    pyHanko and pdfsig alone accept a file cut back to an earlier signature, or with bytes appended.
    """
    try:
        signatures = seal.verify(pdf, ring)
    except Unsignable as error:
        return Verdict((str(error),))
    except Exception:  # noqa: BLE001 - a file that upsets the checker in any way is refused
        return Verdict((UNCHECKABLE,))
    problems = (
        *_in_the_set(signatures, expected_fields),
        *_in_each(signatures),
        *_in_the_seals(signatures, ring),
    )
    return Verdict(problems, tuple(signatures))


def _in_the_set(signatures: Sequence[SignatureReport], expected: Collection[str]) -> Iterator[str]:
    found = [signature.field for signature in signatures]
    yield from (MISSING.format(field=field) for field in expected if field not in found)
    yield from (UNEXPECTED.format(field=field) for field in found if field not in expected)
    if len(set(found)) < len(found):
        yield REPEATED
    if not signatures or signatures[-1].coverage != "ENTIRE_FILE":
        yield APPENDED


def _in_each(signatures: Sequence[SignatureReport]) -> Iterator[str]:
    for signature in signatures:
        if not (signature.intact and signature.valid):
            yield BROKEN.format(field=signature.field)
        elif not signature.trusted:
            yield STRANGER.format(field=signature.field)
        elif not signature.bottom_line or signature.coverage not in WHOLE:
            yield CHANGED.format(field=signature.field)


def _in_the_seals(signatures: Sequence[SignatureReport], ring: KeyRing) -> Iterator[str]:
    """Each seal made with its own certificate; the issue seal first, the completion seal last."""
    seals = {ISSUE_SEAL: ring.seal_of_issue, COMPLETION_SEAL: ring.seal_of_completion}
    own = {field: fingerprint(one.certificate) for field, one in seals.items()}
    for place, signature in enumerate(signatures):
        if signature.fingerprint != own.get(signature.field, signature.fingerprint):
            yield STRANGER.format(field=signature.field)
        if (signature.field == ISSUE_SEAL) != (place == 0):
            yield OUT_OF_ORDER
        if signature.field == COMPLETION_SEAL and place < len(signatures) - 1:
            yield OUT_OF_ORDER


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()
