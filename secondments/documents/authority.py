"""The development authority: makes keys, certificates and revocation lists for documents."""

import stringprep
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from secondments import clock

DEVELOPMENT = "Development seal"
BITS = 3072  # RSA, because ECDSA makes pyHanko raise the file to PDF 2.0, outside PDF/A-3
YEARS = timedelta(days=3650)
SIGNER_LIFE = timedelta(hours=24)
SKEW = timedelta(minutes=5)
NAMELESS = "Signer"
NAME_LIMIT = 64  # bytes; RFC 5280 says characters, cryptography counts bytes
ROOT, ISSUING, REVOCATIONS = "root.pem", "issuing.pem", "revocations.pem"
SEAL_OF_ISSUE, SEAL_OF_COMPLETION = "seal-of-issue.pem", "seal-of-completion.pem"


@dataclass(frozen=True)
class Credential:
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


def new_ring() -> dict[str, bytes]:
    """The files of a new development ring. The root's key is never written: nobody needs it."""
    root_key = _new_key()
    root_name = subject_of("Development root, made here", DEVELOPMENT)
    root = _certify_authority(root_name, root_key.public_key(), root_name, root_key)
    key = _new_key()
    name = subject_of("Development issuing authority", DEVELOPMENT)
    issuing = Credential(key, _certify_authority(name, key.public_key(), root_name, root_key))
    lists = (_revocations(root, root_key), _revocations(issuing.certificate, key))
    return {
        ROOT: pem(root),
        ISSUING: _bundle(issuing),
        SEAL_OF_ISSUE: _bundle(_new_seal("Development seal of issue", issuing)),
        SEAL_OF_COMPLETION: _bundle(_new_seal("Development seal of completion", issuing)),
        REVOCATIONS: b"".join(pem(revocations) for revocations in lists),
    }


def for_signer(name: str, organisation: str, issuing: Credential) -> Credential:
    """A fresh key and a certificate of one day, in memory only: used once and dropped."""
    key = _new_key()
    subject = subject_of(name, organisation)
    return Credential(key, _certify(subject, key.public_key(), issuing, SIGNER_LIFE))


def pem(item: x509.Certificate | x509.CertificateRevocationList) -> bytes:
    return item.public_bytes(serialization.Encoding.PEM)


def _new_seal(name: str, issuing: Credential) -> Credential:
    key = _new_key()
    subject = subject_of(name, DEVELOPMENT)
    return Credential(key, _certify(subject, key.public_key(), issuing, YEARS - SKEW))


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=BITS)


def subject_of(name: str, organisation: str) -> x509.Name:
    """A distinguished name of what X.509 can carry; the full name is in the signature itself."""
    parts = ((NameOID.ORGANIZATION_NAME, _fit(organisation)), (NameOID.COMMON_NAME, _fit(name)))
    named = [x509.NameAttribute(kind, text) for kind, text in parts if text]
    return x509.Name(named or [x509.NameAttribute(NameOID.COMMON_NAME, NAMELESS)])


def _fit(text: str) -> str:
    """What every checker accepts: RFC 4518 refuses new letters, and two directions in one name."""
    letters = [letter for letter in unicodedata.normalize("NFKC", text) if _allowed(letter)]
    if any(map(stringprep.in_table_d1, letters)):
        both = any(map(stringprep.in_table_d2, letters))
        letters = [one for one in letters if one == " " or stringprep.in_table_d1(one) != both]
    fitting = " ".join("".join(letters).split())
    return fitting.encode()[:NAME_LIMIT].decode(errors="ignore").strip()


def _allowed(letter: str) -> bool:
    prepared = unicodedata.normalize("NFKC", stringprep.map_table_b2(letter))
    return letter.isprintable() and not any(map(stringprep.in_table_a1, prepared))


def _certify(
    subject: x509.Name, key: rsa.RSAPublicKey, issuing: Credential, life: timedelta
) -> x509.Certificate:
    """A certificate for signing documents and nothing else, by the issuing authority."""
    builder = _builder(subject, key, issuing.certificate.subject, issuing.key.public_key(), life)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    builder = builder.add_extension(_usage(signs_documents=True), critical=True)
    return builder.sign(issuing.key, hashes.SHA256())


def _certify_authority(
    subject: x509.Name, key: rsa.RSAPublicKey, issuer: x509.Name, issuer_key: rsa.RSAPrivateKey
) -> x509.Certificate:
    builder = _builder(subject, key, issuer, issuer_key.public_key(), YEARS)
    depth = 1 if subject == issuer else 0
    builder = builder.add_extension(
        x509.BasicConstraints(ca=True, path_length=depth), critical=True
    )
    builder = builder.add_extension(_usage(signs_documents=False), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def _builder(
    subject: x509.Name,
    key: rsa.RSAPublicKey,
    issuer: x509.Name,
    issuer_key: rsa.RSAPublicKey,
    life: timedelta,
) -> x509.CertificateBuilder:
    start = _whole_second()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False
        )
    )


def _usage(*, signs_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs_documents,
        crl_sign=not signs_documents,
        encipher_only=False,
        decipher_only=False,
    )


def _revocations(
    authority: x509.Certificate, key: rsa.RSAPrivateKey
) -> x509.CertificateRevocationList:
    """An empty list for the life of the authority: signers' keys are gone before one could be."""
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.subject)
        .last_update(authority.not_valid_before_utc)
        .next_update(authority.not_valid_after_utc)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )


def _whole_second() -> datetime:
    """A little in the past, so that a checker whose clock is behind still agrees."""
    return (clock.wall() - SKEW).replace(microsecond=0)


def _bundle(credential: Credential) -> bytes:
    key = credential.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return key + pem(credential.certificate)
