"""What an organisation’s own policy allows: set by its legal, each change kept."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from secondments import clock
from secondments.catalogue import kinds
from secondments.catalogue.kinds import Parameter
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import InvalidInput, NotFound
from secondments.extensions import db
from secondments.negotiation import limits, queries
from secondments.negotiation.models import PolicyLimit
from secondments.people.models import Organisation, Person
from secondments.use_case import use_case

NO_SUCH_TERM = "There is no such term that a policy could limit."
CROSSED = "The most has to be at least as much as the least"
OUT_OF_REACH = "What may be agreed at all is {reach}"
NOTHING_ALLOWED = "Allow at least one answer, or all of them for no limit"


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """What is allowed: ends of a number, or choices; nothing for no limit at all."""

    least: Decimal | None = None
    most: Decimal | None = None
    choices: Sequence[Any] | None = None

    @property
    def says_nothing(self) -> bool:
        return self.least is None and self.most is None and self.choices is None


def parameter(name: str) -> Parameter:
    """Raises NotFound."""
    found = PARAMETERS.get(name)
    if found is None or not limits.can_be_limited(found):
        raise NotFound(NO_SUCH_TERM)
    return found


@use_case("limits.change")
def change(
    organisation: Organisation,
    *,
    by: Person,
    name: str,
    allowed: Allowed,
    once: uuid.UUID | None = None,
) -> None:
    """Set what is allowed of one term from now on; what was agreed before stays agreed."""
    _refuse_nonsense(parameter(name), allowed)
    before = queries.limits_of(organisation.id)[organisation.id].get(name)
    if before is not None:
        before.ended_at = clock.now()
        # flush: only one may stand for a term, so the old one goes first.
        db.session.flush()
    if allowed.says_nothing:
        return
    db.session.add(
        PolicyLimit(
            organisation_id=organisation.id,
            parameter=name,
            least=allowed.least,
            most=allowed.most,
            allowed=list(allowed.choices) if allowed.choices is not None else None,
            set_by_id=by.id,
            set_at=clock.now(),
        )
    )


def _refuse_nonsense(of: Parameter, allowed: Allowed) -> None:
    least, most = allowed.least, allowed.most
    if allowed.choices is not None and not allowed.choices:
        raise InvalidInput(NOTHING_ALLOWED, fields={"allowed": NOTHING_ALLOWED})
    if least is not None and most is not None and least > most:
        raise InvalidInput(CROSSED, fields={"most": CROSSED})
    if not isinstance(of, kinds.Whole | kinds.Amount):
        return
    for field, end in (("least", least), ("most", most)):
        if end is not None and not of.least <= end <= of.most:
            sentence = OUT_OF_REACH.format(reach=of.reach)
            raise InvalidInput(sentence, fields={field: sentence})
