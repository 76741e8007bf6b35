"""Signatures and seals: every one good to pdfsig and pyHanko, and every tampering refused."""

import io
import itertools
import re
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from secondments.documents import authority, keys, pdf, seal
from secondments.documents.values import (
    COMPLETION_SEAL,
    ISSUE_SEAL,
    SignerIdentity,
    Unsignable,
    Verdict,
)
from secondments.documents.verdict import strict_verdict
from tests.documents.papers import (
    COMPANY,
    DANIEL,
    EMPLOYER,
    ISOBEL,
    SIGNED,
    a_printed,
    a_ring,
    a_signed_by_all,
    a_stamp,
    an_agreement,
    an_executed,
    an_issued,
    another_ring,
    signed_by,
)
from tests.documents.tampering import TAMPERINGS


def verdict(document: bytes, expected: tuple[str, ...] = SIGNED) -> Verdict:
    return strict_verdict(document, a_ring(), expected)


def pdfsig(document: bytes, folder: Path) -> str:
    """What poppler says, trusting our root and nothing else."""
    (folder / "root.pem").write_bytes(keys.root_pem(a_ring()))
    (folder / "signed.pdf").write_bytes(document)
    (folder / "nss").mkdir(exist_ok=True)
    for command in (
        "certutil -N -d sql:nss --empty-password",
        "certutil -A -d sql:nss -n root -t CT,CT,CT -i root.pem",
    ):
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    said = subprocess.run(
        ["pdfsig", "-nssdir", "sql:nss", "signed.pdf"], cwd=folder, check=True, capture_output=True
    )
    return said.stdout.decode()


def text_of(document: bytes) -> str:
    said = subprocess.run(["pdftotext", "-", "-"], input=document, capture_output=True, check=True)
    return said.stdout.decode()


def test_every_signature_and_seal_is_accepted_by_the_strict_check() -> None:
    found = verdict(an_executed())
    assert found.problems == ()
    assert found.accepted
    assert [report.field for report in found.signatures] == list(SIGNED)
    assert [report.signer for report in found.signatures][1:3] == ["Daniel Reyes", "Isobel Grant"]
    assert [report.modifications for report in found.signatures] == ["FORM_FILLING"] * 3 + ["NONE"]
    assert all(report.intact and report.trusted and report.docmdp_ok for report in found.signatures)


def test_every_signature_and_seal_is_valid_and_trusted_to_pdfsig(tmp_path: Path) -> None:
    said = pdfsig(an_executed(), tmp_path)
    assert said.count("Signature is Valid") == 4
    assert said.count("Certificate is Trusted") == 4
    assert said.count("ETSI.CAdES.detached") == 4
    assert said.count("- Total document signed") == 1


def test_a_half_signed_document_is_sound_for_what_it_has(tmp_path: Path) -> None:
    document = signed_by(an_issued(), COMPANY, ISOBEL)
    assert verdict(document, (ISSUE_SEAL, COMPANY)).accepted
    assert not verdict(document).accepted
    assert pdfsig(document, tmp_path).count("Certificate is Trusted") == 2


def test_each_step_only_adds_to_the_one_before() -> None:
    steps = [a_printed(), an_issued(), a_signed_by_all(), an_executed()]
    for earlier, later in itertools.pairwise(steps):
        assert later.startswith(earlier)
        assert len(later) > len(earlier)


def test_signing_leaves_the_file_within_pdf_a_3() -> None:
    document = PdfFileReader(io.BytesIO(an_executed()))
    assert document.input_version == (1, 7)
    assert b'pdfaid:conformance="A"' in document.root["/Metadata"].data
    said = subprocess.run(["pdffonts", "-"], input=an_executed(), capture_output=True, check=True)
    for line in said.stdout.decode().splitlines()[2:]:
        assert line.split()[-5] == "yes", line


def test_the_stamp_says_who_as_what_when_by_both_clocks_how_known_and_which_document() -> None:
    words = " ".join(text_of(an_executed()).split())
    assert "Daniel Reyes Director of People, for Kingsmere Hospitals" in words
    assert "Signed 9 April 2027, 09:30:00 UTC (10:30:00 UK time)" in words
    (report,) = (one for one in verdict(an_executed()).signatures if one.field == EMPLOYER)
    assert report.signed_at is not None
    assert f"Sealed {report.signed_at.day} {report.signed_at:%B %Y, %H:%M:%S} UTC" in words
    assert "Identity: Password entered again" in words
    assert re.search(r"SHA-256 (\w{4} \w{4}) … (\w{4} \w{4})", words)
    assert "Development seal" in words


