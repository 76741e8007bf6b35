"""Acts that change the course of a case: what each asks, what ends by it, how it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from secondments import clock, policy, words
from secondments.errors import NotPossibleNow
from secondments.secondment import appeals, approvals_page, drafts, service
from secondments.secondment.act_forms import (
    AppealDecisionForm,
    AppealForm,
    EndEarlyForm,
    RecallForm,
    ReopenForm,
    TwoSteps,
    WithdrawForm,
)
from secondments.secondment.approvals_page import Past
from secondments.secondment.choices import (
    APPEAL_OUTCOMES,
    END_REASONS,
    WITHDRAW_REASONS,
    reason_words,
)
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.proposal_page import version_words

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Deed:
    """One act with a page of its own, at /secondments/<ref>/<code>."""

    code: str
    action: str
    move: str
    form: type[TwoSteps]
    title: str
    follows: Sequence[str]  # what follows, sentence by sentence
    button: str
    done: str
    do: Callable[..., Any]
    rows: Callable[[Any], Rows] = lambda _form: ()
    kind: str = "warning"
    ignoring: str = ""  # the guard that the form itself answers


@dataclass(frozen=True)
class ActPage:
    heading: Heading
    deed: Deed
    form: TwoSteps
    title: str
    href: str
    back: str
    check_rows: Rows
    before: Sequence[Past]  # what was said that this answers

    @property
    def check_title(self) -> str:
        return f"Check, then {self.deed.button[:1].lower()}{self.deed.button[1:]}"

    @property
    def button(self) -> str:
        return self.deed.button

    @property
    def kind(self) -> str:
        return self.deed.kind

    @property
    def first_button(self) -> str:
        """The button of the first page: the act itself, where nothing is looked at once more."""
        if not self.form.binds:
            return self.deed.button
        return f"Check, then {self.deed.button[:1].lower()}{self.deed.button[1:]}"

    @property
    def first_kind(self) -> str:
        return "secondary" if self.form.binds else self.deed.kind


def _withdraw(s: Secondment, by: Person, form: WithdrawForm) -> None:
    service.withdraw(
        s,
        by=by,
        revision=form.revision.data,
        reason=form.reason.data,
        message=form.message.data or None,
        once=form.once.data,
    )


def _recall(s: Secondment, by: Person, form: RecallForm) -> None:
    drafts.recall(s, by=by, revision=form.revision.data, once=form.once.data)


def _end_early(s: Secondment, by: Person, form: EndEarlyForm) -> None:
    service.end_early(
        s,
        by=by,
        on=form.on.data,
        reason=form.reason.data,
        message=form.message.data,
        once=form.once.data,
    )


def _reopen(s: Secondment, by: Person, form: ReopenForm) -> None:
    service.reopen(s, by=by, message=form.message.data, once=form.once.data)


def _appeal(s: Secondment, by: Person, form: AppealForm) -> None:
    said, key = form.message.data, form.once.data
    appeals.appeal(s, by=by, revision=form.revision.data, message=said, once=key)


def _decide_appeal(s: Secondment, by: Person, form: AppealDecisionForm) -> None:
    appeals.decide(
        s,
        by=by,
        revision=form.revision.data,
        allowed=form.outcome.data == "allowed",
        message=form.message.data,
        once=form.once.data,
    )


def _said(form: Any, reasons: Mapping[str, str]) -> Rows:
    said = [("Reason", reason_words(form.reason.data, reasons))]
    return [*said, ("In your words", form.message.data)] if form.message.data else said


DEEDS = {
    deed.code: deed
    for deed in (
        Deed(
            code="withdraw",
            action="secondment.withdraw",
            move="withdraw",
            form=WithdrawForm,
            title="Withdraw this proposal",
            follows=(
                "This ends the proposal for good. Everyone who was asked is told.",
                "A contract that is out for signature becomes void.",
                "What was written stays in the record.",
            ),
            button="Withdraw this proposal",
            done="Withdrawn. Everyone who was asked is told.",
            do=_withdraw,
            rows=lambda form: _said(form, WITHDRAW_REASONS),
        ),
        Deed(
            code="recall",
            action="secondment.recall",
            move="recall",
            form=RecallForm,
            title="Take the proposal back to a draft",
            follows=(
                "Nobody has decided yet. Those who were asked are told that it is a draft again.",
                "You can change it and send it again. Notice counts anew if you change the dates.",
            ),
            button="Take it back",
            done="It is a draft again. Only you can see it.",
            do=_recall,
            kind="",
        ),
        Deed(
            code="end-early",
            action="secondment.end_early",
            move="end_early",
            form=EndEarlyForm,
            title="End this secondment early",
            follows=(
                "This ends a signed secondment before its last day. Everyone concerned is told.",
                "The agreement says how much notice is due and what is still paid.",
            ),
            button="End it early",
            done="Ended early. Everyone concerned is told.",
            do=_end_early,
            rows=lambda form: [("Last day", words.day(form.on.data)), *_said(form, END_REASONS)],
            ignoring="end_day",
        ),
        Deed(
            code="reopen",
            action="secondment.reopen",
            move="reopen",
            form=ReopenForm,
            title="Reopen this secondment",
            follows=(
                "It goes back to the applicant, who can change it and send it again.",
                "Everyone decides again. What was decided before stays in the record.",
            ),
            button="Reopen it",
            done="Reopened. The applicant is told.",
            do=_reopen,
            rows=lambda form: [("Message to the applicant", form.message.data)],
            kind="",
        ),
        Deed(
            code="appeal",
            action="secondment.appeal",
            move="appeal",
            form=AppealForm,
            title="Appeal against the decision",
            follows=(
                "Someone in the contracts office who had no part in the decision looks at it.",
                "If the appeal is allowed, the step that declined it is decided again; the other"
                " approvals and the day you first sent it stand.",
                "There is one appeal. Its outcome comes to you by letter.",
            ),
            button="Send the appeal",
            done="Sent. The contracts office has been asked to decide on it.",
            do=_appeal,
            rows=lambda form: [("In your words", form.message.data)],
            kind="",
        ),
        Deed(
            code="decide-appeal",
            action="secondment.decide_appeal",
            move="uphold",
            form=AppealDecisionForm,
            title="Decide on the appeal",
            follows=(
                "Allowed: the step that declined it is decided again; the other approvals stand.",
                "Upheld: it stays declined, for good. The applicant is told either way.",
            ),
            button="Give this decision",
            done="Your decision is recorded. The applicant is told.",
            do=_decide_appeal,
            rows=lambda form: [
                ("Decision", APPEAL_OUTCOMES[form.outcome.data]),
                ("In your words", form.message.data),
            ],
            kind="",
        ),
    )
}


def form_of(s: Secondment, deed: Deed) -> TwoSteps:
    form = deed.form(revision=s.revision)
    if isinstance(form, WithdrawForm):
        form.reason.options = s.rules.employer.reasons_to("withdraw")
    if isinstance(form, EndEarlyForm) and s.proposal.ends_on:
        form.first, form.last = clock.today(s.zone), s.proposal.ends_on - timedelta(days=1)
    return form


def page(s: Secondment, deed: Deed, form: TwoSteps, *, reader: Person) -> ActPage:
    """Raises NotAllowed for whom it is not, NotPossibleNow with what is in the way."""
    policy.require(reader, deed.action, s)
    reasons = [b for b in LIFECYCLE.why_not(s, deed.move) if b.code != deed.ignoring]
    if reasons:
        raise NotPossibleNow(*reasons)
    top = heading(s, reader=reader)
    return ActPage(
        heading=top,
        deed=deed,
        form=form,
        title=deed.title,
        href=path(s, deed.code),
        back=path(s),
        check_rows=_check_rows(s, top, deed, form),
        before=approvals_page.refusal_of(s, top.reader) if "appeal" in deed.code else (),
    )


def _check_rows(s: Secondment, top: Heading, deed: Deed, form: TwoSteps) -> Rows:
    whose = (("Secondment", f"{s.applicant.name}, {top.title}"), ("Time", top.time))
    versions = (("Proposal", version_words(s)),)
    answered = deed.rows(form) if form.is_submitted() and not form.errors else ()
    return [*whose, *versions, *answered]
