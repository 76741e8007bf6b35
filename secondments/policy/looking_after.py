"""Who looks after the people of an organisation: adds them, gives roles, helps them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secondments.policy.standing import ADMINISTRATOR, CONFIRM_JOINERS, RUN_PEOPLE, roles_at

if TYPE_CHECKING:
    from secondments.access.models import AccountRecovery
    from secondments.people.joining_models import JoinRequest
    from secondments.people.models import Membership, Person
    from secondments.people.service import Appointment


def administers(person: Person) -> bool:
    return ADMINISTRATOR in person.roles_at(None)


def runs_people(person: Person, _record: Any) -> bool:
    return administers(person) or bool(looks_after(person))


def runs_roles_there(person: Person, given: Appointment | Membership) -> bool:
    """Never one's own: an administrator who took the office's role would read cases (R13)."""
    is_theirs = given.organisation_id is not None and given.organisation_id in looks_after(person)
    return given.person_id != person.id and (is_theirs or administers(person))


def may_let_go(person: Person, other: Person) -> bool:
    """Who looks after every organisation where the other has a role."""
    held = {m.organisation_id for m in other.memberships if m.is_live}
    theirs = bool(held) and held <= looks_after(person)
    return other.id != person.id and (theirs or administers(person))


def looks_after(person: Person) -> set[Any]:
    """Where they add people and give roles, as contracts office or a company’s administrator."""
    return {m.organisation_id for m in person.memberships if m.role in RUN_PEOPLE and m.is_live}


def may_help_in(person: Person, other: Person) -> bool:
    """Invite again or start a recovery: for people with a role where they look after people."""
    theirs = looks_after(person) & other.organisation_ids
    runs_it = administers(person) or person.is_calendar
    return other.id != person.id and (bool(theirs) or runs_it)


def may_confirm_recovery(person: Person, asked: AccountRecovery) -> bool:
    """Never one's own."""
    return administers(person) and person.id != asked.person_id


def may_confirm_joiner(person: Person, asked: JoinRequest) -> bool:
    """Never for oneself."""
    held = CONFIRM_JOINERS & roles_at(person, asked.organisation_id)
    return person.id != asked.person_id and (bool(held) or administers(person))


def confirms_anywhere(person: Person, _record: Any) -> bool:
    held = {m.role for m in person.memberships if m.is_live}
    return bool(held & {*CONFIRM_JOINERS, ADMINISTRATOR})


def may_stop_recovery(person: Person, asked: AccountRecovery) -> bool:
    return person.id == asked.person_id or may_help_in(person, asked.person)
