"""Issuing the agreement, keeping the document made from it, and taking it back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondments import clock, jobs
from secondments.access import step_up
from secondments.access.step_up import Shown
from secondments.agreements import drawing_up, letters, queries, terms
from secondments.agreements.drawing_up import Seat
from secondments.agreements.models import (
    Agreement,
    Draft,
    Revision,
    RevisionKind,
    Signatory,
    Status,
)
from secondments.agreements.terms import Capacity
from secondments.errors import Blocker, InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Membership, Organisation, Person
from secondments.secondment import letters as told
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.models import Secondment
from secondments.terms import costs
from secondments.terms import service as charging
from secondments.use_case import finishing, use_case

ISSUING = "issue"
READ_AGAIN = "What would be issued has changed since you read it. Read it again, then issue it."
ANSWERED = {State.SUPERVISOR_APPROVED, State.COMPANY_AGREED}
NO_COST = "The company and the costs have to be known first."
ANOTHER_COST = (
    "The cost is £{total:,.2f} now, which is not what the company confirmed. It has to confirm it"
    " again."
)
SIGNS_TWICE = "Nobody signs for two parties. Choose somebody else for one of them."
NO_AUTHORITY = "{organisation} has no signatory of that name whose authority reaches {total}."


@dataclass(frozen=True)
class Made:
    """The document of an agreement: its digest and its number of pages."""

    sha256: str
    pages: int


@use_case("agreement.issue")
def issue(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    signatory_ids: Mapping[Capacity, uuid.UUID],
    shown: Shown,
    once: uuid.UUID | None = None,
) -> None:
    """Freeze the terms and ask for the document; the signatories are asked when it is made.

    `signatory_ids` are the roles (memberships) by which somebody signs for each organisation bound,
    `shown` is what was read, with a grant that this uses up.
    Raises NotPossibleNow, Stale, NotAllowed, InvalidInput for a signatory without authority.
    """
    _require_the_cost_seen(secondment)
    chosen = {
        capacity: _seat(organisation, signatory_ids.get(capacity), secondment)
        for capacity, organisation in drawing_up.organisations_bound(secondment).items()
    }
    seats = [Seat(capacity, held.person.name, held.title) for capacity, held in chosen.items()]
    _as_shown(secondment, by, shown)
    frozen = drawing_up.terms_of(secondment, seats)
    text = terms.canonical(frozen)
    agreement = Agreement(
        version=len(secondment.agreements) + 1,
        revision=secondment.revision,
        status=Status.PREPARING,
        library=frozen.library,
        terms=text,
        terms_sha256=terms.digest(text),
        rates={name: str(rate) for name, rate in costs.law_of(secondment).items()},
        issued_at=clock.now(),
        issued_by=by,
        signatories=_signatories(secondment, chosen),
    )
    secondment.agreements.append(agreement)
    LIFECYCLE.fire(secondment, "issue")
    # flush: the job needs the agreement's id, which is made when the row is.
    db.session.flush()
    jobs.defer("agreements.make", agreement_id=str(agreement.id))


def digest_as_it_stands(secondment: Secondment) -> str:
    """Of what would be frozen now, whoever signs it."""
    return terms.digest(terms.canonical(drawing_up.terms_of(secondment, ())))


def _as_shown(secondment: Secondment, by: Person, shown: Shown) -> None:
    if shown.sha256 != digest_as_it_stands(secondment):
        raise NotPossibleNow(READ_AGAIN)
    step_up.consume(shown.grant_id, person=by, purpose=ISSUING, document_sha256=shown.sha256)


def _require_the_cost_seen(s: Secondment) -> None:
    """Rates may have changed a moment ago, and the company not been asked again yet."""
    sheet, given = costs.of(s), s.company_answers
    if sheet is None:
        raise NotPossibleNow(costs.why_none(s) or NO_COST)
    if given is not None and given.cost_seen_total not in {None, sheet.total}:
        raise NotPossibleNow(
            Blocker("cost", ANOTHER_COST, who="company", fix="costs", values={"total": sheet.total})
        )


def _seat(
    organisation: Organisation | None, membership_id: uuid.UUID | None, s: Secondment
) -> Membership:
    """A signatory's role, when its authority reaches what this commits the party to."""
    sheet = costs.of(s)
    if organisation is None or sheet is None:
        raise InvalidInput(NO_COST)
    for membership in queries.may_sign_for(organisation, sheet.total):
        if membership.id == membership_id:
            return membership
    raise InvalidInput(
        NO_AUTHORITY.format(organisation=organisation.name, total=f"£{sheet.total:,.2f}")
    )


