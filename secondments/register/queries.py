"""Reading the register: one rule of who sees what for the list, its counts and what is taken."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import contains_eager, defer, raiseload, selectinload

from secondments import policy
from secondments.agreements.models import Agreement, Signatory
from secondments.extensions import db
from secondments.people.models import Organisation, Person
from secondments.register import filters
from secondments.register.filters import Wanted
from secondments.register.paging import Place
from secondments.secondment.duties import DUTIES
from secondments.secondment.lifecycle import State
from secondments.secondment.models import Proposal, Secondment
from secondments.secondment.rounds import Sent, Turn

ON_A_PAGE = 25
MOST_COUNTED = 1000
LAST_LETTER = "\U0010ffff"
# References have no O, I or L; people read them into 0 and 1 (Crockford's base 32).
READ_ALIKE = str.maketrans("OIL", "011")
FAR_AHEAD = date(9999, 12, 31)
OF_A_VIEW: Mapping[str, tuple[State, ...]] = {
    filters.SIGNING: (State.CONTRACT_ISSUED,),
    filters.ACTIVE: (State.ACTIVE,),
    filters.OVER: (
        State.COMPLETED,
        State.DECLINED,
        State.WITHDRAWN,
        State.LAPSED,
        State.ENDED_EARLY,
    ),
}
WITHOUT_TEXT = defer(Agreement.terms, raiseload=True)


@dataclass(frozen=True)
class Case:
    """A row: the secondment, and its days as this reader is told them."""

    secondment: Secondment
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class Page:
    """Some cases in their order, and where the next page goes on, if there is one."""

    cases: Sequence[Case]
    next: Place | None


def page(wanted: Wanted, *, reader: Person, after: Place | None = None) -> Page:
    """The cases the reader may see and asks for, from a place on."""
    first = _first(wanted, reader, after)
    days = _day_as_told("starts_on", reader), _day_as_told("ends_on", reader)
    key, row = first.c.key, first.c.id
    order = (key.desc(), row.desc()) if _is_down(wanted) else (key, row)
    asked = _with_names(select(Secondment, *days, key).join(first, row == Secondment.id))
    found = db.session.execute(asked.options(*_shown()).order_by(*order)).all()
    shown, more = found[:ON_A_PAGE], len(found) > ON_A_PAGE
    return Page(
        [Case(s, starts_on, ends_on) for s, starts_on, ends_on, _ in shown],
        Place(shown[-1][3], shown[-1][0].id) if more else None,
    )


def counts(wanted: Wanted, *, reader: Person) -> tuple[int, Mapping[str, int]]:
    """How many cases are asked for, and how many each view has; above MOST_COUNTED: one more."""
    ways, plain = policy.secondments_seen(Secondment, reader), select(Secondment.id)
    wanteds = [plain.where(*_of_view(view, reader)) for view in filters.VIEWS]
    if wanted.is_narrowed:
        wanteds.append(_with_names(plain).where(*_matching(wanted, reader)))
    found = db.session.execute(select(*(_count(one, ways) for one in wanteds))).one()
    of_views = dict(zip(filters.VIEWS, found, strict=False))
    return (found[-1] if wanted.is_narrowed else of_views[wanted.view]), of_views


def signed(refs: Collection[str], *, reader: Person) -> Mapping[str, Agreement | None]:
    """The sealed agreement of each reference that the reader may see; the others are left out."""
    wanted = (
        select(Secondment.ref, Agreement)
        .outerjoin(
            Agreement,
            and_(Agreement.secondment_id == Secondment.id, Agreement.sealed_sha256.is_not(None)),
        )
        .where(Secondment.ref.in_(refs), policy.visible(Secondment, reader))
        .order_by(Secondment.ref)
    )
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def _first(wanted: Wanted, reader: Person, after: Place | None) -> Subquery:
    """The ids and keys of one page and a row more, over every way to see a secondment.

    Each way is asked for a page of its own: in the usual order its index gives it at once, however
    many secondments there are.
    """
    key = _key(wanted.sort, reader)
    order = (key.desc(), Secondment.id.desc()) if _is_down(wanted) else (key, Secondment.id)
    some = _with_names(select(Secondment.id, key.label("key")))
    some = some.where(*_matching(wanted, reader), *_beyond(after, key, wanted))
    some = some.order_by(*order).limit(ON_A_PAGE + 1)
    ways = policy.secondments_seen(Secondment, reader)
    every = _together([some.where(way) for way in ways]).subquery()
    columns = (every.c.key, every.c.id)
    again = [column.desc() if _is_down(wanted) else column.asc() for column in columns]
    return select(every).order_by(*again).limit(ON_A_PAGE + 1).subquery()


def _beyond(
    after: Place | None, key: ColumnElement[Any], wanted: Wanted
) -> Iterator[ColumnElement[bool]]:
    if after is not None:
        here = tuple_(literal(after.key, key.type), literal(after.id))
        row = tuple_(key, Secondment.id)
        yield row < here if _is_down(wanted) else row > here


def _is_down(wanted: Wanted) -> bool:
    return wanted.turned != (wanted.sort == filters.CHANGED)


def _with_names(wanted: Select[Any]) -> Select[Any]:
    return wanted.join(Secondment.proposal).join(Secondment.applicant).outerjoin(Secondment.company)


def _count(wanted: Select[Any], ways: Sequence[ColumnElement[bool]]) -> ScalarSelect[int]:
    most = MOST_COUNTED + 1
    some = _together([wanted.where(way).limit(most) for way in ways]).limit(most).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _together(parts: Sequence[Select[Any]]) -> CompoundSelect[Any]:
    """Each row once, also when it is seen in several ways."""
    return union(*(select(part.subquery()) for part in parts))


def _of_view(view: str, reader: Person) -> Iterator[ColumnElement[bool]]:
    if view in OF_A_VIEW:
        yield Secondment.state.in_(OF_A_VIEW[view])
    if view == filters.MINE:
        yield Secondment.turns.any(Turn.person_id == reader.id)


def _matching(wanted: Wanted, reader: Person) -> Iterator[ColumnElement[bool]]:
    yield from _of_view(wanted.view, reader)
    if wanted.state:
        yield Secondment.state == State(wanted.state)
    if wanted.side:
        yield Secondment.turns.any(Turn.duty.in_(DUTIES[wanted.side]))
    if wanted.starts_from:
        yield _day_as_told("starts_on", reader) >= wanted.starts_from
    if wanted.starts_to:
        yield _day_as_told("starts_on", reader) <= wanted.starts_to
    if wanted.text:
        yield _has_text(wanted.text)


def _has_text(text: str) -> ColumnElement[bool]:
    """In the secondee's name, the company's or at the beginning of the reference.

    Names are looked through row by row, within what the reader may see: no index helps here yet.
    """
    body = text.upper().removeprefix("SEC").lstrip("- ").translate(READ_ALIKE)
    # By code points: then whatever begins like this lies between it and it with the last of all.
    ref, start = Secondment.ref.collate("C"), f"SEC-{body}"
    return or_(
        and_(ref >= start, ref < f"{start}{LAST_LETTER}"),
        Person.name.icontains(text, autoescape=True),
        Organisation.name.icontains(text, autoescape=True),
    )


def _day_as_told(name: str, reader: Person) -> ColumnElement[date | None]:
    """A day of the proposal: its writer reads it as it stands, others as it was last sent."""
    answer = cast(Sent.answers[name].astext, Date)
    last_sent = (
        select(answer)
        .where(Sent.secondment_id == Secondment.id)
        .order_by(Sent.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_rewritten = and_(Secondment.state == State.RETURNED, Secondment.applicant_id != reader.id)
    return case((is_rewritten, last_sent), else_=getattr(Proposal, name))


def _key(sort: str, reader: Person) -> ColumnElement[Any]:
    """What rows are sorted by; never NULL, so that a place in the list can be named."""
    if sort in {filters.STARTS, filters.ENDS}:
        name = "starts_on" if sort == filters.STARTS else "ends_on"
        return func.coalesce(_day_as_told(name, reader), FAR_AHEAD)
    return {
        filters.CHANGED: Secondment.updated_at.expression,
        filters.AGE: Secondment.state_since.expression,
        filters.SECONDEE: func.lower(func.regexp_replace(Person.name, r"^.*\s", "")),
        filters.COMPANY: func.lower(func.coalesce(Organisation.name, "")),
    }[sort]


def _shown() -> Sequence[Any]:
    """What a row shows, in three queries for the whole page; anything else is refused."""
    agreements = selectinload(Secondment.agreements)
    signatories = agreements.selectinload(Agreement.signatories)
    return (
        contains_eager(Secondment.proposal),
        contains_eager(Secondment.applicant),
        contains_eager(Secondment.company),
        selectinload(Secondment.turns).joinedload(Turn.person),
        agreements.options(WITHOUT_TEXT),
        signatories.joinedload(Signatory.act),
        raiseload("*"),
    )
