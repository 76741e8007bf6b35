"""Every question of a case, and the answers to them in plain values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from secondments.secondment import question, questions_of_it, questions_of_terms, questions_of_you
from secondments.secondment.choices import VatTreatment
from secondments.secondment.question import Audience, Names, Question, is_blank
from secondments.secondment.questions_of_company import OF_THE_COMPANY
from secondments.secondment.required import is_asked
from secondments.secondment.sections import Section

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

__all__ = ["PROPOSAL", "Audience", "Names", "Question", "is_blank"]

PROPOSAL: Mapping[str, Question] = {
    each.name: each
    for each in (
        *questions_of_you.ABOUT_YOU,
        *questions_of_you.TRAINING_OR_POST,
        *questions_of_you.EMPLOYMENT,
        *questions_of_it.THE_SECONDMENT,
        *questions_of_terms.TERMS,
        *questions_of_terms.SAFEGUARDS,
    )
}
COMPANY = {each.name: each for each in OF_THE_COMPANY}
# What the employer says about the charge; no part of the proposal.
CHARGE = {
    each.name: each
    for each in (
        Question("charge_months", "Months charged", "money", question.number),
        Question("vat_treatment", "VAT treatment", "money", question.choice(VatTreatment)),
        Question(
            "hides_rates", "Rates kept from the company", "money", question.yes_or_no, Audience.HOME
        ),
    )
}
BY_TABLE: Mapping[str, Mapping[str, Question]] = {
    "secondment": {"company_id": PROPOSAL["company_id"], **CHARGE},
    "proposal": PROPOSAL,
    "company_answers": COMPANY,
}


def asked_of(s: Secondment) -> list[Question]:
    """The questions that the pathway of the case asks."""
    asks = s.pathway.asks
    return [question for question in PROPOSAL.values() if asks(question.name)]


def asked_in(s: Secondment, section: Section) -> list[Question]:
    """The questions of a section that the pathway of the case asks."""
    asked = [q for q in asked_of(s) if q.section == section.code]
    return [q for q in asked if q.name not in s.left_to_the_office]


def plain(value: Any) -> Any:
    """An answer as plain JSON: the same for the same answer, wherever it was read from."""
    if value is None or isinstance(value, bool | int | list):
        return value
    # 1.000 as the database keeps it and 1 as it was typed are one share.
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def answers_of(s: Secondment) -> dict[str, Any]:
    """The whole proposal as it stands, in plain JSON values."""
    return {
        name: plain(getattr(s if name == "company_id" else s.proposal, name)) for name in PROPOSAL
    }


def company_answers_of(s: Secondment) -> dict[str, Any]:
    """What the company has said, in plain JSON values."""
    given = s.company_answers
    return {name: plain(getattr(given, name)) if given else None for name in COMPANY}


def asked(one: Question, given: Mapping[str, Any]) -> bool:
    """Whether the other answers leave room for this one."""
    return is_asked(one.name, given)


def ids_in(answers: Mapping[str, Any]) -> set[str]:
    """The persons and organisations that answers name."""
    return {str(v) for name, v in answers.items() if name.endswith("_id") and not is_blank(v)}


def said(one: Question, value: Any, names: Names) -> str:
    """An answer in words; nothing for none."""
    return "" if is_blank(value) else one.say(value, names)
