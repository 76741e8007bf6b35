"""Whose eyes a page is for: which side they are on and what they may read of a secondment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from secondments import policy
from secondments.secondment import pathways, questions
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.pathways import STEPS, Step, StepRule
from secondments.secondment.questions import Audience, Question

if TYPE_CHECKING:
    from secondments.letters import Letter
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

IN_CONFIDENCE = frozenset(
    {"mentioned", "file_refused"}
)  # letters that name what others must not know
NAMED = ("supervisor_id", "line_manager_id", "company_lead_id")
APPLICANT, HOME, COMPANY = "applicant", "home", "company"


@dataclass(frozen=True)
class Reader:
    """A person on one case. `side` is applicant, home or company: the words of words.state_for.

    `steps` are the steps as the pathway of the case names them.
    """

    person: Person
    side: str
    sees_pay: bool
    sees_rates: bool = True
    sees_training: bool = False
    sees_visa: bool = False
    steps: Mapping[Step, StepRule] = field(default_factory=lambda: STEPS, repr=False)

    @property
    def is_applicant(self) -> bool:
        return self.side == APPLICANT

    @property
    def is_company(self) -> bool:
        return self.side == COMPANY

    def knows_of(self, letter: Letter) -> bool:
        """Whether the letter may be named to this reader: nobody else's about a note or a file.

        Of other letters the home side sees all, a company those to the reader.
        """
        is_open = not (self.is_company or letter.event in IN_CONFIDENCE)
        return is_open or letter.person_id == self.person.id

    def reads(self, question: Question) -> bool:
        return {
            Audience.EVERYONE: True,
            Audience.RATES: self.sees_rates,
            Audience.HOME: not self.is_company,
            Audience.PAY: self.sees_pay,
            Audience.TRAINING: self.sees_training,
            Audience.VISA: self.sees_visa,
        }[question.audience]


def reader_of(person: Person, s: Secondment) -> Reader:
    """Nobody sits on two sides; who would is shown what the home side sees."""
    side = COMPANY
    if policy.is_applicant(person, s):
        side = APPLICANT
    elif policy.is_on_the_home_side(person, s):
        side = HOME
    shows_rates = side != COMPANY or not s.hides_rates
    pay, training = policy.sees_the_salary(person, s), policy.sees_the_training_record(person, s)
    visa = policy.sees_the_visa(person, s)
    steps = pathways.get(s.pathway_code, s.pathway_version).rules
    return Reader(person, side, pay, shows_rates, training, visa, steps)


def is_being_written(s: Secondment) -> bool:
    """Whether the applicant may be changing it at this moment."""
    return LIFECYCLE.can(s, "save")


def proposal_for(reader: Reader, s: Secondment) -> dict[str, Any]:
    """What this reader may read of the proposal, in plain values.

    Its writer sees it as it stands; everyone else sees it as it was last sent, without what
    was not asked then.
    """
    unsent = reader.is_applicant or not s.sent
    whole = questions.answers_of(s) if unsent else {**s.sent[-1].answers, **_named_since(s)}
    asks = s.pathway.asks
    return {
        name: whole[name]
        for name, question in questions.PROPOSAL.items()
        if name in whole and asks(name) and reader.reads(question)
    }


def _named_since(s: Secondment) -> dict[str, str | None]:
    """Who has a part now: another may be named without a new version (R1)."""
    if is_being_written(s):
        return {}
    ids = {name: getattr(s.proposal, name) for name in NAMED}
    return {name: str(one) if one else None for name, one in ids.items()}


def company_answers_for(reader: Reader, s: Secondment) -> dict[str, Any]:
    """What the company has said: both sides read all of it."""
    given = questions.company_answers_of(s)
    return {name: value for name, value in given.items() if reader.reads(questions.COMPANY[name])}
