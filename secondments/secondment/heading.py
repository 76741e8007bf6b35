"""The top of every page of a case: what it is, where it stands and which sections it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from secondments import policy, words
from secondments.secondment import shelf
from secondments.secondment.choices import Decision
from secondments.secondment.course import is_training
from secondments.secondment.lifecycle import QUIET_DAYS, STAGES, State
from secondments.secondment.reading import Reader, proposal_for, reader_of

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

FROM_APPROVED = set(STAGES[STAGES.index(State.SUPERVISOR_APPROVED) :])


@dataclass(frozen=True)
class Place:
    """A link of the section bar or of a list of acts; for macros/case.html sections()."""

    label: str
    href: str
    is_current: bool = False
    number: int = 0


@dataclass(frozen=True)
class Facts:
    """The answers that headings, lists and sentences need, as far as this reader may know them."""

    company: str
    role: str
    grade: str
    starts_on: date | None
    ends_on: date | None
    share: str

    @property
    def days(self) -> str:
        """4 August 2027 to 1 August 2028."""
        if self.starts_on and self.ends_on:
            return words.day_range(self.starts_on, self.ends_on)
        return ""

    @property
    def time(self) -> str:
        """Full time, 4 August 2027 to 1 August 2028; as much of it as is known."""
        return ", ".join(filter(None, [self.share.capitalize(), self.days]))


@dataclass(frozen=True)
class Heading:
    """The top of every page of a case: what it is, whose it is, where it stands, its sections."""

    ref: str
    title: str
    who: str
    whose: str
    history: str
    about: str
    time: str
    caption: str
    status: str
    sections: Sequence[Place]
    reader: Reader
    facts: Facts


def path(s: Secondment, section: str = "") -> str:
    return "/".join(filter(None, ["/secondments", s.ref, section]))


def facts_for(reader: Reader, s: Secondment) -> Facts:
    said = proposal_for(reader, s)
    return Facts(
        company=s.company.name if s.company else "",
        role=said["role_title"] or "",
        grade=said.get("grade") or "",
        starts_on=a_day(said["starts_on"]),
        ends_on=a_day(said["ends_on"]),
        share=words.share(Decimal(said["share"])) if said["share"] else "",
    )


def a_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def heading(s: Secondment, *, reader: Person, here: str = "") -> Heading:
    """The heading of the page `here`: the last part of its address, empty for the overview."""
    eyes = reader_of(reader, s)
    facts, papers = facts_for(eyes, s), reads_papers(reader, s)
    status = status_for(eyes, s)
    whose = f"{s.applicant.name} at {facts.company}" if facts.company else s.applicant.name
    return Heading(
        ref=s.ref,
        title=_title(facts),
        who=s.applicant.name,
        whose=whose,
        history=path(s, "history"),
        about=", ".join(filter(None, [facts.grade, s.employer.name])),
        time=facts.time,
        caption=" · ".join(filter(None, [s.ref, whose, status])),
        status=status,
        sections=list(_sections(s, here, shelf.counts(s, reader=reader), papers=papers)),
        reader=eyes,
        facts=facts,
    )


def _title(facts: Facts) -> str:
    if facts.role and facts.company:
        return f"{facts.role} at {facts.company}"
    return facts.role or (f"Secondment to {facts.company}" if facts.company else "New secondment")


def status_for(reader: Reader, s: Secondment) -> str:
    """The state in the words of interface.md §5."""
    asked = s.agreement.signatories if s.agreement and s.agreement.issued_sha256 else []
    declined = next((v for v in reversed(s.votes) if v.decision is Decision.DECLINE), None)
    return words.state_for(
        s.state,
        reader.side,
        signed=sum(1 for signatory in asked if signatory.act) if asked else None,
        signatories=len(asked) or None,
        ends_on=s.proposal.ends_on,
        ended_on=s.ended_on or s.proposal.ends_on,
        by=declined.person.name if declined else None,
        why_lapsed=_why_lapsed(s),
    )


def _why_lapsed(s: Secondment) -> str:
    first_day = s.proposal.starts_on
    if first_day and first_day <= s.state_since.astimezone(ZoneInfo(s.zone)).date():
        return "the start date passed unsigned"
    return f"nothing happened for {QUIET_DAYS} days"


def reads_papers(reader: Person, s: Secondment) -> bool:
    """Whether there are documents for a deanery, and they are this reader's to have."""
    return is_training(s) and policy.why_not(reader, "deanery.download", s) is None


def _sections(
    s: Secondment, here: str, numbers: Mapping[str, int], *, papers: bool
) -> Iterator[Place]:
    """Only those that exist now."""
    known = {
        "": ("Overview", True),
        "proposal": ("Proposal", True),
        "company": ("Company", s.company_told_at is not None),
        "dates": ("Dates", True),
        "terms": ("Terms", bool(s.sent)),
        "costs": ("Costs", True),
        "approvals": ("Approvals", bool(s.sent)),
        "gates": ("Before the start", bool(s.sent)),
        "agreement": ("Agreement", bool(s.agreements) or s.state in FROM_APPROVED),
        "files": ("Files", True),
        "notes": ("Notes", True),
        "deanery": ("Deanery", papers),
        "history": ("History", True),
    }
    for section, (label, exists) in known.items():
        if exists:
            yield Place(label, path(s, section), section == here, numbers.get(section, 0))
