"""Looking at a signed agreement with other people's programs: poppler's pdftotext and pdfsig."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Signature:
    """One signature as pdfsig reports it."""

    signer: str
    is_valid: bool
    is_trusted: bool


def text_of(document: bytes) -> str:
    said = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=document, capture_output=True, check=True
    )
    return said.stdout.decode()


def signatures(document: bytes, root: Path, folder: Path) -> list[Signature]:
    """As poppler finds them when it trusts our root and nothing else."""
    (folder / "nss").mkdir()
    (folder / "signed.pdf").write_bytes(document)
    for command in (
        ["certutil", "-N", "-d", "sql:nss", "--empty-password"],
        ["certutil", "-A", "-d", "sql:nss", "-n", "root", "-t", "CT,CT,CT", "-i", str(root)],
        ["pdfsig", "-nssdir", "sql:nss", "signed.pdf"],
    ):
        said = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return [
        Signature(
            signer=re.search(r"Common Name: (.*)", part)[1],
            is_valid="Signature is Valid" in part,
            is_trusted="Certificate is Trusted" in part,
        )
        for part in re.split(r"^Signature #\d+:", said.stdout, flags=re.MULTILINE)[1:]
    ]
