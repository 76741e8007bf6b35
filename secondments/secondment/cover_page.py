"""What the pages about cover show, and their forms for the person at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import clock, policy, words
from secondments.errors import NotAllowed
from secondments.people import queries as people
from secondments.people.roles import ROLE_WORDS
from secondments.secondment import queries
from secondments.secondment.cover_forms import CaseCover, OthersCover, OwnCover
from secondments.secondment.covers import Away

if TYPE_CHECKING:
    import uuid

    from secondments.people.models import Cover, Person
    from secondments.secondment.models import Secondment

NOBODY_AWAY = "Nobody whom you may arrange cover for has to decide on this now."


@dataclass(frozen=True)
class Row:
    """One cover in a list."""

    id: uuid.UUID
    who: str
    scope: str
    days: str
    now: bool


def rows(person: Person) -> tuple[list[Row], list[Row]]:
    """When this person is away, and when they cover for others."""
    found, refs = people.covers_about(person), {}
    if ids := {c.secondment_id for c in found if c.secondment_id}:
        refs = queries.refs(ids)
    mine = [_row(c, c.cover.name, refs) for c in found if c.person_id == person.id]
    others = [_row(c, c.person.name, refs) for c in found if c.cover_id == person.id]
    return mine, others


def _row(cover: Cover, who: str, refs: dict[uuid.UUID, str]) -> Row:
    scope = "Every decision"
    if cover.role and cover.organisation:
        scope = f"{ROLE_WORDS[cover.role]}, {cover.organisation.name}"
    elif cover.secondment_id:
        scope = refs.get(cover.secondment_id, "One secondment")
    days = f"From {words.day(cover.from_on)}, back on {words.day(cover.until_on)}"
    return Row(cover.id, who, scope, days, cover.is_live)


def own_form(reader: Person) -> OwnCover:
    form = OwnCover(from_on=clock.today(words.HOME_ZONE))
    form.offer(reader, queries.deciding(reader))
    form.cover.options = [(str(p.id), p.name) for p in people.colleagues(reader)]
    return form


def others_form(away: Person) -> OthersCover:
    form = OthersCover(from_on=clock.today(words.HOME_ZONE))
    form.offer(away)
    return form


def case_form(s: Secondment, *, reader: Person) -> CaseCover:
    """Raises NotAllowed where there is nobody to arrange it for."""
    form = CaseCover(from_on=clock.today(words.HOME_ZONE))
    able = deciders(s, reader)
    if not able:
        raise NotAllowed(NOBODY_AWAY)
    form.offer(able[0], [s])
    form.scope.options = form.scope.options[-1:]
    form.person.options = [(str(person.id), person.name) for person in able]
    return form


def deciders(s: Secondment, reader: Person) -> Sequence[Person]:
    """Those who have it now, by a right of their own, for whom this reader may arrange cover."""
    today = clock.today(words.HOME_ZONE)
    held = [t.person for t in s.turns if t.duty.startswith("decide_") and not t.on_behalf_of_id]
    others = [person for person in held if person.id != reader.id]
    return [
        person
        for person in others
        if not policy.why_not(
            reader, "people.set_cover", Away(person, None, today, today, secondment=s)
        )
    ]
