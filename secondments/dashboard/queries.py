"""Reading what waits for a person, what waits for others, what is under way and what comes."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    and_,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased, contains_eager, joinedload, raiseload, selectinload

from secondments import clock, policy
from secondments.agreements.models import Agreement, Signatory, Status
from secondments.audit import AuditEntry
from secondments.extensions import db
from secondments.people.models import Organisation, Person
from secondments.secondment.lifecycle import State
from secondments.secondment.models import Proposal, Secondment
from secondments.secondment.rounds import Sent, Turn, Vote
from secondments.signing.models import Act
from secondments.words import HOME_ZONE

SHOWN = 25
EACH_FOR_THEMSELVES = ("write", "sign")
MOST_COUNTED = 1000
START, END = "start", "end"
HANDED_BACK = ("secondment.return", "secondment.reopen")
STARTING = (State.COMPANY_AGREED, State.CONTRACT_ISSUED)
OUT_OR_MADE = (Status.PREPARING, Status.OPEN, Status.SEALING)


@dataclass(frozen=True)
class MyTurn:
    """A turn of the reader's, and the seat they sign from if it is to sign.

    `of_office`: somebody else may do it as well; `dealer` is who said that they deal with it.
    """

    turn: Turn
    seat: uuid.UUID | None
    of_office: bool
    dealer: str | None


@dataclass(frozen=True)
class TheirTurn:
    """A case that waits for others, and what the reader decided last."""

    secondment: Secondment
    decision: str | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Ahead:
    """A day to come: the first or last day of a secondment, or a duty of the reader's."""

    on: date
    what: str
    ref: str
    secondee: str
    company: str | None
    state: State


@dataclass(frozen=True)
class HandedBack:
    """Who gave a case back to its applicant, when and why."""

    action: str
    by_name: str
    at: datetime
    reason: str | None


def waiting_for(reader: Person) -> Sequence[MyTurn]:
    """What is theirs to do: what is late first, then by due date; what has none comes last."""
    seat = (
        select(Signatory.id)
        .join(Agreement, Agreement.id == Signatory.agreement_id)
        .where(Agreement.secondment_id == Turn.secondment_id, Agreement.status.in_(OUT_OR_MADE))
        .where(Signatory.person_id == reader.id)
        .limit(1)
        .scalar_subquery()
    )
    whole = contains_eager(Turn.secondment)
    wanted = (
        _of_cases(_my_turns(reader, Turn, seat, _of_office(), _dealer()))
        .options(
            joinedload(Turn.on_behalf_of),
            whole.options(*_people_and_days()),
            whole.selectinload(Secondment.votes).options(
                joinedload(Vote.person), joinedload(Vote.on_behalf_of)
            ),
            raiseload("*"),
        )
        .order_by(Turn.due_on.nulls_last(), Turn.since, Turn.id)
        .limit(SHOWN)
    )
    return [MyTurn(*row) for row in db.session.execute(wanted)]


def _of_office() -> ColumnElement[bool]:
    """Whether others have it as well, in their own name, and the reader has not taken it up."""
    other, own = aliased(Turn), func.coalesce(Turn.on_behalf_of_id, Turn.person_id)
    others = (
        exists()
        .where(other.secondment_id == Turn.secondment_id, other.duty == Turn.duty)
        .where(func.coalesce(other.on_behalf_of_id, other.person_id) != own)
    )
    is_taken = and_(Turn.taken_at.is_not(None), _is_in_time(Turn))
    return and_(Turn.duty.not_in(EACH_FOR_THEMSELVES), not_(is_taken), others)


def _dealer() -> Any:
    other, dealer = aliased(Turn), aliased(Person)
    return (
        select(dealer.name)
        .join(other, other.person_id == dealer.id)
        .where(other.secondment_id == Turn.secondment_id, other.duty == Turn.duty)
        .where(other.taken_at.is_not(None), _is_in_time(other))
        .limit(1)
        .correlate(Turn)
        .scalar_subquery()
    )


def _is_in_time(turn: Any) -> ColumnElement[bool]:
    """Taking something up holds until its last day."""
    return or_(turn.due_on.is_(None), turn.due_on >= clock.today(HOME_ZONE))


def sent_versions(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Sent]]:
    """What was sent, version by version; no query when nothing is asked for."""
    if not ids:
        return {}
    wanted = select(Sent).where(Sent.secondment_id.in_(ids)).order_by(Sent.version)
    found: dict[uuid.UUID, list[Sent]] = {}
    for sent in db.session.scalars(wanted):
        found.setdefault(sent.secondment_id, []).append(sent)
    return found


def handed_back(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, HandedBack]:
    """How each of these cases came back to its applicant the last time."""
    if not ids:
        return {}
    e = AuditEntry
    wanted = (
        select(e.secondment_id, e.action, e.by_name, e.at, e.reason)
        .ext(distinct_on(e.secondment_id))
        .where(e.secondment_id.in_(ids), e.action.in_(HANDED_BACK))
        .order_by(e.secondment_id, e.seq.desc())
    )
    return {row[0]: HandedBack(*row[1:]) for row in db.session.execute(wanted) if row[0]}


