"""Cover for absence: arranging it and ending it. It is looked at afresh whenever somebody acts."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from secondments import clock, jobs, policy
from secondments.errors import InvalidInput
from secondments.extensions import db
from secondments.people import queries as people
from secondments.people.models import Cover, Kind, Organisation, Person, Role
from secondments.people.queries import SERVICE_ZONE
from secondments.secondment import letters
from secondments.secondment.models import Secondment
from secondments.use_case import use_case

LONGEST = timedelta(days=366)
NOBODY = "Choose who decides while they are away"
ONESELF = "Choose somebody else than the person who is away"
NOT_YOURSELF = "Somebody else has to arrange a cover that you take yourself"
OTHER_SIDE = "{name} is of the other side: nobody decides for a company and for the home side"
NOT_THERE = "{name} has no part at the same organisation. The contracts office may name them"
HAS_LEFT = "{name} is not here any more"
ENDS_FIRST = "The day back has to be after the first day away"
IS_PAST = "The day back is past. Choose one that is still to come"
BEGUN = "The first day away is past. Choose today or a later day"
TOO_EARLY = "The first day away is more than a year ahead. Arrange it nearer the time"
TOO_LONG = "Cover lasts a year at most. Choose an earlier day back"
OVERLAPS = "{name} decides for them in that time already"
NOT_THEIRS = "{name} does not decide there"
IN_THE_CASE = "{name} has a part in this secondment that rules this out"


@dataclass(frozen=True)
class Away:
    """A cover about to be arranged: `until_on` is the day back, which is not covered."""

    person: Person
    cover: Person | None
    from_on: date
    until_on: date
    role: Role | None = None
    organisation: Organisation | None = None
    secondment: Secondment | None = None

    @property
    def scope(self) -> tuple[Role | None, uuid.UUID | None, uuid.UUID | None]:
        at, s = self.organisation, self.secondment
        return self.role, at.id if at else None, s.id if s else None


@use_case("people.set_cover")
def set_cover(away: Away, *, by: Person, once: uuid.UUID | None = None) -> None:
    """Both are told; what waits is given to both as soon as it begins."""
    # One at a time for each person away, so that two at once do not miss each other.
    away_now = db.select(Person.id).where(Person.id == away.person.id)
    db.session.execute(away_now.with_for_update(key_share=True))
    covering = _checked(away, by)
    role, organisation_id, secondment_id = away.scope
    made = Cover(
        id=uuid.uuid4(),
        person_id=away.person.id,
        person=away.person,
        cover_id=covering.id,
        cover=covering,
        from_on=away.from_on,
        until_on=away.until_on,
        role=role,
        organisation_id=organisation_id,
        organisation=away.organisation,
        secondment_id=secondment_id,
        by_office=by.id != away.person.id,
    )
    db.session.add(made)
    # flush: whose turn it is, looked at as this ends, is asked of the database.
    db.session.flush()
    letters.covered(away.secondment, made, "cover_begins")
    jobs.defer("covers.reroute", queueing_lock="covers.reroute")


@use_case("people.end_cover")
def end_cover(cover: Cover, *, by: Person, once: uuid.UUID | None = None) -> None:
    """From now on; one that has not begun never does."""
    cover.until_on = min(cover.until_on, max(cover.from_on, clock.today(cover.zone)))
    letters.covered(None, cover, "cover_ends")
    jobs.defer("covers.reroute", queueing_lock="covers.reroute")


def _checked(away: Away, by: Person) -> Person:
    """Who covers. Raises InvalidInput at the field that is wrong."""
    _check_days(away)
    covering = away.cover
    if covering is None or covering.is_calendar:
        raise _wrong("cover", NOBODY)
    if covering.id == away.person.id:
        raise _wrong("cover", ONESELF)
    if covering.left_at is not None:
        raise _wrong("cover", HAS_LEFT.format(name=covering.name))
    if covering.id == by.id:
        raise _wrong("cover", NOT_YOURSELF)
    if not _is_colleague(covering, away):
        if by.id == away.person.id:
            raise _wrong("cover", NOT_THERE.format(name=covering.name))
        if not (_works_at_home_only(covering) and _works_at_home_only(away.person)):
            raise _wrong("cover", OTHER_SIDE.format(name=covering.name))
    _check_scope(away, covering)
    return covering


def _check_days(away: Away) -> None:
    today = clock.today(SERVICE_ZONE)
    if away.until_on <= away.from_on:
        raise _wrong("until_on", ENDS_FIRST)
    if away.until_on <= today:
        raise _wrong("until_on", IS_PAST)
    if away.from_on < today:
        raise _wrong("from_on", BEGUN)
    if away.from_on - today > LONGEST:
        raise _wrong("from_on", TOO_EARLY)
    if away.until_on - away.from_on > LONGEST:
        raise _wrong("until_on", TOO_LONG)


def _check_scope(away: Away, covering: Person) -> None:
    """The same thing twice, a role that is not theirs, a case that the cover is part of (R4)."""
    s = away.secondment
    if away.role and not away.person.holds(away.role, away.scope[1]):
        raise _wrong("scope", NOT_THEIRS.format(name=away.person.name))
    if s is not None and _is_concerned(covering, away.person, s):
        raise _wrong("cover", IN_THE_CASE.format(name=covering.name))
    for other in people.covers_about(away.person):
        scope = (other.role, other.organisation_id, other.secondment_id)
        overlaps = other.from_on < away.until_on and away.from_on < other.until_on
        if other.person_id == away.person.id and scope == away.scope and overlaps:
            raise _wrong("from_on", OVERLAPS.format(name=other.cover.name))


def _is_colleague(covering: Person, away: Away) -> bool:
    places = [away.organisation.id] if away.organisation else away.person.organisation_ids
    return any(policy.works_at(covering, place) for place in places)


def _works_at_home_only(person: Person) -> bool:
    """Someone with a part at some company would read what is a competitor's business."""
    kinds = {m.organisation.kind for m in person.memberships if m.is_live and m.organisation}
    return bool(kinds) and Kind.COMPANY not in kinds


def _is_concerned(covering: Person, absent: Person, s: Secondment) -> bool:
    """The applicant, or somebody of the other side."""
    is_home = policy.belongs_to_the_home_side(absent, s)
    other = policy.belongs_to_the_company if is_home else policy.belongs_to_the_home_side
    return policy.is_applicant(covering, s) or other(covering, s)


def _wrong(field: str, sentence: str) -> InvalidInput:
    return InvalidInput(sentence, fields={field: sentence})
