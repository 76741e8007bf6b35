"""What the agreement's pages show, in plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from markupsafe import Markup

from secondments import policy, words
from secondments.agreements import drawing_up, queries, service, wording
from secondments.agreements.models import Agreement, Signatory, Status
from secondments.agreements.terms import Capacity
from secondments.documents import contract
from secondments.errors import Blocker, NotPossibleNow
from secondments.people.models import Membership, Person
from secondments.secondment.choices import DECLINE_REASONS, WITHDRAW_REASONS
from secondments.secondment.heading import path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.models import Secondment
from secondments.secondment.reading import reader_of
from secondments.terms import costs

STATUS_WORDS = {
    Status.PREPARING: "The document is being made",
    Status.OPEN: "Out for signature",
    Status.SEALING: "Everyone has signed, the document is being sealed",
    Status.EXECUTED: "Signed by everyone and sealed",
    Status.SUPERSEDED: "Replaced",
    Status.VOID: "No longer used",
}
ENDINGS = {
    **DECLINE_REASONS,
    **WITHDRAW_REASONS,
    "lapsed": "Not everyone had signed when its first day came.",
}
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Offered:
    """Who may be chosen to sign, with the choice the company has made."""

    options: Mapping[Capacity, Options]  # for each organisation that is bound
    suggested: str | None  # for the company


@dataclass(frozen=True)
class Version:
    """One version of the agreement on the page."""

    number: int
    status: str
    is_standing: bool
    is_sealed: bool
    may_take_marked: bool  # a copy that says that it is no longer in force
    may_be_taken_back: bool
    is_waiting: bool
    issued_at: datetime
    issued_by: str
    digest: str | None
    terms_digest: str
    pages: int | None
    problem: str | None
    ended_message: str | None
    people: Sequence[dict[str, str]]


@dataclass(frozen=True)
class Page:
    versions: Sequence[Version]
    draft_made_at: datetime | None
    may_issue: bool
    my_seat: str | None  # where the reader signs
    may_read: bool  # whether there is a text to read in the browser


def of(s: Secondment, *, reader: Person) -> Page:
    """Everything about the agreements of a secondment that its readers may know."""
    made, mine = queries.draft(s), _my_seat(s, reader)
    return Page(
        versions=[_version(a, reader) for a in reversed(s.agreements)],
        draft_made_at=made.made_at if made else None,
        may_issue=policy.why_not(reader, "agreement.issue", s) is None
        and LIFECYCLE.is_from(s, "issue"),
        my_seat=str(mine.id) if mine else None,
        may_read=service.can_be_read(s),
    )


def _my_seat(s: Secondment, reader: Person) -> Signatory | None:
    return next((x for x in s.asked_to_sign if x.person_id == reader.id), None)


def _status(a: Agreement) -> str:
    said = STATUS_WORDS[a.status]
    signed = not a.is_standing and any(x.act for x in a.signatories)
    return f"{said}: its signatures do not count" if signed else said


def _why_ended(a: Agreement, reader: Person) -> str | None:
    """A company is told what was said to both sides, not why the other side gave it up."""
    said_to_both = a.status is Status.SUPERSEDED or a.ended_reason in {"refused", "lapsed"}
    if reader_of(reader, a.secondment).is_company and not said_to_both:
        return None
    return a.ended_message or ENDINGS.get(a.ended_reason or "")


def _version(a: Agreement, reader: Person) -> Version:
    return Version(
        number=a.version,
        status=_status(a),
        is_standing=a.is_standing,
        is_sealed=a.sealed_sha256 is not None,
        may_take_marked=a.marked_sha256 is not None
        and policy.why_not(reader, "agreement.read_unfinished", a) is None,
        may_be_taken_back=a.is_standing
        and policy.why_not(reader, "agreement.reissue", a.secondment) is None
        and LIFECYCLE.can(a.secondment, "recall_contract"),
        is_waiting=a.status in {Status.PREPARING, Status.SEALING},
        issued_at=a.issued_at,
        issued_by=a.issued_by.name,
        digest=a.sealed_sha256 or a.issued_sha256,
        terms_digest=a.terms_sha256,
        pages=a.pages,
        problem=a.problem,
        ended_message=_why_ended(a, reader),
        people=[_seat(x) for x in a.signatories],
    )


def _seat(x: Signatory) -> dict[str, str]:
    organisation = x.organisation.name if x.organisation else "for themself"
    return {"name": x.name, "under": f"{x.capacity}, {organisation}", "signed": _when(x)}


def _when(x: Signatory) -> str:
    return words.moment(x.act.at) if x.act else ""


@dataclass(frozen=True)
class Reading:
    """The agreement to read on a page: what would be issued, and what it commits to."""

    article: Markup
    version: int
    total: Decimal
    sha256: str


def as_it_stands(s: Secondment) -> Reading:
    """What the contracts office checks before it issues. Raises NotPossibleNow when unready."""
    if not LIFECYCLE.is_from(s, "issue"):
        LIFECYCLE.fire(s, "issue")
    if not service.can_be_drawn_up(s):
        raise NotPossibleNow(*why_no_document(s))
    terms, document = wording.as_it_stands(s)
    total = terms.charge.total if terms.charge else Decimal(0)
    article = contract.to_article(document, trace=path(s, "terms/"))
    return Reading(article, document.version, total, service.digest_as_it_stands(s))


def why_no_document(s: Secondment) -> list[Blocker]:
    """What keeps it from being drawn up."""
    sentence = costs.why_none(s) or service.NO_COST
    return [Blocker("no_cost", "{why}", values={"why": sentence})]


def signatories_offered(s: Secondment) -> Offered:
    """Those whose authority reaches the total, for each organisation."""
    sheet = costs.of(s)
    total = sheet.total if sheet else Decimal(0)
    may_sign = {
        capacity: queries.may_sign_for(organisation, total) if organisation else []
        for capacity, organisation in drawing_up.organisations_bound(s).items()
    }
    chosen = s.company_answers.signatory_id if s.company_answers else None
    host = may_sign[Capacity.HOST]
    return Offered(
        options={capacity: [_option(m) for m in found] for capacity, found in may_sign.items()},
        suggested=next((str(m.id) for m in host if m.person_id == chosen), None),
    )


def _option(m: Membership) -> tuple[str, str]:
    return str(m.id), f"{m.person.name}, {m.title}"
