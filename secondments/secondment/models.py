"""The aggregate's tables: the secondment, its proposal, the company's answers."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from secondments.audit import Audited
from secondments.extensions import Base, by_value
from secondments.people.models import Organisation, Person
from secondments.secondment import pathways
from secondments.secondment.beginning_models import WithBeginning
from secondments.secondment.choices import (
    Arrangement,
    Cadence,
    DeathInService,
    Decision,
    FeePaidTo,
    IndustryCode,
    OutOfProgramme,
    PensionScheme,
    PensionStatus,
    TransferOfValue,
    VatRecovery,
    VatTreatment,
)
from secondments.secondment.company_models import WithCompany
from secondments.secondment.company_stage import CompanyStage
from secondments.secondment.gate_models import Gated
from secondments.secondment.lifecycle import State
from secondments.secondment.pathway_answers import PathwayAnswers, credit_in_bounds
from secondments.secondment.pathways import Pathway, Side, Step, StepRule
from secondments.secondment.post_answers import AboutYou, Employment, post_in_bounds
from secondments.secondment.rule_models import UnderRules
from secondments.secondment.term_models import Negotiated
from secondments.secondment.time_away import TimeAway, time_away_in_bounds
from secondments.secondment.work_answers import RaisedTerms, Safeguards, TheWork, work_in_bounds

if TYPE_CHECKING:
    from secondments.agreements.models import Agreement, Signatory
    from secondments.secondment.overdue import Overdue
    from secondments.secondment.requests import Appeal, Condition, ReturnPoint
    from secondments.secondment.rounds import Sent, Turn, Vote


class Secondment(UnderRules, Gated, WithCompany, WithBeginning, Negotiated, Audited, Base):
    """One negotiated secondment. Its row is the lock for all its parts.

    `revision` is the content that forms carry; `seq` numbers the history; `round` numbers the
    attempts at approval. A vote of an earlier attempt counts as long as it stands.
    """

    ref: Mapped[str] = mapped_column(String(11), unique=True)
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    state_since: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    seq: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1)
    pathway_code: Mapped[str] = mapped_column(String(40))
    pathway_version: Mapped[int]
    zone: Mapped[str] = mapped_column(String(60))
    applicant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    employer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    training_body_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    university_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    company_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    company_told_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    returned_from: Mapped[State | None] = mapped_column(by_value(State, name="returned_from"))
    declined_from: Mapped[State | None] = mapped_column(by_value(State, name="declined_from"))
    declined_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_on: Mapped[date | None]
    next_due_at: Mapped[datetime | None]
    due_action: Mapped[str | None] = mapped_column(String(40))
    warned: Mapped[int] = mapped_column(default=0)
    parked: Mapped[str | None] = mapped_column(String(400))
    # What the employer says about the charge; empty or no where it follows by itself.
    charge_months: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    vat_treatment: Mapped[VatTreatment | None]
    hides_rates: Mapped[bool] = mapped_column(default=False)
    nda_signed_on: Mapped[date | None]
    nda_reference: Mapped[str | None] = mapped_column(String(120))

    applicant: Mapped[Person] = relationship(foreign_keys=applicant_id)
    employer: Mapped[Organisation] = relationship(foreign_keys=employer_id)
    training_body: Mapped[Organisation | None] = relationship(foreign_keys=training_body_id)
    university: Mapped[Organisation | None] = relationship(foreign_keys=university_id)
    company: Mapped[Organisation | None] = relationship(foreign_keys=company_id)
    proposal: Mapped["Proposal"] = relationship(back_populates="secondment")
    company_answers: Mapped["CompanyAnswers | None"] = relationship(back_populates="secondment")
    votes: Mapped[list["Vote"]] = relationship(
        back_populates="secondment", order_by="Vote.at, Vote.id"
    )
    turns: Mapped[list["Turn"]] = relationship(
        back_populates="secondment", cascade="all, delete-orphan"
    )
    overdue: Mapped[list["Overdue"]] = relationship(cascade="all, delete-orphan")
    sent: Mapped[list["Sent"]] = relationship(order_by="Sent.version")
    points: Mapped[list["ReturnPoint"]] = relationship(
        back_populates="secondment", order_by="ReturnPoint.at, ReturnPoint.id"
    )
    conditions: Mapped[list["Condition"]] = relationship(
        back_populates="secondment", order_by="Condition.number"
    )
    appeal: Mapped["Appeal | None"] = relationship(back_populates="secondment")
    agreements: Mapped[list["Agreement"]] = relationship(
        back_populates="secondment", order_by="Agreement.version"
    )

    __table_args__ = (
        CheckConstraint(
            "state = 'draft' OR sent_at IS NOT NULL OR state = 'withdrawn'",
            name="sent_once_proposed",
        ),
        CheckConstraint(
            "state NOT IN ('supervisor_approved', 'company_agreed', 'contract_issued', 'active',"
            " 'completed') OR company_told_at IS NOT NULL",
            name="company_told_once_approved",
        ),
        CheckConstraint(
            "(state = 'returned') = (returned_from IS NOT NULL)", name="returned_from_somewhere"
        ),
        CheckConstraint(
            "(state = 'declined') = (declined_from IS NOT NULL)", name="declined_from_somewhere"
        ),
        CheckConstraint("(next_due_at IS NULL) = (due_action IS NULL)", name="due_has_an_action"),
        CheckConstraint(
            "charge_months > 0 AND charge_months <= 60", name="charge_months_in_bounds"
        ),
        CheckConstraint("(nda_signed_on IS NULL) = (nda_reference IS NULL)", name="nda_is_named"),
        Index("ix_secondment_employer_list", "employer_id", "updated_at", "id"),
        Index("ix_secondment_company_list", "company_id", "updated_at", "id"),
        Index("ix_secondment_training_list", "training_body_id", "updated_at", "id"),
        Index("ix_secondment_university_list", "university_id", "updated_at", "id"),
        Index("ix_secondment_applicant_list", "applicant_id", "updated_at", "id"),
        Index("ix_secondment_due", "next_due_at", "id"),
    )

    @property
    def pathway(self) -> Pathway:
        return pathways.of(self)

    pathways_asking = staticmethod(pathways.asking)  # for policy

    @property
    def standing_votes(self) -> Sequence["Vote"]:
        """The votes that count; a return asks for changes and never counts for long."""
        return [vote for vote in self.votes if vote.stands]

    @property
    def done_steps(self) -> set[Step]:
        """The steps that as many people support as have to."""
        given = Counter(v.step for v in self.standing_votes if v.decision is Decision.SUPPORT)
        pathway = self.pathway
        return {step for step, count in given.items() if count >= pathway.rule(step).quorum}

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """The approval steps that wait for somebody now."""
        side = {State.PROPOSED: Side.HOME, State.SUPERVISOR_APPROVED: Side.COMPANY}.get(self.state)
        return self.pathway.open_steps(side, self.done_steps) if side else ()

    @property
    def open_rules(self) -> tuple[StepRule, ...]:
        steps = self.open_steps
        rules = self.pathway.rules if steps else {}
        return tuple(rules[step] for step in steps)

    @property
    def agreement(self) -> "Agreement | None":
        """The agreement in force or out for signature: the newest that still stands."""
        standing = [a for a in self.agreements if a.is_standing]
        return standing[-1] if standing else None

    @property
    def asked_to_sign(self) -> "list[Signatory]":
        """Those named in a contract that is out for signature who have not signed."""
        if self.agreement is None or self.agreement.issued_sha256 is None:
            return []
        return [signatory for signatory in self.agreement.signatories if signatory.act is None]

    @property
    def open_conditions(self) -> "list[Condition]":
        """What still has to be met, set by approvals that stand."""
        return [condition for condition in self.conditions if condition.is_open]

    def content_changed(self) -> None:
        """A material change: what was seen and declared before no longer counts."""
        self.revision += 1
        self.proposal.declared_at = None

    def cost_unseen(self) -> bool:
        """The cost is another one: the company has to confirm again. Whether it had confirmed."""
        given = self.company_answers
        if given is None or given.cost_seen_at is None:
            return False
        given.cost_seen_at = given.cost_seen_total = None
        return True

    def back_to_the_applicant(self, from_state: State) -> None:
        """Another attempt begins; what was approved stands until it is changed (R1)."""
        self.returned_from, self.round = from_state, self.round + 1
        self.content_changed()

    def void_agreement(self, reason: str | None, message: str | None) -> None:
        """Take a contract that is out for signature out of force."""
        if self.agreement is not None and not self.agreement.is_fully_signed:
            self.agreement.void(reason, message)

    @property
    def home_ids(self) -> set[uuid.UUID]:
        """The organisations on the home side."""
        return {i for i in (self.employer_id, self.university_id, self.training_body_id) if i}

    @property
    def paymaster_id(self) -> uuid.UUID:
        """Whose finance office decides: the university's, or else the employer's."""
        return self.university_id or self.employer_id


class Proposal(
    AboutYou, Employment, PathwayAnswers, TimeAway, TheWork, RaisedTerms, Safeguards, Audited, Base
):
    """What the applicant proposes; columns are empty until answered."""

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), unique=True)
    grade: Mapped[str | None] = mapped_column(String(120))
    training_number: Mapped[str | None] = mapped_column(String(40))
    cct_on: Mapped[date | None]
    oop_category: Mapped[OutOfProgramme | None]
    supervisor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    discussed: Mapped[bool | None]
    company_lead_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    role_title: Mapped[str | None] = mapped_column(String(120))
    department: Mapped[str | None] = mapped_column(String(120))
    summary: Mapped[str | None] = mapped_column(String(1500))
    objectives: Mapped[list[str] | None]
    benefits: Mapped[str | None] = mapped_column(String(1000))
    clinical_contact: Mapped[bool | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    share: Mapped[Decimal | None] = mapped_column(Numeric(4, 3))
    site: Mapped[str | None] = mapped_column(String(120))
    onsite_percent: Mapped[int | None]
    arrangement: Mapped[Arrangement | None]
    salary: Mapped[Decimal | None]
    employment_wte: Mapped[Decimal | None] = mapped_column(Numeric(4, 3))
    pension_scheme: Mapped[PensionScheme | None]
    pension_rate: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    admin_rate: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    pension_status: Mapped[PensionStatus | None]
    death_in_service: Mapped[DeathInService | None]
    fee: Mapped[Decimal | None]
    fee_paid_to: Mapped[FeePaidTo | None]
    invoice_every: Mapped[Cadence | None]
    declared_at: Mapped[datetime | None]
    declaration: Mapped[str | None] = mapped_column(String(60))

    secondment: Mapped[Secondment] = relationship(back_populates="proposal")
    supervisor: Mapped[Person | None] = relationship(foreign_keys=supervisor_id)
    company_lead: Mapped[Person | None] = relationship(foreign_keys=company_lead_id)

    __table_args__ = (
        CheckConstraint("starts_on < ends_on", name="starts_before_it_ends"),
        CheckConstraint("share > 0 AND share <= 1", name="share_of_full_time"),
        *time_away_in_bounds(),
        CheckConstraint("onsite_percent BETWEEN 0 AND 100", name="onsite_is_a_percentage"),
        CheckConstraint("salary BETWEEN 0 AND 1000000", name="salary_in_bounds"),
        CheckConstraint("employment_wte > 0 AND employment_wte <= 1", name="wte_of_full_time"),
        CheckConstraint("fee BETWEEN 0 AND 1000000", name="fee_in_bounds"),
        credit_in_bounds(),
        *post_in_bounds(),
        *work_in_bounds(),
    )


class CompanyAnswers(CompanyStage, Audited, Base):
    """What the company says before it agrees."""

    secondment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("secondment.id"), unique=True)
    host_manager_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    vat_recovery: Mapped[VatRecovery | None]
    purchase_order: Mapped[str | None] = mapped_column(String(40))
    cost_seen_at: Mapped[datetime | None]
    cost_seen_total: Mapped[Decimal | None]
    industry_code: Mapped[IndustryCode | None]
    transfer_of_value: Mapped[TransferOfValue | None]
    signatory_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    secondment: Mapped[Secondment] = relationship(back_populates="company_answers")
    host_manager: Mapped[Person | None] = relationship(foreign_keys=host_manager_id)
    signatory: Mapped[Person | None] = relationship(foreign_keys=signatory_id)
