"""The questions about terms an applicant wants to raise, about interests and safeguards."""

from typing import Any

from secondments.catalogue.parameters import PARAMETERS
from secondments.secondment import question
from secondments.secondment.interests import in_words
from secondments.secondment.its_choices import DbsLevel, IndemnityPlan
from secondments.secondment.question import Audience, Names, Question, Say

HOME = Audience.HOME
# The terms that may be raised at once -> the parameter whose limits and usual position they have.
RAISED = {
    "ip_model": "ip_model",
    "publication_review_days": "review_days",
    "publication_delay_days": "delay_max",
    "confidentiality_years": "conf_years_after",
    "notice_weeks": "notice_weeks",
    "host_runoff_weeks": "host_runoff_weeks",
    "right_of_return": "right_of_return",
    "no_poach_months": "no_poach_months",
    "thesis_needed": "thesis_allowed",
}


def _position(parameter: str) -> Say:
    """As it would stand in the agreement."""
    return lambda value, _names: _capital(PARAMETERS[parameter].say(value))


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _interests(value: Any, _names: Names) -> str:
    return in_words(value)


TERMS = tuple(
    Question(name, PARAMETERS[parameter].label, "terms", _position(parameter), optional=True)
    for name, parameter in RAISED.items()
)
SAFEGUARDS = (
    Question("has_interests", "Interest in the company", "governance", question.yes_or_no, HOME),
    Question("interests", "Interests", "governance", _interests, HOME, box="-1-kind"),
    Question(
        "tov_consent",
        "Knows that payments may be published",
        "governance",
        question.yes_or_no,
    ),
    Question(
        "procurement_role",
        "Part in buying from the company",
        "governance",
        question.yes_or_no,
        HOME,
    ),
    Question("procurement_safeguard", "How that is kept apart", "governance", question.text, HOME),
    Question("indemnity_plan", "Cover for the work", "governance", question.choice(IndemnityPlan)),
    Question(
        "dbs_level",
        "DBS check",
        "governance",
        question.choice(DbsLevel),
        HOME,
        optional=True,
    ),
    Question(
        "oh_clear",
        "Cleared by occupational health",
        "governance",
        question.yes_or_no,
        HOME,
        optional=True,
    ),
)
