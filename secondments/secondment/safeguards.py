"""What patients and the public are protected by: reasons why not, and what to look at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from secondments import words
from secondments.errors import Blocker
from secondments.secondment.its_choices import Country, IndemnityPlan, PatientData
from secondments.secondment.your_choices import (
    NUMBERS,
    Agreed,
    KnownOrNot,
    Profession,
    Regulator,
)

if TYPE_CHECKING:
    from secondments.secondment.models import Proposal, Secondment

VISA_MARGIN = timedelta(days=30)
PROMOTIONAL = (
    "A secondment that promotes products will probably be declined. If you can, take it out of the"
    " role."
)
ABROAD = (
    "For work in another country, permission to work, tax and social security, your cover, and"
    " rules on taking knowledge and data abroad have to be settled before you start."
)
PATIENT_DATA = (
    "A data protection impact assessment (DPIA) is asked for. Add it under “Evidence” when there"
    " is one."
)
NOT_AGREED = "Without your sponsor’s agreement you cannot start, and your visa may be at risk."
VISA_ENDS = "Your visa ends before {day}, 30 days after your last day. It has to be extended."
LOOKS_WRONG = "Numbers of this register usually have {form}. Correct it if it is wrong."
NOT_APPROVED = "Time in a place that the GMC has not approved counts only once it has agreed."
RETURNS_EARLY = "The last day has moved: you return on {day} or later."
NOT_CLEARED = "Where patients are seen, occupational health has to clear you before you start."


def the_work_is_covered(s: Secondment) -> Blocker | None:
    p = s.proposal
    if not (p.clinical_contact and p.indemnity_plan is IndemnityPlan.NONE_NEEDED):
        return None
    sentence = "You will see patients at the company: choose who covers that."
    return Blocker("uncovered", sentence, who="applicant", fix="proposal")


def a_licence_is_held(s: Secondment) -> Blocker | None:
    p = s.proposal
    if not (p.clinical_contact and p.profession is Profession.DOCTOR and p.licence_held is False):
        return None
    sentence = "A doctor who sees patients needs a licence to practise."
    return Blocker("licence", sentence, who="applicant", fix="proposal")


# With the other guards of sending a proposal, in lifecycle.py.
SAFE = (the_work_is_covered, a_licence_is_held)


def cautions(s: Secondment) -> Iterator[tuple[str, str]]:
    """What an applicant should look at again: at which question, and what. It blocks nothing."""
    p = s.proposal
    if p.promotional:
        yield "promotional", PROMOTIONAL
    if p.country is Country.ABROAD:
        yield "country", ABROAD
    if p.patient_data not in {None, PatientData.NONE}:
        yield "patient_data", PATIENT_DATA
    if p.claim_credit and p.site_gmc_approved in {KnownOrNot.NO, KnownOrNot.UNKNOWN}:
        yield "site_gmc_approved", NOT_APPROVED
    if p.clinical_contact and p.oh_clear is False:
        yield "oh_clear", NOT_CLEARED
    if p.return_on and p.ends_on and p.return_on <= p.ends_on:
        day = words.day(p.ends_on + timedelta(days=1))
        yield "return_on", RETURNS_EARLY.format(day=day)
    yield from _of_the_register(p)
    yield from _of_the_visa(p)


def _of_the_register(p: Proposal) -> Iterator[tuple[str, str]]:
    usual = NUMBERS.get(p.regulator or Regulator.NONE)
    if usual and p.registration_number:
        pattern, form = usual
        if not pattern.fullmatch(p.registration_number.replace(" ", "")):
            yield "registration_number", LOOKS_WRONG.format(form=form)


def _of_the_visa(p: Proposal) -> Iterator[tuple[str, str]]:
    if not p.visa_sponsored:
        return
    if p.sponsor_agrees is Agreed.NO:
        yield "sponsor_agrees", NOT_AGREED
    if p.visa_expires_on and p.ends_on and p.visa_expires_on < p.ends_on + VISA_MARGIN:
        yield "visa_expires_on", VISA_ENDS.format(day=words.day(p.ends_on + VISA_MARGIN))
