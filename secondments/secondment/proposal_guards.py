"""The guards of sending a proposal: whether everything in it is said, and declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments.errors import Blocker
from secondments.secondment.company_guards import the_company_is_confirmed
from secondments.secondment.credit import the_credit_is_possible
from secondments.secondment.required import REQUIRED, is_asked, is_missing
from secondments.secondment.safeguards import SAFE

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment


def every_answer_is_given(s: Secondment) -> Blocker | None:
    p, asks = s.proposal, s.pathway.asks
    left, given = s.left_to_the_office, {n: getattr(p, n) for n in REQUIRED}
    asked = {n: words for n, words in REQUIRED.items() if asks(n) and is_asked(n, given)}
    missing = [w for n, w in asked.items() if n not in left and is_missing(n, given[n])]
    if s.company_id is None and not left:
        missing.insert(0, "the company")
    if not missing:
        return None
    return Blocker(
        "answers",
        "The proposal still needs {missing}.",
        who="applicant",
        fix="proposal",
        values={"missing": ", ".join(missing)},
    )


def it_was_discussed(s: Secondment) -> Blocker | None:
    if s.proposal.discussed or not s.pathway.asks("discussed"):
        return None
    sentence = "Talk to those who supervise your training first, and say so."
    return Blocker("discussed", sentence, who="applicant", fix="proposal")


def declarations_are_made(s: Secondment) -> Blocker | None:
    if s.proposal.declared_at:
        return None
    return Blocker(
        "declared", "Confirm the declarations before you send it.", who="applicant", fix="proposal"
    )


SAID = (
    every_answer_is_given,
    the_company_is_confirmed,
    it_was_discussed,
    the_credit_is_possible,
    *SAFE,
)
