"""Special conditions: clauses in the parties’ own words, worded, agreed, cleared or dropped."""

import uuid
from dataclasses import dataclass

from secondments import clock, policy
from secondments.errors import InvalidInput, NotFound, NotPossibleNow
from secondments.negotiation import reopening
from secondments.negotiation.service import settle
from secondments.people.models import Person
from secondments.secondment import standing
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Side
from secondments.secondment.term_models import Special, SpecialText
from secondments.use_case import use_case

MOST = 20
NOT_THERE = "There is no such special condition."
MEANWHILE = "{who} worded it anew while you were reading. Look at it, then decide."
SAME = "That is the wording already."
YOUR_OWN = "Your own side worded it last: the other side agrees to it, or words it anew."
AGREED_ALREADY = "Both sides have agreed to this wording."
NOT_ALONE = (
    "Both sides have agreed to a wording of this, so neither takes it out alone. Word it anew, and"
    " say why: the other side may then take it out."
)
NOT_AGREED = "Both sides agree to the wording first, then legal clears it."
CLEARED_ALREADY = "It has been cleared."
DROPPED = "It has been taken out."
FULL = f"An agreement has room for {MOST} special conditions. Put two of them into one."


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a side words. `number` is None for a new one; `seen` is the text that was shown."""

    title: str
    text: str
    reason: str | None = None
    number: int | None = None
    seen: int = 0


@use_case("special.word")
def word(
    secondment: Secondment, *, by: Person, wording: Wording, once: uuid.UUID | None = None
) -> int:
    """Propose a special condition, or word one anew. Returns its number.

    What legal had cleared is to be cleared again. Raises NotPossibleNow, InvalidInput.
    """
    LIFECYCLE.require(secondment, "move_term")
    special = _special(secondment, wording.number, wording.seen)
    if special.texts and (special.now.title, special.now.text) == (wording.title, wording.text):
        raise InvalidInput(SAME, fields={"text": SAME})
    special.texts.append(
        SpecialText(
            number=len(special.texts) + 1,
            side=Side(policy.side_at_the_table(by, secondment)),
            title=wording.title,
            text=wording.text,
            reason=wording.reason or None,
            person_id=by.id,
            person=by,
            at=clock.now(),
            agreed_at=None,
            agreed_by_id=None,
        )
    )
    special.cleared_at = special.cleared_by_id = special.cleared_by = None
    settle(secondment)
    return special.number


def _special(s: Secondment, number: int | None, seen: int) -> Special:
    if number is not None:
        return _unmoved(find(s, number), seen)
    if len(s.special_conditions) >= MOST:
        raise InvalidInput(FULL)
    # Before it has a text nothing may ask for one: it joins the case last.
    made = Special(number=len(s.specials) + 1, dropped_at=None, cleared_at=None, texts=[])
    s.specials.append(made)
    return made


def find(s: Secondment, number: int) -> Special:
    """Raises NotFound."""
    found = next((each for each in s.specials if each.number == number), None)
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def _unmoved(special: Special, seen: int) -> Special:
    if not special.stands:
        raise NotPossibleNow(DROPPED)
    if special.now.number != seen:
        raise NotPossibleNow(MEANWHILE.format(who=special.now.person.name))
    return special


@use_case("special.agree")
def agree(
    secondment: Secondment, *, by: Person, number: int, seen: int, once: uuid.UUID | None = None
) -> None:
    """Agree to the other side’s wording; who approved for the company’s legal decides again."""
    LIFECYCLE.require(secondment, "move_term")
    special = _unmoved(find(secondment, number), seen)
    if special.is_agreed:
        raise NotPossibleNow(AGREED_ALREADY)
    if special.now.side == policy.side_at_the_table(by, secondment):
        raise NotPossibleNow(YOUR_OWN)
    special.now.agreed_at, special.now.agreed_by_id = clock.now(), by.id
    special.now.agreed_by = by
    secondment.revision += 1
    standing.end(secondment, reopening.BY_A_SPECIAL)
    settle(secondment)


@use_case("special.drop")
def drop(
    secondment: Secondment, *, by: Person, number: int, seen: int, once: uuid.UUID | None = None
) -> None:
    """Take it out, before both have agreed to a wording; after that only what the other words anew.

    The other side’s proposal is taken out by refusing it, which is the same.
    """
    LIFECYCLE.require(secondment, "move_term")
    special = _unmoved(find(secondment, number), seen)
    if why := why_not_drop(special, policy.side_at_the_table(by, secondment)):
        raise NotPossibleNow(why)
    if special.was_agreed:
        secondment.revision += 1
        standing.end(secondment, reopening.BY_A_SPECIAL)
    special.dropped_at, special.dropped_by_id = clock.now(), by.id
    settle(secondment)


def why_not_drop(special: Special, side: str) -> str | None:
    """What was once agreed goes only by both: one side words it anew, the other takes it out."""
    alone = special.is_agreed or (special.was_agreed and special.now.side == side)
    return NOT_ALONE if alone else None


@use_case("special.clear")
def clear(
    secondment: Secondment, *, by: Person, number: int, seen: int, once: uuid.UUID | None = None
) -> None:
    """Legal says that it may stand in the contract."""
    LIFECYCLE.fire(secondment, "clear_special")
    special = _unmoved(find(secondment, number), seen)
    if not special.is_agreed:
        raise NotPossibleNow(NOT_AGREED)
    if special.cleared_at is not None:
        raise NotPossibleNow(CLEARED_ALREADY)
    special.cleared_at, special.cleared_by_id, special.cleared_by = clock.now(), by.id, by