def _signatories(s: Secondment, chosen: Mapping[Capacity, Membership]) -> list[Signatory]:
    """Nobody signs twice: not for two organisations, nor for one and for themself (R4)."""
    people = [
        *((capacity, m.person, m.organisation, m.title) for capacity, m in chosen.items()),
        (Capacity.SECONDEE, s.applicant, None, "Secondee"),
    ]
    if len({person.id for _, person, *_ in people}) < len(people):
        raise InvalidInput(SIGNS_TWICE)
    return [
        Signatory(
            party=capacity,
            position=position,
            person=person,
            organisation=organisation,
            name=person.name,
            capacity=title,
        )
        for position, (capacity, person, organisation, title) in enumerate(people, start=1)
    ]


@use_case("agreement.store")
def store(agreement: Agreement, *, by: Person, made: Made) -> None:
    """The document is there: from now on it is out for signature. Safe to repeat."""
    if agreement.status is not Status.PREPARING:
        return
    agreement.issued_sha256, agreement.pages = made.sha256, made.pages
    agreement.status, agreement.problem = Status.OPEN, None
    agreement.revisions.append(
        Revision(
            seq=1,
            kind=RevisionKind.ISSUED,
            act_id=None,
            sha256=made.sha256,
            prev_sha256=None,
            at=clock.now(),
        )
    )


@use_case("agreement.mark")
def keep_marked(agreement: Agreement, *, by: Person, sha256: str) -> None:
    """A copy that says on every page that this version is no longer in force. Safe to repeat."""
    agreement.marked_sha256 = sha256


@use_case("agreement.report_problem")
def report_problem(agreement: Agreement, *, by: Person, problem: str) -> None:
    """The document could not be made: say so on the page and to the contracts office."""
    if agreement.problem != problem:
        agreement.problem = problem[:400]
        letters.not_made(agreement, problem)


@use_case("agreement.reissue")
def take_back(
    secondment: Secondment,
    *,
    by: Person,
    revision: int,
    message: str,
    reason: str = "reissue",
    once: uuid.UUID | None = None,
) -> None:
    """Take the contract back to change or issue it anew: every signature on it is void.

    Raises NotPossibleNow once everyone has signed.
    """
    agreement = secondment.agreement
    LIFECYCLE.fire(secondment, "recall_contract")
    if agreement is not None:
        agreement.supersede(reason, message)
        letters.recalled(agreement, message)
    # Not before: until then the frozen rates count, and they may have moved on meanwhile.
    if charging.costs_another_sum(secondment) and secondment.cost_unseen():
        told.cost_changed(secondment, charging.RATES_CHANGED)


def can_be_drawn_up(s: Secondment) -> bool:
    """Whether every figure is known."""
    return costs.of(s) is not None


def can_be_read(s: Secondment) -> bool:
    """Whether there is a text: a contract, or what it would say now."""
    return s.agreement is not None or (s.state in ANSWERED and can_be_drawn_up(s))


def keep_draft(s: Secondment, *, terms_sha256: str, pdf_sha256: str) -> None:
    """A watermarked copy to read. It is no record: the caller's job commits it."""
    db.session.add(
        Draft(
            secondment_id=s.id,
            terms_sha256=terms_sha256,
            pdf_sha256=pdf_sha256,
            made_at=clock.now(),
        )
    )


def seats_so_far(s: Secondment) -> Sequence[Seat]:
    """Whom a draft may name: the signatory the company has chosen, and nobody for the employer."""
    chosen = s.company_answers.signatory if s.company_answers else None
    return [Seat(Capacity.HOST, chosen.name, "")] if chosen else []


@finishing
def _draft_when_it_can_be_read(s: Secondment) -> None:
    if s.state in ANSWERED and can_be_drawn_up(s):
        jobs.defer("agreements.draft", queueing_lock=f"draft:{s.id}", secondment_id=str(s.id))
