"""The keys: made once, kept private, never used in production, and good for any name."""

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from secondments import clock
from secondments.documents import authority, keys
from secondments.documents.values import UnusableKeys
from tests.documents.papers import a_folder, a_ring, another_ring

ROOT = Path(__file__).parents[2]
LOADING = """
import sys
from pathlib import Path
from secondments.documents import keys
ring = keys.load_or_create(Path(sys.argv[1]), production=False)
print([one.certificate.serial_number for one in (ring.issuing, ring.seal_of_completion)])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ring of our own, in a place where it may be damaged."""
    a_ring()
    shutil.copytree(a_folder() / "keys", tmp_path / "keys")
    return tmp_path / "keys"


def fingerprints(folder: Path) -> tuple[bytes, ...]:
    ring = keys.load_or_create(folder, production=False)
    held = (ring.issuing, ring.seal_of_issue, ring.seal_of_completion)
    certificates = (ring.root, *(one.certificate for one in held))
    return tuple(one.public_bytes(serialization.Encoding.DER) for one in certificates)


def test_the_keys_are_made_once_and_then_found_again(tmp_path: Path) -> None:
    assert fingerprints(tmp_path / "keys") == fingerprints(tmp_path / "keys")


def test_two_processes_that_start_at_once_end_with_the_same_keys(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LOADING, str(tmp_path / "keys")]
    both = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    first, second = (one.communicate()[0] for one in both)
    assert [one.returncode for one in both] == [0, 0]
    assert first == second
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_nobody_else_can_read_the_keys(folder: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_the_key_of_the_root_is_not_kept(folder: Path) -> None:
    assert b"PRIVATE" not in (folder / "root.pem").read_bytes()


def test_production_refuses_the_development_keys(folder: Path) -> None:
    with pytest.raises(UnusableKeys, match="must not seal with the development certificates"):
        keys.load_or_create(folder, production=True)


def test_production_makes_no_keys_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(UnusableKeys, match="no sealing keys"):
        keys.load_or_create(tmp_path / "keys", production=True)
    assert not (tmp_path / "keys").exists()


def test_what_development_seals_says_so() -> None:
    assert "Development seal" in a_ring().notice
    subject = a_ring().seal_of_issue.certificate.subject.rfc4514_string()
    assert "Development seal" in subject


@pytest.mark.parametrize("name", ["root.pem", "issuing.pem", "revocations.pem"])
def test_a_missing_file_is_one_sentence(folder: Path, name: str) -> None:
    (folder / name).rename(folder / "elsewhere")
    with pytest.raises(UnusableKeys, match=r"incomplete|could not be made"):
        keys.load_or_create(folder, production=False)


def test_a_seal_of_another_authority_is_refused(folder: Path) -> None:
    another_ring()
    shutil.copy(a_folder() / "others" / "seal-of-issue.pem", folder / "seal-of-issue.pem")
    with pytest.raises(UnusableKeys, match="do not fit together"):
        keys.load(folder)


def test_a_key_that_is_not_its_certificates_is_refused(folder: Path) -> None:
    mine, other = folder / "seal-of-issue.pem", folder / "seal-of-completion.pem"
    end = b"-----END PRIVATE KEY-----\n"
    mine.write_bytes(other.read_bytes().split(end)[0] + end + mine.read_bytes().split(end)[1])
    with pytest.raises(UnusableKeys, match="do not fit together"):
        keys.load(folder)


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(UnusableKeys, match="could not be made"):
        keys.load_or_create(tmp_path / "file" / "keys", production=False)


def test_a_signers_certificate_lives_one_day_and_only_signs() -> None:
    certificate = a_ring().for_signer("Daniel Reyes", "Kingsmere").certificate
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == timedelta(days=1)
    assert certificate.not_valid_before_utc < clock.wall() < certificate.not_valid_after_utc
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    named = {part.oid: part.value for part in certificate.subject}
    assert named == {NameOID.COMMON_NAME: "Daniel Reyes", NameOID.ORGANIZATION_NAME: "Kingsmere"}


def test_every_signature_gets_a_key_of_its_own() -> None:
    first, second = (a_ring().for_signer("Daniel Reyes", "").certificate for _ in range(2))
    assert first.public_key() != second.public_key()
    assert first.serial_number != second.serial_number


@given(name=st.text(max_size=80), organisation=st.text(max_size=80))
def test_any_name_makes_a_subject_that_checkers_can_compare(name: str, organisation: str) -> None:
    subject = authority.subject_of(name, organisation)
    assert asn1_x509.Name.load(subject.public_bytes()).hashable


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Zoë O’Brien-Łukasz", "Zoë O’Brien-Łukasz"),
        ("عمر الخيام", "عمر الخيام"),
        ("A\x00da\u202e Love\nlace", "Ada Lovelace"),
        ("😀", "Signer"),
        ("Ω" * 300, "Ω" * 32),
    ],
)
def test_a_certificate_carries_what_it_can_of_a_name(name: str, shown: str) -> None:
    assert authority.subject_of(name, "").rfc4514_string() == f"CN={shown}"
