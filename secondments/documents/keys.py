"""The keys and certificates documents are sealed with; in development, an authority of our own."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from secondments import clock
from secondments.documents import authority, storage
from secondments.documents.authority import (
    DEVELOPMENT,
    ISSUING,
    REVOCATIONS,
    ROOT,
    SEAL_OF_COMPLETION,
    SEAL_OF_ISSUE,
    Credential,
)
from secondments.documents.values import UnusableKeys

NOTICE = "Development seal: made for trial and demonstration, not to be relied on."
REFUSED = (
    "Production must not seal with the development certificates in {folder}: "
    "put your organisation's own keys there."
)
INCOMPLETE = (
    "The sealing keys in {folder} are incomplete or do not fit together: restore the folder from "
    "the backup."
)
UNMADE = "The sealing keys could not be made in {folder}: {why}."
ABSENT = "Production has no sealing keys: put your organisation's own keys in {folder}."
EXPIRED = "The sealing certificate {name} in {folder} is not valid today: replace it."


@dataclass(frozen=True)
class KeyRing:
    """Root, issuing authority, the two seals, and the revocation lists to check them offline.

    The two seals have a certificate each: pdfsig cannot judge one that signs twice in a file.
    """

    root: x509.Certificate
    issuing: Credential
    seal_of_issue: Credential
    seal_of_completion: Credential
    revocations: tuple[x509.CertificateRevocationList, ...]

    @property
    def development(self) -> bool:
        organisations = self.root.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        return any(attribute.value == DEVELOPMENT for attribute in organisations)

    @property
    def notice(self) -> str:
        """What every document sealed with these keys must say; empty when there is nothing to."""
        return NOTICE if self.development else ""

    def for_signer(self, name: str, organisation: str) -> Credential:
        """A certificate of one day on a key nobody keeps."""
        return authority.for_signer(name, organisation, self.issuing)


def load_or_create(folder: Path, *, production: bool) -> KeyRing:
    """The ring in this folder; outside production made at first need, safely by two at once.

    Raises UnusableKeys with a sentence for the operator.
    """
    if not (folder / ROOT).exists():
        if production:
            raise UnusableKeys(ABSENT.format(folder=folder))
        _create(folder)
    ring = load(folder)
    if production and ring.development:
        raise UnusableKeys(REFUSED.format(folder=folder))
    return ring


def load(folder: Path) -> KeyRing:
    """Read and check the ring. Raises UnusableKeys if anything is missing, wrong or expired."""
    try:
        ring = KeyRing(
            root=x509.load_pem_x509_certificate((folder / ROOT).read_bytes()),
            issuing=_read(folder / ISSUING),
            seal_of_issue=_read(folder / SEAL_OF_ISSUE),
            seal_of_completion=_read(folder / SEAL_OF_COMPLETION),
            revocations=_read_revocations(folder / REVOCATIONS),
        )
        _check_chain(ring)
    except (OSError, ValueError, TypeError, InvalidSignature) as error:
        raise UnusableKeys(INCOMPLETE.format(folder=folder)) from error
    _check_dates(ring, folder)
    return ring


def root_pem(ring: KeyRing) -> bytes:
    """The root certificate alone, to give to those who want to check a signature themselves."""
    return authority.pem(ring.root)


def _create(folder: Path) -> None:
    """Make the ring beside its place and move it there at once; whoever comes second yields."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".keys-") as beside:
            made = Path(beside) / "ring"
            made.mkdir(mode=0o700)
            for name, content in authority.new_ring().items():
                _write(made / name, content)
            made.rename(folder)
        storage.flush(folder.parent)
    except OSError as error:
        if not (folder / ROOT).exists():
            raise UnusableKeys(UNMADE.format(folder=folder, why=error.strerror)) from error


def _check_chain(ring: KeyRing) -> None:
    ring.root.verify_directly_issued_by(ring.root)
    ring.issuing.certificate.verify_directly_issued_by(ring.root)
    for seal in (ring.seal_of_issue, ring.seal_of_completion):
        seal.certificate.verify_directly_issued_by(ring.issuing.certificate)


def _check_dates(ring: KeyRing, folder: Path) -> None:
    seals = (ring.seal_of_issue, ring.seal_of_completion)
    for certificate in (ring.root, *(one.certificate for one in (ring.issuing, *seals))):
        if not certificate.not_valid_before_utc <= clock.wall() <= certificate.not_valid_after_utc:
            name = certificate.subject.rfc4514_string()
            raise UnusableKeys(EXPIRED.format(name=name, folder=folder))


def _read(path: Path) -> Credential:
    """A key and its certificate from one file. Raises ValueError unless they belong together."""
    content = path.read_bytes()
    certificate = x509.load_pem_x509_certificate(content)
    # The full check of an RSA-3072 key costs 0.2 s; that it fits its certificate is enough here.
    key = serialization.load_pem_private_key(content, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError(path.name)
    return Credential(key, certificate)


def _read_revocations(path: Path) -> tuple[x509.CertificateRevocationList, ...]:
    end = b"-----END X509 CRL-----\n"
    blocks = path.read_bytes().split(end)[:-1]
    return tuple(x509.load_pem_x509_crl(block + end) for block in blocks)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
