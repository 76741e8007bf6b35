"""Signatures and seals in a PDF, and the strict check of them: the only door to pyHanko."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from asn1crypto import cms as asn1_cms
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from pyhanko.pdf_utils import content, layout
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from secondments import clock
from secondments.documents.authority import Credential
from secondments.documents.keys import KeyRing
from secondments.documents.values import (
    COMPLETION_SEAL,
    ISSUE_SEAL,
    SIGNATORY_PREFIX,
    Revision,
    SignatureReport,
    SignerIdentity,
    Stamp,
    Unsignable,
)

Kind = TypeVar("Kind", IncrementalPdfFileWriter, PdfFileReader)

UNREADABLE = "This file cannot be read as a PDF."
NO_FIELD = "The document has no place for this signature."
UNISSUED = "The document has not been sealed for issue yet."
SEALED = "The document is sealed complete; nothing can be added to it."
UNSIGNED = "The document is not signed by everyone yet, so it cannot be sealed complete."
ISSUED, COMPLETED = "Issued for signature", "All parties have signed"

DER = serialization.Encoding.DER
MM_PER_POINT = 25.4 / 72
# The only kind of unseen field that both PDF/A (must print) and PDF/UA (untagged) accept.
OUT_OF_SIGHT = fields.InvisSigSettings(box_out_of_bounds=True)
CENTRED = layout.SimpleBoxLayoutRule(layout.AxisAlignment.ALIGN_MID, layout.AxisAlignment.ALIGN_MID)


class _CachedKeySigner(signers.Signer):
    """Signs with the key it holds; pyHanko's own loads it afresh each time, 0.2 s for RSA-3072."""

    def __init__(self, credential: Credential, ring: KeyRing) -> None:
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register(_asn1(ring.issuing.certificate))
        super().__init__(
            signing_cert=_asn1(credential.certificate),
            cert_registry=registry,
        )
        self._key = credential.key

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,  # noqa: ARG002 - always the SHA-256 that _add asks for
        dry_run: bool = False,  # noqa: FBT001, FBT002 - pyHanko's signature
    ) -> bytes:
        if dry_run:
            return bytes(self._key.key_size // 8)
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


class _PdfSignerAt(signers.PdfSigner):
    """Claims the moment it is given, so that the stamp and the signature say the same."""

    moment: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session


class _Picture(content.PdfContent):
    """The first page of a small PDF as a signature's appearance."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        assert self.writer is not None
        page = self.writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject["/Stamp"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = layout.BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"


def certify(pdf: bytes, ring: KeyRing) -> Revision:
    """The seal of issue: from here on only signature fields may be filled. Safe to repeat."""
    document = _opened(IncrementalPdfFileWriter, pdf)
    if _signature_fields(document).get(ISSUE_SEAL):
        return Revision(pdf, added=False)
    meaning = _meaning(
        ISSUE_SEAL,
        ISSUED,
        GenericCommitment.PROOF_OF_ORIGIN,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    place = SigFieldSpec(ISSUE_SEAL, invis_sig_settings=OUT_OF_SIGHT)
    hand = _CachedKeySigner(ring.seal_of_issue, ring)
    return _add(document, meaning, hand, at=clock.wall(), place=place)


def sign(
    pdf: bytes,
    field: str,
    signer: SignerIdentity,
    *,
    stamp: Stamp,
    reason: str,
    ring: KeyRing,
) -> Revision:
    """Add one person's PAdES signature to their field; a field already filled stays as it is.

    The signature claims the moment printed in the stamp. Raises Unsignable.
    """
    document = _opened(IncrementalPdfFileWriter, pdf)
    signed = _signature_fields(document)
    if signed.get(field):
        return Revision(pdf, added=False)
    _check_signable(signed, field)
    meaning = _meaning(field, reason, GenericCommitment.PROOF_OF_APPROVAL, name=signer.name)
    hand = _CachedKeySigner(ring.for_signer(signer.name, signer.organisation), ring)
    look = StaticStampStyle(
        background=_Picture(stamp.picture), background_layout=CENTRED, border_width=0
    )
    return _add(document, meaning, hand, at=stamp.sealed_at, look=look)


def complete(pdf: bytes, ring: KeyRing) -> Revision:
    """The seal of completion: locks every field and allows no change. Safe to repeat.

    Raises Unsignable while a signature field is empty.
    """
    document = _opened(IncrementalPdfFileWriter, pdf)
    signed = _signature_fields(document)
    if signed.get(COMPLETION_SEAL):
        return Revision(pdf, added=False)
    if not signed.get(ISSUE_SEAL) or not all(signed.values()):
        raise Unsignable(UNSIGNED)
    meaning = _meaning(
        COMPLETION_SEAL,
        COMPLETED,
        GenericCommitment.PROOF_OF_ORIGIN,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    place = SigFieldSpec(
        COMPLETION_SEAL,
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL),
        doc_mdp_update_value=MDPPerm.NO_CHANGES,
        invis_sig_settings=OUT_OF_SIGHT,
    )
    hand = _CachedKeySigner(ring.seal_of_completion, ring)
    return _add(document, meaning, hand, at=clock.wall(), place=place)


def pages(pdf: bytes) -> int:
    """How many pages a document has."""
    return int(_opened(PdfFileReader, pdf).root["/Pages"]["/Count"])


def box_of(pdf: bytes, field: str) -> tuple[float, float]:
    """Width and height of a signature field in millimetres. Raises Unsignable if there is none."""
    document = _opened(PdfFileReader, pdf)
    for _, _, reference in fields.enumerate_sig_fields(document, with_name=field):
        left, bottom, right, top = (float(edge) for edge in reference.get_object()["/Rect"])
        return abs(right - left) * MM_PER_POINT, abs(top - bottom) * MM_PER_POINT
    raise Unsignable(NO_FIELD)


def verify(pdf: bytes, ring: KeyRing) -> list[SignatureReport]:
    """Every signature in the order made, each judged at the moment it claims.

    Raises Unsignable if the file is no PDF.
    """
    signatures = _opened(PdfFileReader, pdf).embedded_signatures
    return [_report(signature, ring, tight=_is_tight(signature, pdf)) for signature in signatures]


def _report(signature: EmbeddedPdfSignature, ring: KeyRing, *, tight: bool) -> SignatureReport:
    at = signature.self_reported_timestamp
    context = _trust(ring, at or clock.wall())
    status = validate_pdf_signature(signature, signer_validation_context=context)
    certificate = status.signing_cert
    subject = certificate.subject.native
    level = status.modification_level
    return SignatureReport(
        field=str(signature.field_name),
        signer=str(signature.sig_object.get("/Name") or subject.get("common_name", "")),
        organisation=str(subject.get("organization_name", "")),
        reason=str(signature.sig_object.get("/Reason", "")),
        signed_at=at.astimezone(UTC) if at else None,
        fingerprint=certificate.sha256.hex(),
        intact=status.intact and tight,
        valid=status.valid,
        trusted=status.trusted,
        coverage=status.coverage.name if status.coverage else "",
        modifications=level.name if level else "NONE",
        docmdp_ok=bool(status.docmdp_ok),
        bottom_line=status.bottom_line,
    )


def _is_tight(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """The gap left for a signature holds it and zeros alone, for nothing signs what is in there."""
    _, start, end, _ = (int(edge) for edge in signature.byte_range)
    held = bytes(signature.pkcs7_content)
    rest = held[len(asn1_cms.ContentInfo.load(held).dump()) :]
    return pdf[start:end] == b"<" + held.hex().upper().encode() + b">" and not any(rest)


def _trust(ring: KeyRing, at: datetime) -> ValidationContext:
    """Our root alone, offline, as of one moment: signers' certificates live for a day."""
    return ValidationContext(
        trust_roots=[_asn1(ring.root)],
        other_certs=[_asn1(ring.issuing.certificate)],
        crls=[asn1_crl.CertificateList.load(one.public_bytes(DER)) for one in ring.revocations],
        allow_fetching=False,
        revocation_mode="require",
        moment=at,
    )


def _meaning(
    field: str, reason: str, commitment: GenericCommitment, **more: Any
) -> signers.PdfSignatureMetadata:
    return signers.PdfSignatureMetadata(
        field_name=field,
        reason=reason,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        cades_signed_attr_spec=CAdESSignedAttrSpec(commitment_type=commitment.asn1),
        **more,
    )


def _add(
    document: IncrementalPdfFileWriter,
    meaning: signers.PdfSignatureMetadata,
    hand: _CachedKeySigner,
    *,
    at: datetime,
    place: SigFieldSpec | None = None,
    look: StaticStampStyle | None = None,
) -> Revision:
    """Append one signature. A time-stamp authority would join here, as `timestamper=`."""
    signer = _PdfSignerAt(meaning, signer=hand, new_field_spec=place, stamp_style=look)
    signer.moment = at
    try:
        output = signer.sign_pdf(document, existing_fields_only=place is None)
    except (SigningError, PdfError) as error:
        raise Unsignable(NO_FIELD) from error
    return Revision(output.getvalue(), added=True)


def _check_signable(signed: Mapping[str, bool], field: str) -> None:
    if signed.get(COMPLETION_SEAL):
        raise Unsignable(SEALED)
    if not signed.get(ISSUE_SEAL):
        raise Unsignable(UNISSUED)
    if field not in signed or not field.startswith(SIGNATORY_PREFIX):
        raise Unsignable(NO_FIELD)


def _opened(kind: type[Kind], pdf: bytes) -> Kind:
    try:
        return kind(io.BytesIO(pdf))
    except PdfError as error:
        raise Unsignable(UNREADABLE) from error


def _signature_fields(document: IncrementalPdfFileWriter) -> dict[str, bool]:
    """Each signature field by name, and whether it is filled."""
    return {name: value is not None for name, value, _ in fields.enumerate_sig_fields(document)}


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(DER))
