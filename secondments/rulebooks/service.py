"""Changing the rules of an organisation: always a new version."""

import uuid

from secondments import clock
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Kind, Organisation, Person
from secondments.rulebooks import queries
from secondments.secondment.rule_models import RuleVersion
from secondments.secondment.rulebook import Rulebook
from secondments.use_case import use_case

HAVE_RULES = frozenset({Kind.TRAINING_BODY, Kind.EMPLOYER, Kind.UNIVERSITY})
CHANGED_MEANWHILE = (
    "Somebody else changed these rules while you were looking at them. Open the page again: it"
    " shows the newest."
)
NOTHING_NEW = "You have changed nothing: these are the rules as they are"
NO_RULES = "A company sets no rules of this kind."


@use_case("rulebook.change")
def change(
    organisation: Organisation,
    *,
    by: Person,
    seen: int,
    book: Rulebook,
    once: uuid.UUID | None = None,
) -> int:
    """The number of the new version. `seen` is that of the one that was looked at, 0 for none.

    Proposals that were sent keep the version they were sent under; drafts follow the newest.
    Raises NotPossibleNow, InvalidInput.
    """
    if organisation.kind not in HAVE_RULES:
        raise NotPossibleNow(NO_RULES)
    before = next(iter(queries.versions(organisation)), None)
    newest = before.number if before else 0
    if newest != seen:
        raise NotPossibleNow(CHANGED_MEANWHILE)
    if book.as_kept() == (before.rulebook if before else Rulebook()).as_kept():
        raise InvalidInput(NOTHING_NEW)
    made = RuleVersion(organisation_id=organisation.id, number=newest + 1, book=book.as_kept())
    made.by_id, made.at = by.id, clock.now()
    db.session.add(made)
    return made.number
