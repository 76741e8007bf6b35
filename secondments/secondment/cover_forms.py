"""The forms with which cover for an absence is arranged."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from secondments.forms import Choice, Day, Email, Form
from secondments.people import queries as people
from secondments.people.models import Person, Role
from secondments.people.roles import ROLE_WORDS
from secondments.secondment.covers import Away

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

EVERYTHING, ROLE, CASE = "everything", "role", "case"
UNKNOWN = "Nobody here has this address"


class CoverForm(Form):
    """The days; who is away, who covers and what is covered come from its children."""

    scope = Choice("What is covered?", sentence="Choose what is covered")
    from_on = Day("First day away", hint="From that morning on. For example, 12 4 2027")
    until_on = Day("First day back", hint="The cover ends by itself as that day begins.")

    def offer(self, away: Person, cases: Sequence[Secondment] = ()) -> None:
        """What of theirs can be covered: everything, each role, or one case."""
        self.away_person, self.cases = away, {s.ref: s for s in cases}
        held = [m for m in away.memberships if m.is_live and m.organisation is not None]
        self.roles = {f"{ROLE}:{m.id}": m for m in held if str(m.role) in DECIDING}
        roles = {
            code: f"What they decide as {ROLE_WORDS[m.role].lower()}, {m.organisation.name}"
            for code, m in self.roles.items()
            if m.organisation
        }
        of_cases = {
            f"{CASE}:{s.ref}": f"{s.ref} alone, the proposal of {s.applicant.name}" for s in cases
        }
        self.scope.options = {EVERYTHING: "Every decision"} | roles | of_cases

    def _what(self) -> dict[str, Any]:
        if held := self.roles.get(self.scope.data):
            return {"role": held.role, "organisation": held.organisation}
        ref = self.scope.data.removeprefix(f"{CASE}:")
        return {"secondment": self.cases.get(ref)}

    def _away(self, covering: Person | None) -> Away:
        days = (self.from_on.data, self.until_on.data)
        return Away(self.away_person, covering, *days, **self._what())


DECIDING = {str(role) for role in Role} - {
    str(role)
    for role in (Role.TRAINEE, Role.CONTRACTS_OFFICE, Role.SIGNATORY, Role.SYSTEM_ADMINISTRATOR)
}


class OwnCover(CoverForm):
    cover = Choice("Who decides while you are away?", sentence="Choose who decides")

    def away(self) -> Away:
        return self._away(people.get_person(uuid.UUID(self.cover.data)))


class OthersCover(CoverForm):
    cover = Email("Email address of who decides meanwhile")

    def away(self) -> Away:
        """Raises InvalidInput, as the service does for somebody who may not cover."""
        return self._away(people.by_email(self.cover.data))


class CaseCover(OthersCover):
    person = Choice("Who is away?", sentence="Choose who is away")

    def away(self) -> Away:
        self.away_person = people.get_person(uuid.UUID(self.person.data))
        return super().away()


class EndCover(Form):
    """A button."""
