"""The pages of handing over: another approver or lead, and "this is not mine to decide"."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from secondments import policy, words
from secondments.errors import NotPossibleNow
from secondments.forms import Choice, LongText
from secondments.secondment import reassigning
from secondments.secondment.act_forms import LEAST_SAID, TwoSteps
from secondments.secondment.acts import Deed
from secondments.secondment.reassigning import LEAD, MANAGER

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment
    from secondments.secondment.pathways import StepRule

NOBODY_ELSE = "Nobody else has that role there. Give somebody the role first."
SAY_WHY = "Say why, in 10 characters or more"


class OneStep(TwoSteps):
    """Done at once: it can be done again the other way round."""

    @property
    def binds(self) -> bool:
        return False

    def offer(self, s: Secondment) -> None:
        """What there is to choose from on this case."""


class TakeUpForm(OneStep):
    """A button."""


class NotMineForm(OneStep):
    message = LongText("Why is it not yours?", least=LEAST_SAID, most=1000, sentence=SAY_WHY)


class ReplaceForm(OneStep):
    part = Choice("Whose place do they take?", sentence="Choose whose place they take")
    person = Choice("Who takes over?", sentence="Choose who takes over")
    message = LongText("Why?", least=LEAST_SAID, most=1000, sentence=SAY_WHY)

    def _offer(self, parts: dict[str, str], found: Iterable[Person]) -> None:
        offered = {str(person.id): person.name for person in found}
        if not offered or not parts:
            raise NotPossibleNow(NOBODY_ELSE)
        self.part.options, self.person.options = parts, offered
        if len(parts) == 1:
            self.part.data = next(iter(parts))


class ReplaceApproverForm(ReplaceForm):
    def offer(self, s: Secondment) -> None:
        rules = reassigning.named_rules(s)
        parts = {rule.named: _place_of(s, rule) for rule in rules if rule.named}
        self._offer(parts, (p for rule in rules for p in reassigning.successors(s, rule)))


def _place_of(s: Secondment, rule: StepRule) -> str:
    holder = getattr(s.proposal, rule.named) if rule.named else None
    return f"{holder.name if holder else 'Nobody yet'}, {words.in_a_sentence(rule.label)}"


class ReplaceLeadForm(ReplaceForm):
    def offer(self, s: Secondment) -> None:
        lead, answers = s.proposal.company_lead, s.company_answers
        manager = answers.host_manager if answers else None
        parts = {LEAD: f"{lead.name}, company lead"} if lead else {}
        if manager and manager is not lead:
            parts[MANAGER] = f"{manager.name}, host manager"
        only = lead if len(parts) == 1 else None
        self._offer(parts, (person for person in reassigning.leads(s) if person is not only))


def _not_mine(s: Secondment, by: Person, form: NotMineForm) -> None:
    reassigning.ask_for_another(s, by=by, message=form.message.data, once=form.once.data)


def _replace_approver(s: Secondment, by: Person, form: ReplaceApproverForm) -> None:
    reassigning.replace_approver(
        s,
        by=by,
        part=form.part.data,
        person_id=uuid.UUID(form.person.data),
        message=form.message.data,
        once=form.once.data,
    )


def _replace_lead(s: Secondment, by: Person, form: ReplaceLeadForm) -> None:
    reassigning.replace_lead(
        s,
        by=by,
        part=form.part.data,
        person_id=uuid.UUID(form.person.data),
        message=form.message.data,
        once=form.once.data,
    )


STAYS = "It is no new version: decisions already given stand, and nobody decides again."
TOLD = "Both of them and the applicant get a letter with the reason you give."
DEEDS = {
    deed.code: deed
    for deed in (
        Deed(
            code="not-mine",
            action="secondment.ask_for_another",
            move="ask_for_another",
            form=NotMineForm,
            title="This is not mine to decide",
            follows=(
                "Those who can name somebody else get a letter with what you write.",
                "Until they have, it stays with you.",
            ),
            button="Tell them",
            done="Those who can name somebody else have been told.",
            do=_not_mine,
            kind="",
        ),
        Deed(
            code="replace-approver",
            action="secondment.replace_approver",
            move="replace_approver",
            form=ReplaceApproverForm,
            title="Name another supervisor or line manager",
            follows=(STAYS, TOLD),
            button="Name this person",
            done="Named. Those concerned get a letter.",
            do=_replace_approver,
            kind="",
        ),
        Deed(
            code="replace-lead",
            action="secondment.replace_lead",
            move="replace_lead",
            form=ReplaceLeadForm,
            title="Name another company lead",
            follows=(
                STAYS,
                TOLD,
                "Where one person is both company lead and host manager, both change.",
                "Who signs for the company is not changed by this.",
            ),
            button="Name this person",
            done="Named. Those concerned get a letter.",
            do=_replace_lead,
            kind="",
        ),
    )
}


def form_of(s: Secondment, deed: Deed, *, reader: Person) -> OneStep:
    """Raises NotAllowed before anybody is listed."""
    policy.require(reader, deed.action, s)
    form = deed.form(revision=s.revision)
    assert isinstance(form, OneStep)
    form.offer(s)
    return form
