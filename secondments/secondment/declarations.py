"""What an applicant declares when a proposal is sent: it depends on who they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from secondments.secondment.choices import AcademicAward
from secondments.secondment.your_choices import Profession, Regulator

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

DECLARATION = "2026-2"  # another word in what is declared is another version
DECLARATIONS = {
    "correct": "What I have written is correct and complete.",
    "no_promise": "Sending this is a request. Nobody has promised me the release or the role.",
    "not_before_signed": "I will not start before everyone has signed the agreement.",
    "not_confidential": "I have written and uploaded nothing here that is confidential to anyone.",
    "data": "What I have written may be read by the people who decide, and kept as a record.",
}
OF_DOCTORS = {
    "registration": "I will keep my registration, my licence and my link with my designated body"
    " and responsible officer.",
}
OF_OTHERS_REGISTERED = {"registration": "I will keep my professional registration."}
OF_TRAINEES = {
    "no_promise": "Sending this is a request. Nobody has promised me the time out or the role.",
    "reports": "I will send my annual report and Form R while I am away.",
}
OF_FELLOWS = {
    "award": "I know that my fellowship or lectureship may end because of it.",
}
MAY_END = frozenset({AcademicAward.ACF, AcademicAward.CL})


def declarations_of(s: Secondment) -> Mapping[str, str]:
    """What the applicant of this case declares."""
    return DECLARATIONS | {code: said for part in _parts(s).values() for code, said in part.items()}


def declaration_of(s: Secondment) -> str:
    """The version of what the applicant of this case declares: it names every part of the text."""
    return ", ".join((DECLARATION, *_parts(s)))


def _parts(s: Secondment) -> Mapping[str, Mapping[str, str]]:
    """What is declared beside what everyone declares, under the name of who does."""
    p, found = s.proposal, {}
    if s.pathway.has_training:
        found["trainee"] = OF_TRAINEES
    if p.profession is Profession.DOCTOR:
        found["doctor"] = OF_DOCTORS
    elif p.regulator not in {None, Regulator.NONE}:
        found["registered"] = OF_OTHERS_REGISTERED
    if s.pathway.asks("nihr_award") and p.nihr_award in MAY_END:
        found["fellow"] = OF_FELLOWS
    return found
