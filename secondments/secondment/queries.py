"""Reading secondments: only ever those the reader may see."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import String, cast, func, not_, or_, select, text, union_all
from sqlalchemy.orm import defer, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from secondments import policy
from secondments.audit import AuditEntry
from secondments.database.schema import TERMS_IN_USE
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people.models import CALENDAR_ID, Membership, Organisation, Person, Role
from secondments.secondment import trail, trail_words
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.models import CompanyAnswers, Proposal, Secondment
from secondments.secondment.pathways import STEPS
from secondments.secondment.questions import Names
from secondments.secondment.reading import reader_of
from secondments.secondment.requests import ReturnPoint
from secondments.secondment.rounds import Turn, Vote
from secondments.secondment.rule_models import RuleVersion
from secondments.secondment.rulebook import Rulebook
from secondments.secondment.trail import Difference
from secondments.use_case import has_locked

# Not those named in the proposal, nor the trainees: an organisation has thousands.
MOST_DECIDING = 50
AROUND = {Role.CONTRACTS_OFFICE, *(rule.role for rule in STEPS.values() if not rule.named)}
# What was said and kept for some readers only is shown on its own pages and nowhere else.
TOLD = not_(or_(*(AuditEntry.action.startswith(kind) for kind in trail_words.IN_CONFIDENCE)))


def get(ref: str, *, reader: Person) -> Secondment:
    """Raises NotFound, also for a secondment the reader may not see."""
    return _found(ref, reader)


def to_write(ref: str, *, reader: Person) -> Secondment:
    """The same with its proposal, both locked until the commit, for one use case that follows."""
    proposal = joinedload(Secondment.proposal, innerjoin=True)
    found = _found(ref, reader, proposal, lock=True)
    has_locked(found)
    return found


def case(ref: str, *, reader: Person) -> Secondment:
    """The same with everything its pages show, in six queries. Raises NotFound."""
    return _found(ref, reader, *_everything())


def at_the_table(ref: str, *, reader: Person) -> Secondment:
    """The same with what the pages of its terms show, and no more. Raises NotFound."""
    return _found(ref, reader, *_itself(), _votes(), selectinload(Secondment.sent))


def _found(ref: str, reader: Person, *options: ExecutableOption, lock: bool = False) -> Secondment:
    wanted = select(Secondment).where(Secondment.ref == ref, policy.visible(Secondment, reader))
    if lock:
        wanted = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    # A NUL in an address names nothing, and PostgreSQL will not be asked about it.
    found = db.session.scalar(wanted.options(*options)) if ref.isprintable() else None
    if found is None:
        raise NotFound("There is no such secondment, or none that you may see.")
    return found


def _itself() -> Sequence[ExecutableOption]:
    """Its organisations and people, its answers and rules: what is one row each."""
    proposal = joinedload(Secondment.proposal)
    company = joinedload(Secondment.company_answers)
    return (
        joinedload(Secondment.applicant),
        joinedload(Secondment.employer),
        joinedload(Secondment.training_body),
        joinedload(Secondment.university),
        joinedload(Secondment.company),
        joinedload(Secondment.added_company),
        joinedload(Secondment.beginning),
        joinedload(Secondment.training_rules),
        joinedload(Secondment.employer_rules),
        joinedload(Secondment.university_rules),
        proposal.joinedload(Proposal.supervisor),
        proposal.joinedload(Proposal.line_manager),
        proposal.joinedload(Proposal.company_lead),
        company.joinedload(CompanyAnswers.host_manager),
        company.joinedload(CompanyAnswers.signatory),
        company.joinedload(CompanyAnswers.deputy),
        joinedload(Secondment.appeal),
        # A handful at most: worth no query of their own.
        joinedload(Secondment.specials),
    )


def _votes() -> ExecutableOption:
    return selectinload(Secondment.votes).options(
        *map(joinedload, (Vote.person, Vote.on_behalf_of))
    )


def _everything() -> Sequence[ExecutableOption]:
    # By their mappers: agreements lie above this package.
    agreement = Secondment.agreements.property.mapper.class_
    signatory = agreement.signatories.property.mapper.class_
    signatories = selectinload(Secondment.agreements).joinedload(agreement.signatories)
    return (
        *_itself(),
        _votes(),
        selectinload(Secondment.turns).options(
            joinedload(Turn.person), joinedload(Turn.on_behalf_of)
        ),
        selectinload(Secondment.sent),
        selectinload(Secondment.points).joinedload(ReturnPoint.person),
        selectinload(Secondment.conditions),
        signatories.joinedload(signatory.person),
        signatories.joinedload(signatory.act),
    )


def roles_around(s: Secondment) -> Sequence[Membership]:
    """Who decides by a role held today, or runs the contracts, in the order of their names."""
    places = [i for i in (*s.home_ids, s.company_id) if i]
    wanted = (
        select(Membership)
        .join(Membership.person)
        .options(joinedload(Membership.person), joinedload(Membership.organisation))
        .where(Membership.organisation_id.in_(places), Membership.role.in_(AROUND))
        .where(Person.left_at.is_(None))
        .order_by(Person.name, Membership.from_on)
    )
    return [held for held in db.session.scalars(wanted) if held.is_live]


def rulebook_of(organisation_id: uuid.UUID | None) -> Rulebook:
    """What an organisation has set, as it is now."""
    of_it = select(RuleVersion).where(RuleVersion.organisation_id == organisation_id)
    newest = db.session.scalar(of_it.order_by(RuleVersion.number.desc()).limit(1))
    return newest.rulebook if newest else Rulebook()


def names(ids: Collection[str]) -> Names:
    """The names of persons and organisations by their ids."""
    if not ids:
        return {}
    wanted = [uuid.UUID(one) for one in ids]
    found = db.session.execute(
        union_all(
            select(Person.id, Person.name).where(Person.id.in_(wanted)),
            select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted)),
        )
    )
    return {str(one): name for one, name in found}


def by_id(secondment_id: uuid.UUID) -> Secondment:
    """For jobs, which act for nobody's eyes. Raises NoResultFound."""
    return db.session.get_one(Secondment, secondment_id)


