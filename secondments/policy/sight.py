"""Which rows a reader may see: one WHERE clause for lists, counts, exports and single loads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, false, func, literal, not_, or_, true

from secondments.policy.covering import (
    covered_by,
    is_on_the_company_side,
    is_on_the_home_side,
    names_covered,
)
from secondments.policy.looking_after import looks_after
from secondments.policy.parts import is_system_administrator, offices_of, works_in_an_office
from secondments.policy.standing import (
    COMPANY_ROLES,
    EMPLOYER_ROLES,
    EMPLOYER_STEPS,
    NAMES,
    TRAINING_ROLES,
    TRAINING_STEPS,
    Held,
    held_by,
    is_applicant,
)

if TYPE_CHECKING:
    from secondments.people.models import Cover, Person
    from secondments.secondment.models import Secondment


def secondments_seen(s: Any, me: Person) -> list[ColumnElement[bool]]:
    """The ways to see a secondment: lists take each by its own index, the rest any of them.

    A draft to its applicant; the rest to the home side; to a company once it was told.
    """
    is_sent, is_told = s.state != "draft", s.company_told_at.is_not(None)
    return [
        s.applicant_id == me.id,
        *(and_(part, is_sent) for part in home_parts(s, me, EMPLOYER_ROLES)),
        *(and_(part, is_told) for part in _company_parts(s, held_by(me))),
        *(and_(part, is_sent) for part in _home_covered(s, me)),
        *(and_(part, is_told) for part in _company_covered(s, me)),
        *([true()] if me.is_calendar else []),
    ]


def home_parts(s: Any, me: Person, employer_roles: set[str]) -> Iterator[ColumnElement[bool]]:
    """The ways of standing.has_a_part_at_home; a test holds the two equal."""
    yield from _named(s, me.id, NAMES)
    yield from _roles_at_home(s, held_by(me), employer_roles)


def _named(s: Any, person_id: Any, roles: Collection[str]) -> Iterator[ColumnElement[bool]]:
    return (s.proposal.has(**{NAMES[role]: person_id}) for role in roles)


def _roles_at_home(s: Any, held: Held, employer_roles: set[str]) -> Iterator[ColumnElement[bool]]:
    yield from _at(s.employer_id, held, employer_roles, EMPLOYER_STEPS, s)
    yield from _at(s.university_id, held, employer_roles, EMPLOYER_STEPS, s)
    yield from _at(s.training_body_id, held, TRAINING_ROLES, TRAINING_STEPS, s)


def _at(
    place: Any, held: Held, whole: set[str], steps: set[str], s: Any
) -> Iterator[ColumnElement[bool]]:
    for organisation in {o for o, role in held if role in whole}:
        yield place == organisation
    for organisation, role in {(o, role) for o, role in held if role in steps}:
        yield and_(place == organisation, s.pathway_code.in_(sorted(s.pathways_asking(role))))


def _company_parts(s: Any, held: Held) -> Iterator[ColumnElement[bool]]:
    for organisation in {o for o, role in held if role in COMPANY_ROLES}:
        yield s.company_id == organisation


def _home_covered(s: Any, me: Person) -> Iterator[ColumnElement[bool]]:
    """What covering shows of the home side, unless one is of the company oneself (R4)."""
    for cover in _covers(me):
        there = s.employer_id == cover.organisation_id if cover.organisation_id else true()
        named = (and_(one, there) for one in _named(s, cover.person_id, names_covered(cover)))
        for way in (*named, *_roles_at_home(s, covered_by(cover), EMPLOYER_ROLES)):
            yield and_(way, _of(cover, s), not_(_own_company(s, me)))


def _company_covered(s: Any, me: Person) -> Iterator[ColumnElement[bool]]:
    for cover in _covers(me):
        for way in _company_parts(s, covered_by(cover)):
            yield and_(way, _of(cover, s), not_(_own_home(s, me)))


def _covers(me: Person) -> list[Cover]:
    return [cover for cover in me.covering if cover.is_readable]


def _of(cover: Cover, s: Any) -> ColumnElement[bool]:
    return s.id == cover.secondment_id if cover.secondment_id else true()


def on_the_home_side(s: Any, me: Person) -> ColumnElement[bool]:
    """covering.is_on_the_home_side as a clause; never NULL, so that it may be negated."""
    return _any(_own_home(s, me), *_home_covered(s, me))


def on_the_company_side(s: Any, me: Person) -> ColumnElement[bool]:
    return _any(_own_company(s, me), *_company_covered(s, me))


def _own_home(s: Any, me: Person) -> ColumnElement[bool]:
    return _any(s.applicant_id == me.id, *home_parts(s, me, EMPLOYER_ROLES))


def _own_company(s: Any, me: Person) -> ColumnElement[bool]:
    return _any(*_company_parts(s, held_by(me)))


def _any(*ways: ColumnElement[bool]) -> ColumnElement[bool]:
    return func.coalesce(or_(false(), *ways), false())


def visible_secondments(s: Any, me: Person) -> ColumnElement[bool]:
    return or_(*secondments_seen(s, me))


def visible_organisations(o: Any, me: Person) -> ColumnElement[bool]:
    """To an administrator all; to a contracts office its own, and the companies."""
    return or_(
        o.id.in_(looks_after(me)),
        and_(o.kind == "company", literal(works_in_an_office(me, None))),
        literal(is_system_administrator(me, None)),
    )


def visible_people(p: Any, me: Person) -> ColumnElement[bool]:
    """On the pages of settings: to an administrator all; to an office those with a role there."""
    there = p.memberships.any(
        p.memberships.property.mapper.class_.organisation_id.in_(looks_after(me))
    )
    return or_(there, literal(is_system_administrator(me, None)))


def visible_companies(added: Any, me: Person) -> ColumnElement[bool]:
    """Those that an applicant added: to whoever may confirm them, as in parts."""
    s = added.secondment.property.mapper.class_
    offices = offices_of(me)
    concerned = or_(
        s.employer_id.in_(offices),
        s.university_id.in_(offices),
        literal(is_system_administrator(me, None)),
    )
    theirs: ColumnElement[bool] = added.secondment.has(and_(concerned, s.applicant_id != me.id))
    return theirs


VISIBLE: dict[str, Callable[[Any, Person], ColumnElement[bool]]] = {
    "added_company": visible_companies,
    "organisation": visible_organisations,
    "person": visible_people,
    "secondment": visible_secondments,
}


def visible(model: type[Any], reader: Person) -> ColumnElement[bool]:
    """The rows of `model` that `reader` may see, as a WHERE clause."""
    return VISIBLE[model.__tablename__](model, reader)


def can_see(reader: Person, s: Secondment) -> bool:
    """The same rule on one loaded secondment; a test holds the two equal."""
    if is_applicant(reader, s) or reader.is_calendar:
        return True
    if str(s.state) != "draft" and is_on_the_home_side(reader, s):
        return True
    return s.company_told_at is not None and is_on_the_company_side(reader, s)