def waiting_for_others(reader: Person) -> Sequence[TheirTurn]:
    """Cases of their own or that they have decided on, issued or signed, now somebody else's."""
    turns = _others_turns(reader).subquery()
    order = (turns.c.due_on.nulls_last(), turns.c.since, turns.c.id)
    first = select(turns).order_by(*order).limit(SHOWN).subquery()
    mine = (Vote.secondment_id == Secondment.id, Vote.person_id == reader.id)
    last = [
        select(column).where(*mine).order_by(Vote.at.desc()).limit(1).scalar_subquery()
        for column in (Vote.decision, Vote.at)
    ]
    wanted = (
        _of_cases(select(Secondment, *last).join(first, first.c.id == Secondment.id))
        .options(
            *_people_and_days(),
            selectinload(Secondment.turns).options(
                joinedload(Turn.person), joinedload(Turn.on_behalf_of)
            ),
            raiseload("*"),
        )
        .order_by(first.c.due_on.nulls_last(), first.c.since, first.c.id)
    )
    return [TheirTurn(*row) for row in db.session.execute(wanted)]


def active(reader: Person) -> Sequence[Secondment]:
    """What is under way, the first to end first."""
    seen = _seen(reader, Secondment.state == State.ACTIVE)
    wanted = (
        _of_cases(select(Secondment).join(seen, seen.c.id == Secondment.id))
        .options(*_people_and_days(), raiseload("*"))
        .order_by(Proposal.ends_on, Secondment.id)
        .limit(SHOWN)
    )
    return db.session.scalars(wanted).all()


def ahead(reader: Person, *, today: date, most: int) -> Sequence[Ahead]:
    """The next days that matter, today included, the nearest first."""
    starting = _seen(reader, Secondment.state.in_(STARTING))
    running = _seen(reader, Secondment.state == State.ACTIVE)
    duties = _my_turns(reader, Secondment.id, Turn.due_on.label("on"), Turn.duty.label("what"))
    every = (
        _days(starting, Proposal.starts_on, START).where(Proposal.starts_on >= today),
        _days(running, Proposal.ends_on, END).where(Proposal.ends_on >= today),
        duties.where(Turn.due_on >= today),
    )
    parts = [one.order_by("on", Secondment.ref).limit(most).subquery() for one in every]
    day = union_all(*(select(part) for part in parts)).subquery()
    told = (day.c.on, day.c.what, Secondment.ref, Person.name, Organisation.name, Secondment.state)
    wanted = _of_cases(select(*told).select_from(Secondment).join(day, day.c.id == Secondment.id))
    in_order = wanted.order_by(day.c.on, day.c.what, Secondment.ref).limit(most)
    return [Ahead(*row) for row in db.session.execute(in_order)]


def counts(reader: Person) -> tuple[int, int, int, int]:
    """How many wait for the reader, their office, others, and are under way.

    Each is capped above MOST_COUNTED.
    """
    every = (
        _my_turns(reader, Turn.id).where(not_(_of_office())),
        _my_turns(reader, Turn.id).where(_of_office()),
        _others_turns(reader),
        select(_seen(reader, Secondment.state == State.ACTIVE)),
    )
    capped = [one.limit(MOST_COUNTED + 1).subquery() for one in every]
    totals = [select(func.count()).select_from(some).scalar_subquery() for some in capped]
    mine, office, others, under_way = db.session.execute(select(*totals)).one()
    return mine, office, others, under_way


def _my_turns(reader: Person, *columns: Any) -> Select[Any]:
    visible = policy.visible(Secondment, reader)
    return select(*columns).join(Turn.secondment).where(Turn.person_id == reader.id, visible)


def _seen(reader: Person, condition: ColumnElement[bool]) -> Subquery:
    """The ids of what the reader sees and is so, each way of seeing by its own index."""
    ways = policy.secondments_seen(Secondment, reader)
    return union(*(select(Secondment.id).where(way, condition) for way in ways)).subquery()


def _others_turns(reader: Person) -> Select[Any]:
    due_on: Any = func.min(Turn.due_on)
    since: Any = func.min(Turn.since)
    waiting = (
        select(Turn.secondment_id, due_on.label("due_on"), since.label("since"))
        .where(Turn.secondment_id.in_(_acted_on(reader)))
        .group_by(Turn.secondment_id)
        .having(func.count().filter(Turn.person_id == reader.id) == 0)
        .subquery()
    )
    return (
        select(Secondment.id, waiting.c.due_on, waiting.c.since)
        .join(waiting, waiting.c.secondment_id == Secondment.id)
        .where(policy.visible(Secondment, reader))
    )


def _acted_on(reader: Person) -> CompoundSelect[tuple[uuid.UUID]]:
    """One arm for each way of having a hand in a case, each with an index of its own."""
    signed = select(Agreement.secondment_id).join(Agreement.signatories).join(Signatory.act)
    return union(
        select(Secondment.id).where(Secondment.applicant_id == reader.id),
        select(Vote.secondment_id).where(Vote.person_id == reader.id),
        select(Agreement.secondment_id).where(Agreement.issued_by_id == reader.id),
        signed.where(Signatory.person_id == reader.id, Act.id.is_not(None)),
    )


def _days(seen: Subquery, day: Any, what: str) -> Select[Any]:
    wanted = select(Secondment.id, day.label("on"), literal(what).label("what"))
    return wanted.join(seen, seen.c.id == Secondment.id).join(Secondment.proposal)


def _of_cases(wanted: Select[Any]) -> Select[Any]:
    return wanted.join(Secondment.proposal).join(Secondment.applicant).outerjoin(Secondment.company)


def _people_and_days() -> Sequence[Any]:
    return (
        contains_eager(Secondment.proposal),
        contains_eager(Secondment.applicant),
        contains_eager(Secondment.company),
    )