def by_ref(ref: str) -> Secondment:
    """For the operator's commands. Raises NotFound."""
    found = db.session.scalar(select(Secondment).where(Secondment.ref == ref))
    if found is None:
        raise NotFound(f"There is no secondment {ref}.")
    return found


def next_due(now: datetime, *, but: Collection[uuid.UUID] = ()) -> Secondment | None:
    """The secondment whose moment came first and that no other calendar holds, `but` for some."""
    wanted = (
        select(Secondment)
        .where(Secondment.next_due_at <= now, Secondment.id.not_in(but))
        .order_by(Secondment.next_due_at, Secondment.id)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
    )
    return db.session.scalar(wanted)


def versions() -> Sequence[tuple[str, str, int, int]]:
    """Every state, pathway and version that cases have, as kept, and how many cases have it."""
    s = Secondment
    state = cast(s.state, String)
    wanted = select(state, s.pathway_code, s.pathway_version, func.count())
    grouped = wanted.group_by(state, s.pathway_code, s.pathway_version)
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(grouped)]


def terms_in_use() -> Sequence[tuple[str, int, int]]:
    """Each term that somebody moved or limited: how many secondments, how many organisations."""
    return [(row[0], row[1], row[2]) for row in db.session.execute(text(TERMS_IN_USE))]


def in_hand_on(code: str, version: int) -> Sequence[Secondment]:
    """The secondments on one version of a pathway that are not over."""
    over = [*LIFECYCLE.final, State.LAPSED]
    wanted = select(Secondment).where(
        Secondment.pathway_code == code, Secondment.pathway_version == version
    )
    return db.session.scalars(
        wanted.where(Secondment.state.not_in(over)).order_by(Secondment.id)
    ).all()


def last_of(person: Person) -> Secondment | None:
    """Their proposal that was sent last; where none was, the one that changed last."""
    mine = select(Secondment).where(Secondment.applicant_id == person.id)
    newest = (Secondment.sent_at.desc().nulls_last(), Secondment.updated_at.desc())
    return db.session.scalar(mine.order_by(*newest, Secondment.id).limit(1))


