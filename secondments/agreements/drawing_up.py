"""From a negotiated secondment to the frozen values its agreement says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from secondments import clock
from secondments.agreements import clause_queries
from secondments.agreements.library import NEWEST
from secondments.agreements.money import RATES
from secondments.agreements.terms import (
    Capacity,
    Change,
    Charge,
    Kind,
    Party,
    Special,
    Terms,
    Training,
    Work,
)
from secondments.agreements.terms import Person as Named
from secondments.catalogue.kinds import Value
from secondments.catalogue.positions import COMPANY, Move
from secondments.errors import ProgrammingError
from secondments.secondment import said
from secondments.secondment.choices import Arrangement, Decision, FeePaidTo
from secondments.secondment.course import impact
from secondments.secondment.lifecycle import State
from secondments.secondment.pathways import Side, Step, label_of
from secondments.secondment.term_models import TermMove
from secondments.terms import costs
from secondments.terms.charges import CostSheet
from secondments.words import in_a_sentence

if TYPE_CHECKING:
    from secondments.people.models import Organisation
    from secondments.secondment.models import Proposal, Secondment

NOT_NAMED = "to be named"


@dataclass(frozen=True)
class Seat:
    """Who will sign for a party, and as what."""

    capacity: Capacity
    name: str
    title: str


def terms_of(s: Secondment, seats: Sequence[Seat]) -> Terms:
    """The terms as they stand now. Raises ProgrammingError when an answer is missing.

    The lifecycle's guards see to it that none is, from `company_agreed` on.
    """
    p, sheet = s.proposal, costs.of(s)
    if sheet is None or p.share is None or p.starts_on is None or p.ends_on is None:
        raise ProgrammingError(f"{s.ref} has no dates or no costs to put into an agreement.")
    return Terms(
        library=NEWEST,
        reference=s.ref,
        arrangement=p.arrangement or Arrangement.RECHARGE,
        parties=_parties(s, seats),
        secondee=p.grade or "",
        work=Work(
            role=p.role_title or "",
            department=p.department or "",
            summary=p.summary or "",
            objectives=tuple(p.objectives or ()),
        ),
        first_day=p.starts_on,
        last_day=p.ends_on,
        share=p.share,
        site=_site(s),
        host_manager=_host_manager(s),
        home_contact=_home_contact(s),
        parameters=_parameters(s),
        charge=_charge(s, sheet),
        training=_training(s, p) if s.training_body_id else None,
        changes=tuple(_changes(s)),
        special=tuple(_special(s)),
        kind=kind_of(s),
        fee_paid_to=_payee(s),
        amendments=_amendments(s),
    )


def _amendments(s: Secondment) -> tuple[str, ...]:
    """The clause texts in force now; of an agreed case, when its last approval was given.

    A text of after that is none that both sides have agreed to.
    """
    at = clock.now()
    if s.state is State.COMPANY_AGREED:
        at = max((vote.at for vote in s.standing_votes), default=at)
    day = at.astimezone(ZoneInfo(s.zone)).date()
    return clause_queries.labels_in_force(NEWEST, day, approved_by=at)


def kind_of(s: Secondment) -> Kind:
    """Of which kind its agreement is: who advises for a fee is appointed, not lent."""
    advises = s.proposal.arrangement is Arrangement.ADVISORY
    return Kind.ADVISORY if advises else Kind.SECONDMENT


def _payee(s: Secondment) -> str:
    """Of a fee: the employer, or the person."""
    p = s.proposal
    if p.arrangement is not Arrangement.ADVISORY or p.fee_paid_to is None:
        return ""
    return "person" if p.fee_paid_to is FeePaidTo.PERSON else "employer"


def _parameters(s: Secondment) -> dict[str, Value]:
    """All of them; without the rates where the employer keeps those back.

    The document carries its terms as a file, so what nobody may read there is not in them.
    """
    agreed = costs.agreed_parameters(s)
    return {n: v for n, v in agreed.items() if n not in RATES} if s.hides_rates else agreed


def _changes(s: Secondment) -> Iterator[Change]:
    """What is agreed otherwise than usual: who asked for it, and when it was settled."""
    for term in s.table.agreed:
        brought, settled = term.brought_by(), term.settled_by
        if term.value == term.usual or not isinstance(settled, TermMove) or brought is None:
            continue
        yield Change(
            parameter=term.name,
            usual=term.usual,
            moved_by=_asked_by(s, brought),
            moved_on=settled.at.date(),
        )


def _asked_by(s: Secondment, move: Move) -> str:
    """Whose wish it was: the applicant’s where the proposal says so."""
    if move.from_proposal:
        return s.applicant.name
    if move.side == COMPANY:
        return s.company.name if s.company else "The Host"
    return s.employer.name


def _special(s: Secondment) -> Iterator[Special]:
    """The clauses in the parties’ own words, as far as both have agreed to them."""
    for special in s.special_conditions:
        if special.is_agreed:
            yield Special(title=special.now.title, text=special.now.text)


def _charge(s: Secondment, sheet: CostSheet) -> Charge | None:
    """None where the host pays the person and nothing is charged."""
    if s.proposal.arrangement is Arrangement.DIRECT_PAY:
        return None
    return Charge(
        net=sheet.net,
        vat=sheet.vat,
        months=costs.months_of(s),
        instalments=sheet.instalments,
        shows_rates=not s.hides_rates,
    )


def _parties(s: Secondment, seats: Sequence[Seat]) -> tuple[Party, ...]:
    signs = {seat.capacity: seat for seat in seats}
    bound = organisations_bound(s)
    return (
        *(_organisation(capacity, bound[capacity], signs) for capacity in bound),
        Party(
            capacity=Capacity.SECONDEE,
            name=s.applicant.name,
            address="By the service and by email",
            signatory=s.applicant.name,
            signatory_title="For themself",
        ),
    )


def organisations_bound(s: Secondment) -> dict[Capacity, Organisation | None]:
    """Which organisation of the case is bound in which capacity, in the order of the agreement."""
    signs = s.pathway.signs
    bound = [each for each in Capacity if each in signs and each is not Capacity.SECONDEE]
    return {capacity: getattr(s, signs[capacity]) for capacity in bound}


def _organisation(
    capacity: Capacity, organisation: Organisation | None, signs: dict[Capacity, Seat]
) -> Party:
    if organisation is None:
        raise ProgrammingError(f"The {capacity} is not known.")
    seat = signs.get(capacity)
    return Party(
        capacity=capacity,
        name=organisation.name,
        address=organisation.address,
        number=organisation.company_number or "",
        signatory=seat.name if seat else NOT_NAMED,
        signatory_title=seat.title if seat else "",
    )


def _site(s: Secondment) -> str:
    return s.proposal.site or ""


def _host_manager(s: Secondment) -> Named:
    said = s.company_answers.host_manager if s.company_answers else None
    manager = said or s.proposal.company_lead
    deputy = s.company_answers.deputy if s.company_answers else None
    name = manager.name if manager else NOT_NAMED
    return Named(name=name, description=f"deputy {deputy.name}" if deputy else "")


def _home_contact(s: Secondment) -> Named:
    """Whom the proposal names, or else the first who supported it at home."""
    p = s.proposal
    for person, step in ((p.supervisor, Step.ES), (p.line_manager, Step.LM)):
        if person is not None:
            return Named(name=person.name, description=in_a_sentence(label_of(s, step)))
    given = {vote.step: vote for vote in s.standing_votes}
    first = next((given[step] for step in s.pathway.steps(Side.HOME) if step in given), None)
    if first is None:
        return Named(name=NOT_NAMED)
    return Named(name=first.person.name, description=in_a_sentence(label_of(s, first.step)))


def _training(s: Secondment, p: Proposal) -> Training:
    given = {v.step: v for v in s.standing_votes if v.decision is Decision.SUPPORT}
    dean, approval = given.get(Step.PGD), given.get(Step.GMC) or given.get(Step.COL)
    found = impact(s, said.now(s))
    return Training(
        category=str(p.oop_category),
        credit_months=p.credit_months or 0 if p.claim_credit and approval else 0,
        approval=(approval.evidence or "") if approval else "",
        agreed_by=f"the {in_a_sentence(label_of(s, Step.PGD))}" if dean else "",
        agreed_on=dean.at.date() if dean else None,
        completion_before=p.cct_on,
        completion_after=found.without_credit if found else None,
        annual_review_on=p.next_arcp_on,
    )
