"""What the inspector's child process does: looks at files that people sent. It holds no keys."""

from pathlib import Path

from secondments.documents import cleaning
from secondments.documents.values import Cleaned


def warm(_folder: Path) -> None:
    """Importing this module has loaded everything."""


def clean(content: bytes) -> Cleaned:
    return cleaning.clean(content)
