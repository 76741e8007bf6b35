"""The plain values that go into documents and come out of them; no library behind them."""

from dataclasses import dataclass
from datetime import datetime

from secondments.errors import DomainError

ISSUE_SEAL = "seal_issue"
COMPLETION_SEAL = "seal_complete"
SIGNATORY_PREFIX = "sig_"


class PrintingFailed(DomainError):
    """A document could not be made; str(error) says what the office can do."""


class Unsignable(DomainError):
    """The document has no room for that signature, now or ever."""


class UnusableKeys(DomainError):
    """The keys for sealing are missing, incomplete or not for this environment."""


class Refused(DomainError):
    """A file that cannot be taken; str(error) says what its sender can do."""


@dataclass(frozen=True)
class Cleaned:
    """A file that was read whole and written anew. `kind` is of kinds.Kind; pages of a PDF only."""

    kind: str
    content: bytes
    pages: int | None


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF, related to it as data.

    `made_at` is an aware moment from the record, never the present: equal input gives equal bytes.
    """

    name: str
    content: bytes
    description: str
    made_at: datetime


@dataclass(frozen=True)
class Printed:
    """A document fresh from the press, and how many pages it has."""

    pdf: bytes
    pages: int


@dataclass(frozen=True)
class SignerIdentity:
    """Who signs and as what. `organisation` is empty for those who sign for themselves."""

    name: str
    organisation: str
    capacity: str


@dataclass(frozen=True)
class Act:
    """When somebody signed by the business clock, how they were known, the digest they saw."""

    acted_at: datetime
    identified_by: str
    digest: str


@dataclass(frozen=True)
class Stamp:
    """What is seen in a signature field: a PDF of one page, and the real moment printed on it."""

    picture: bytes
    sealed_at: datetime


@dataclass(frozen=True)
class Revision:
    """A document after a signing step; `added` is False if that signature was already there."""

    pdf: bytes
    added: bool


@dataclass(frozen=True)
class SignatureReport:
    """What the strict check found about one signature.

    `signed_at` is the moment the signature claims. `modifications` names the greatest change made
    after it (NONE, LTA_UPDATES, FORM_FILLING, ANNOTATIONS, OTHER), `coverage` how much it covers.
    """

    field: str
    signer: str
    organisation: str
    reason: str
    signed_at: datetime | None
    fingerprint: str
    intact: bool
    valid: bool
    trusted: bool
    coverage: str
    modifications: str
    docmdp_ok: bool
    bottom_line: bool


@dataclass(frozen=True)
class Verdict:
    """Every reason not to rely on a document (none: rely on it), and what was found on the way."""

    problems: tuple[str, ...]
    signatures: tuple[SignatureReport, ...] = ()

    @property
    def accepted(self) -> bool:
        return not self.problems
