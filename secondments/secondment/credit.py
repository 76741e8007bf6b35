"""What may count towards training: the guard of a claim, and when training is completed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments import clock
from secondments.errors import Blocker
from secondments.secondment.choices import CREDITABLE, OutOfProgramme

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment


def the_credit_is_possible(s: Secondment) -> Blocker | None:
    p, sentence = s.proposal, ""
    if p.claim_credit and p.oop_category and p.oop_category not in CREDITABLE:
        sentence = "Only time out for training or research (OOPT, OOPR) can count towards training."
    elif p.claim_credit is False and p.oop_category is OutOfProgramme.OOPT:
        sentence = "Time out for training (OOPT) counts towards training: say how many months."
    elif p.claim_credit and p.credit_months is None:
        sentence = "Say how many months are to count towards your training."
    elif p.claim_credit and p.starts_on and p.ends_on:
        months = clock.months_between(p.starts_on, p.ends_on)
        if p.credit_months and p.credit_months > months:
            sentence = "More months are to count towards your training than you are away."
    return Blocker("credit", sentence, who="applicant", fix="proposal") if sentence else None
