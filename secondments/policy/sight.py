"""Which rows a reader may see: one WHERE clause for lists, counts, exports and single loads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, literal, or_, true

from secondments.policy.parts import (
    COMPANY_ROLES,
    EMPLOYER_ROLES,
    EMPLOYER_STEPS,
    TRAINING_ROLES,
    TRAINING_STEPS,
    is_applicant,
    is_on_the_company_side,
    is_on_the_home_side,
    is_system_administrator,
    offices_of,
    works_in_an_office,
)

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment


def secondments_seen(s: Any, me: Person) -> list[ColumnElement[bool]]:
    """The ways to see a secondment: lists take each by its own index, the rest any of them.

    A draft to its applicant; the rest to the home side; to a company once it was told.
    """
    held = {(m.organisation_id, str(m.role)) for m in me.memberships if m.is_live}
    is_sent = s.state != "draft"
    return [
        s.applicant_id == me.id,
        *(and_(part, is_sent) for part in home_parts(s, me, EMPLOYER_ROLES)),
        *(
            and_(s.company_id == organisation, s.company_told_at.is_not(None))
            for organisation in {o for o, role in held if role in COMPANY_ROLES}
        ),
        *([true()] if me.is_calendar else []),
    ]


def home_parts(s: Any, me: Person, employer_roles: set[str]) -> Iterator[ColumnElement[bool]]:
    """The ways of parts.has_a_part_at_home; a test holds the two equal."""
    held = {(m.organisation_id, str(m.role)) for m in me.memberships if m.is_live}
    yield s.proposal.has(supervisor_id=me.id)
    yield s.proposal.has(line_manager_id=me.id)
    yield from _at(s.employer_id, held, employer_roles, EMPLOYER_STEPS, s)
    yield from _at(s.university_id, held, employer_roles, EMPLOYER_STEPS, s)
    yield from _at(s.training_body_id, held, TRAINING_ROLES, TRAINING_STEPS, s)


def _at(
    place: Any, held: set[tuple[Any, str]], whole: set[str], steps: set[str], s: Any
) -> Iterator[ColumnElement[bool]]:
    for organisation in {o for o, role in held if role in whole}:
        yield place == organisation
    for organisation, role in {(o, role) for o, role in held if role in steps}:
        yield and_(place == organisation, s.pathway_code.in_(sorted(s.pathways_asking(role))))


def visible_secondments(s: Any, me: Person) -> ColumnElement[bool]:
    return or_(*secondments_seen(s, me))


def visible_organisations(o: Any, me: Person) -> ColumnElement[bool]:
    """To an administrator all; to a contracts office its own, and the companies."""
    return or_(
        o.id.in_(offices_of(me)),
        and_(o.kind == "company", literal(works_in_an_office(me, None))),
        literal(is_system_administrator(me, None)),
    )


def visible_people(p: Any, me: Person) -> ColumnElement[bool]:
    """On the pages of settings: to an administrator all; to an office those with a role there."""
    there = p.memberships.any(
        p.memberships.property.mapper.class_.organisation_id.in_(offices_of(me))
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
