"""Which part somebody has by covering for a person who is away: decisions, and what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secondments.policy.standing import (
    ADMINISTRATOR,
    APPLICANT_ROLES,
    COMPANY_ROLES,
    EMPLOYER_ROLES,
    NAMES,
    OFFICE,
    SIGNATORY,
    Held,
    belongs_to_the_company,
    belongs_to_the_home_side,
    has_a_role_at_home,
    has_voted,
    held_by,
    holds,
    holds_by,
    is_applicant,
    is_named,
    works_at,
)

if TYPE_CHECKING:
    from secondments.people.models import Cover, Person
    from secondments.secondment.models import Secondment
    from secondments.secondment.pathways import StepRule

COVER_ENDED = "You decided here for {name}, and that has ended. Nothing was recorded."
# Decisions can be covered; running the contracts, signing and one's own proposal cannot.
NOT_COVERED = APPLICANT_ROLES | {OFFICE, SIGNATORY, ADMINISTRATOR}


def covered_by(cover: Cover) -> Held:
    """The roles of the absent person that this cover gives, whatever the day."""
    mine = (cover.organisation_id, cover.role)
    return {
        (at, role)
        for at, role in held_by(cover.person)
        if role not in NOT_COVERED and (cover.role is None or (at, role) == mine)
    }


def names_covered(cover: Cover) -> list[str]:
    """As holder of which roles of NAMES somebody is covered."""
    return [role for role in NAMES if cover.role in {None, role}]


def is_on_the_home_side(person: Person, s: Secondment) -> bool:
    """By a part of one's own, or by covering for somebody who has one."""
    return belongs_to_the_home_side(person, s) or (
        not belongs_to_the_company(person, s)
        and any(_covers_at_home(cover, s) for cover in _readable_covers(person, s))
    )


def is_on_the_company_side(person: Person, s: Secondment) -> bool:
    return belongs_to_the_company(person, s) or (
        not belongs_to_the_home_side(person, s)
        and any(_covers_at_company(cover, s) for cover in _readable_covers(person, s))
    )


def is_on_both_sides(person: Person, s: Secondment) -> bool:
    return is_on_the_home_side(person, s) and is_on_the_company_side(person, s)


def _readable_covers(person: Person, s: Secondment) -> list[Cover]:
    return [c for c in person.covering if c.is_readable and c.secondment_id in {None, s.id}]


def _covers_at_home(cover: Cover, s: Secondment) -> bool:
    is_there = cover.organisation_id in {None, s.employer_id}
    is_theirs = is_there and is_named(cover.person_id, names_covered(cover), s)
    return is_theirs or has_a_role_at_home(covered_by(cover), s, EMPLOYER_ROLES)


def _covers_at_company(cover: Cover, s: Secondment) -> bool:
    return any(at == s.company_id and role in COMPANY_ROLES for at, role in covered_by(cover))


def can_take(person: Person, s: Secondment, rule: StepRule) -> bool:
    """Whether this step is this person's, by a right of their own or for somebody away."""
    return holds(person, s, rule) or cover_used(person, s, rule) is not None


def cover_used(person: Person, s: Secondment, rule: StepRule) -> Cover | None:
    """By which cover they take this step today, when they do not hold it: never a cover's cover.

    Nobody covers in a case of their own, nor for both sides of it (R4).
    """
    return next((c for c in person.covering if c.is_live and _gives(c, s, rule)), None)


def stands_in_for(person: Person, s: Secondment, rule: StepRule) -> Person | None:
    """Who is away and has this step."""
    used = cover_used(person, s, rule)
    return used.person if used else None


def covers_any(person: Person, absent: set[Any], s: Secondment, rule: StepRule) -> bool:
    """Whether they decide for one of these people on this case today, in what this step is."""
    live = [c for c in _readable_covers(person, s) if c.is_live and c.person_id in absent]
    found = any(c.role in {None, *rule.roles} for c in live)
    return found and not (is_applicant(person, s) or is_on_both_sides(person, s))


def cover_has_ended(person: Person, s: Secondment) -> str | None:
    """The sentence for who could have decided until lately."""
    for cover in person.covering:
        if not cover.is_live and any(_gives(cover, s, rule) for rule in s.open_rules):
            return COVER_ENDED.format(name=cover.person.name)
    return None


def _gives(cover: Cover, s: Secondment, rule: StepRule) -> bool:
    """Whether a cover is for this step of this case, whatever the day."""
    person, place = cover.cover, getattr(s, f"{rule.at}_id")
    other_side = is_on_the_company_side if rule.side == "home" else is_on_the_home_side
    if cover.secondment_id not in {None, s.id} or is_applicant(person, s) or other_side(person, s):
        return False
    if holds(person, s, rule) or has_voted(person, s, rule):
        return False
    held: set[Any] = {role for at, role in covered_by(cover) if at == place}
    return (cover.by_office or works_at(person, place)) and holds_by(held, cover.person, s, rule)