def overlapping(s: Secondment) -> Sequence[Secondment]:
    """Other secondments of the same person, in hand or under way, on some of the same days."""
    p, over = s.proposal, [State.DRAFT, *LIFECYCLE.final, State.DECLINED, State.LAPSED]
    if not (p.starts_on and p.ends_on):
        return ()
    wanted = select(Secondment).join(Secondment.proposal)
    wanted = wanted.where(Secondment.applicant_id == s.applicant_id, Secondment.id != s.id)
    wanted = wanted.where(Secondment.state.not_in(over))
    wanted = wanted.where(Proposal.starts_on <= p.ends_on, Proposal.ends_on >= p.starts_on)
    return db.session.scalars(wanted.order_by(Proposal.starts_on, Secondment.id)).all()


def calendar() -> Person:
    return db.session.get_one(Person, CALENDAR_ID)


def history(s: Secondment) -> Sequence[AuditEntry]:
    """The trail of one secondment, newest first."""
    wanted = select(AuditEntry).where(AuditEntry.secondment_id == s.id, TOLD)
    return db.session.scalars(wanted.order_by(AuditEntry.seq.desc())).all()


def deeds(s: Secondment) -> Sequence[AuditEntry]:
    """The trail without the saving of drafts and without what each entry changed, newest first."""
    wanted = select(AuditEntry).where(
        AuditEntry.secondment_id == s.id, TOLD, AuditEntry.action != "secondment.save"
    )
    wanted = wanted.options(defer(AuditEntry.salt), defer(AuditEntry.hash))
    return db.session.scalars(wanted.order_by(AuditEntry.seq.desc())).all()


def changes_since(ref: str, seen: int, *, reader: Person) -> Sequence[Difference]:
    """What was done after revision `seen`, in words for this reader, for the 409 page."""
    s = get(ref, reader=reader)
    eyes, entries = reader_of(reader, s), entries_since(s, seen)
    known = names(trail.ids_named(entries))
    acts = [
        Difference("What happened", "", deed.what, when=deed.at)
        for deed in trail.history(entries, known, eyes)
        if deed.action != "secondment.save"
    ]
    return [*trail.changed(entries, known, eyes), *acts]


def entries_since(s: Secondment, revision: int) -> Sequence[AuditEntry]:
    """What was done after `revision` was the newest, oldest first; for the 409 page."""
    wanted = select(AuditEntry).where(
        AuditEntry.secondment_id == s.id, TOLD, AuditEntry.revision > revision
    )
    return db.session.scalars(wanted.order_by(AuditEntry.seq)).all()


def deciding(reader: Person) -> Sequence[Secondment]:
    """What waits for this person's decision by a right of their own, the first due first."""
    mine = (Turn.person_id == reader.id, Turn.on_behalf_of_id.is_(None))
    wanted = select(Secondment).join(Secondment.turns).where(*mine)
    wanted = wanted.where(Turn.duty.startswith("decide_"), policy.visible(Secondment, reader))
    wanted = wanted.options(joinedload(Secondment.applicant)).limit(MOST_DECIDING)
    return db.session.scalars(wanted.order_by(Turn.due_on, Turn.id)).unique().all()


def refs(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The references of these secondments."""
    wanted = select(Secondment.id, Secondment.ref).where(Secondment.id.in_(ids))
    return {row.id: row.ref for row in db.session.execute(wanted)}


def in_hand_at(organisation_id: uuid.UUID) -> Sequence[Secondment]:
    """The secondments of an organisation that wait for somebody."""
    s = Secondment
    parties = or_(
        s.employer_id == organisation_id,
        s.university_id == organisation_id,
        s.training_body_id == organisation_id,
        s.company_id == organisation_id,
    )
    waiting = s.state.in_(
        [State.PROPOSED, State.SUPERVISOR_APPROVED, State.COMPANY_AGREED, State.CONTRACT_ISSUED]
    )
    return db.session.scalars(select(s).where(parties, waiting).order_by(s.id)).all()