@pytest.mark.parametrize(
    "name",
    [
        "Zoë O’Brien-Łukasz",
        "عمر Khayyam",
        "山田太郎",
        "😀",
        "A" * 300,
        "Ada\u202eLovelace",
        "<b>&amp;",
    ],
)
def test_a_person_of_any_name_can_sign(name: str) -> None:
    signer = SignerIdentity(name, "Kingsmere\u202e 😀 " + "B" * 300, "Director")
    found = verdict(signed_by(an_issued(), EMPLOYER, signer), (ISSUE_SEAL, EMPLOYER))
    assert found.problems == ()
    assert found.signatures[1].signer == name


@pytest.mark.parametrize(
    ("step", "document"),
    [
        (lambda document: seal.certify(document, a_ring()), an_issued),
        (lambda document: resign(document, EMPLOYER), a_signed_by_all),
        (lambda document: seal.complete(document, a_ring()), an_executed),
    ],
    ids=["issue", "signature", "completion"],
)
def test_a_step_done_twice_changes_nothing_and_says_so(
    step: Callable[[bytes], seal.Revision], document: Callable[[], bytes]
) -> None:
    again = step(document())
    assert not again.added
    assert again.pdf == document()


def resign(document: bytes, field: str) -> seal.Revision:
    return seal.sign(
        document,
        field,
        ISOBEL,
        stamp=a_stamp(document, field, ISOBEL),
        reason="again",
        ring=a_ring(),
    )


def test_nobody_signs_before_the_document_is_issued() -> None:
    with pytest.raises(Unsignable, match="not been sealed for issue"):
        signed_by(a_printed(), EMPLOYER, DANIEL)


def test_nobody_signs_where_there_is_no_place_for_it() -> None:
    with pytest.raises(Unsignable, match="no place"):
        signed_by(an_issued(), "sig_stranger", DANIEL)


def test_nothing_is_added_once_the_document_is_complete() -> None:
    spare = an_agreement().replace(EMPLOYER, "sig_spare").replace(COMPANY, "sig_other")
    document = seal.certify(pdf.render(spare), a_ring()).pdf
    with pytest.raises(Unsignable, match="not signed by everyone"):
        seal.complete(document, a_ring())
    for field in ("sig_spare", "sig_other"):
        document = signed_by(document, field, DANIEL)
    sealed = seal.complete(document, a_ring()).pdf
    with pytest.raises(Unsignable, match="no place"):
        signed_by(sealed, "sig_third", DANIEL)


def test_a_document_is_not_complete_while_somebody_has_not_signed() -> None:
    with pytest.raises(Unsignable, match="not signed by everyone"):
        seal.complete(signed_by(an_issued(), EMPLOYER, DANIEL), a_ring())


def test_a_signature_stays_good_when_its_certificate_has_run_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(authority, "SIGNER_LIFE", authority.SKEW + timedelta(seconds=2))
    document = signed_by(an_issued(), EMPLOYER, DANIEL)
    time.sleep(2.5)
    assert verdict(document, (ISSUE_SEAL, EMPLOYER)).accepted


@pytest.mark.parametrize("tamper", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_a_tampered_document_is_refused(tamper: Callable[[bytes], bytes]) -> None:
    tampered = tamper(an_executed())
    assert tampered != an_executed()
    found = verdict(tampered)
    assert not found.accepted
    assert all(problem.endswith(".") for problem in found.problems)


def test_a_document_of_another_installation_is_refused() -> None:
    issued = seal.certify(a_printed(), another_ring()).pdf
    document = signed_by(issued, EMPLOYER, DANIEL, ring=another_ring())
    found = verdict(document, (ISSUE_SEAL, EMPLOYER))
    assert any("not made with a certificate of this service" in one for one in found.problems)


def test_a_signer_cannot_seal() -> None:
    document = signed_by(signed_by(an_issued(), EMPLOYER, DANIEL), COMPANY, ISOBEL)
    forged_ring = seal.KeyRing(
        a_ring().root,
        a_ring().issuing,
        a_ring().seal_of_issue,
        a_ring().for_signer("Daniel Reyes", ""),
        a_ring().revocations,
    )
    found = verdict(seal.complete(document, forged_ring).pdf)
    assert found.problems == (
        f"The signature {COMPLETION_SEAL} was not made with a certificate of this service.",
    )


def test_a_signature_nobody_asked_for_is_refused() -> None:
    found = verdict(an_executed(), (ISSUE_SEAL, EMPLOYER, COMPLETION_SEAL))
    assert found.problems == (f"There is a signature {COMPANY} that was never asked for.",)
