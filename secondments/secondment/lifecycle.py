"""Every state of a secondment, every move between them and every reason why not, on one page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from secondments import clock
from secondments.errors import Blocker
from secondments.lifecycle import Lifecycle, Move
from secondments.secondment.choices import Labelled
from secondments.secondment.contract_guards import (
    an_end_day_is_set,
    everyone_has_signed,
    not_everyone_has_signed,
    the_last_day_is_ahead,
    the_last_day_is_over,
    the_start_has_come,
)
from secondments.secondment.course import IN_TIME, the_start_is_ahead
from secondments.secondment.gate_rules import EVERY_GATE
from secondments.secondment.money_guards import the_cost_was_seen
from secondments.secondment.pathways import Side
from secondments.secondment.proposal_guards import SAID, declarations_are_made
from secondments.secondment.request_guards import (
    an_appeal_is_possible,
    an_appeal_waits,
    declined_in,
    every_condition_is_met,
    every_point_is_met,
)
from secondments.secondment.term_guards import (
    every_special_is_agreed,
    every_special_is_cleared,
    every_term_is_agreed,
    no_term_is_open_again,
)

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment


class State(Labelled):
    """Where a secondment stands; the last five are side states."""

    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Proposed"
    SUPERVISOR_APPROVED = "supervisor_approved", "Supervisor approved"
    COMPANY_AGREED = "company_agreed", "Company agreed"
    CONTRACT_ISSUED = "contract_issued", "Contract issued"
    ACTIVE = "active", "Active"
    COMPLETED = "completed", "Completed"
    RETURNED = "returned", "Returned"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Lapsed"
    ENDED_EARLY = "ended_early", "Ended early"


STAGES = tuple(State)[1:7]
STOPPED = {State.DECLINED, State.WITHDRAWN, State.LAPSED, State.ENDED_EARLY}  # short of the end
QUIET_DAYS = 90


def nobody_has_acted(s: Secondment) -> Blocker | None:
    if not s.standing_votes:
        return None
    return Blocker(
        "acted",
        "{name} has already decided. Ask for it to be returned, or withdraw it.",
        values={"name": s.standing_votes[0].person.name},
    )


def _steps_left(s: Secondment, side: Side) -> Blocker | None:
    pathway, done = s.pathway, s.done_steps
    left = [pathway.rule(x).label for x in pathway.steps(side) if x not in done]
    if not left:
        return None
    return Blocker("steps", "Waiting for {steps}.", values={"steps": ", ".join(left).lower()})


def every_home_step_is_done(s: Secondment) -> Blocker | None:
    return _steps_left(s, Side.HOME)


def a_home_step_is_left(s: Secondment) -> Blocker | None:
    if _steps_left(s, Side.HOME):
        return None
    return Blocker("steps_done", "Everyone on the home side has approved it.")


def every_company_step_is_done(s: Secondment) -> Blocker | None:
    return _steps_left(s, Side.COMPANY)


def the_company_has_answered(s: Secondment) -> Blocker | None:
    a = s.company_answers
    wanted = {
        "who the host manager is": a and a.host_manager_id,
        "whether it recovers VAT": a and a.vat_recovery,
        "which industry code applies": a and a.industry_code,
        "how payments are disclosed": a and a.transfer_of_value,
        "who signs for it": a and a.signatory_id,
    }
    missing = [words for words, answer in wanted.items() if not answer]
    if not missing:
        return None
    return Blocker(
        "company_answers",
        "The company has not said {missing}.",
        who="company",
        fix="company",
        values={"missing": ", ".join(missing)},
    )


def the_cost_is_to_be_seen(s: Secondment) -> Blocker | None:
    """Once the company has agreed, it confirms a cost again only when that has changed."""
    if s.state is not State.COMPANY_AGREED or the_cost_was_seen(s):
        return None
    return Blocker("cost_seen", "Your company has agreed to this cost.")


def signatories_are_named(s: Secondment) -> Blocker | None:
    if s.agreement and {x.party for x in s.agreement.signatories} >= set(s.pathway.signs):
        return None
    return Blocker(
        "signatories",
        "Someone with authority has to be named to sign for each party.",
        who="contracts office",
        fix="issue",
    )


def an_approver_is_named(s: Secondment) -> Blocker | None:
    if any(rule.named for rule in s.pathway.rules_of(Side.HOME)):
        return None
    return Blocker(
        "nobody_named", "The proposal names nobody who decides: whoever holds the role does."
    )


def it_is_overdue(s: Secondment) -> Blocker | None:
    if s.state is State.CONTRACT_ISSUED:
        return the_start_has_come(s) or not_everyone_has_signed(s)
    if s.updated_at + timedelta(days=QUIET_DAYS) <= clock.now():
        return None
    return Blocker(
        "fresh", "Something happened here in the last {days} days.", values={"days": QUIET_DAYS}
    )


def it_binds_the_parties(s: Secondment) -> Blocker | None:
    return None if s.state is State.ACTIVE else everyone_has_signed(s)


COMPLETE = (*SAID, declarations_are_made, *IN_TIME)
AGAIN = (*COMPLETE, every_point_is_met)
BEFORE_AGREEMENT = (State.PROPOSED, State.SUPERVISOR_APPROVED, State.COMPANY_AGREED)
DECIDING = (State.PROPOSED, State.SUPERVISOR_APPROVED)
UNDER_WAY = (*BEFORE_AGREEMENT, State.CONTRACT_ISSUED, State.ACTIVE)
IN_HAND = (*BEFORE_AGREEMENT, State.RETURNED, State.CONTRACT_ISSUED)

LIFECYCLE = Lifecycle(
    State,
    Move("send", (State.DRAFT,), State.PROPOSED, "applicant", COMPLETE),
    Move("recall", (State.PROPOSED,), State.DRAFT, "applicant", (nobody_has_acted,)),
    Move("resend", (State.RETURNED,), State.PROPOSED, "applicant", AGAIN),
    Move(
        "resend_to_company",
        (State.RETURNED,),
        State.SUPERVISOR_APPROVED,
        "applicant",
        (*AGAIN, every_home_step_is_done),
    ),
    Move("answer_points", (State.RETURNED,), None, "applicant"),
    Move("save", (State.DRAFT, State.RETURNED), None, "applicant"),
    Move("confirm_company", (State.DRAFT, State.RETURNED), None, "contracts office"),
    Move("support", (State.PROPOSED,), None, "home approver"),
    Move(
        "approve",
        (State.PROPOSED,),
        State.SUPERVISOR_APPROVED,
        "last home approver",
        (every_home_step_is_done,),
    ),
    Move("set_charge", BEFORE_AGREEMENT, None, "employer"),
    Move("answer", (State.SUPERVISOR_APPROVED,), None, "company"),
    # Again once it has agreed, when the cost changed before the terms were frozen.
    Move("see_costs", (State.SUPERVISOR_APPROVED, State.COMPANY_AGREED), None, "company"),
    Move("accept", (State.SUPERVISOR_APPROVED,), None, "company approver"),
    Move(
        "agree",
        (State.SUPERVISOR_APPROVED,),
        State.COMPANY_AGREED,
        "last company approver",
        (
            every_company_step_is_done,
            the_company_has_answered,
            the_cost_was_seen,
            every_term_is_agreed,
            every_special_is_agreed,
        ),
    ),
    # A term that is opened again takes it back to the table; what home approved may fall with it.
    Move("move_term", (State.SUPERVISOR_APPROVED, State.COMPANY_AGREED), None, "either side"),
    Move("open_again", (State.COMPANY_AGREED,), State.SUPERVISOR_APPROVED, "either side"),
    Move("clear_special", (State.SUPERVISOR_APPROVED, State.COMPANY_AGREED), None, "legal"),
    Move(
        "approve_again",
        (State.SUPERVISOR_APPROVED,),
        State.PROPOSED,
        "either side",
        (a_home_step_is_left,),
    ),
    *(Move(act, DECIDING, None, "approver") for act in ("take_up", "ask_for_another")),
    Move("replace_approver", UNDER_WAY, None, "contracts office", (an_approver_is_named,)),
    Move("replace_lead", UNDER_WAY, None, "company"),
    Move("return", BEFORE_AGREEMENT, State.RETURNED, "approver"),
    Move(
        "decline",
        (*BEFORE_AGREEMENT, State.CONTRACT_ISSUED),
        State.DECLINED,
        "approver",
        (not_everyone_has_signed,),
    ),
    Move("meet_condition", (*BEFORE_AGREEMENT, State.RETURNED), None, "approver"),
    Move("appeal", (State.DECLINED,), None, "applicant", (an_appeal_is_possible,)),
    Move("uphold", (State.DECLINED,), None, "contracts office", (an_appeal_waits,)),
    *(
        Move(
            f"allow_to_{state}",
            (State.DECLINED,),
            state,
            "contracts office",
            (an_appeal_waits, declined_in(state)),
        )
        for state in BEFORE_AGREEMENT
    ),
    Move(
        "withdraw",
        (State.DRAFT, *IN_HAND),
        State.WITHDRAWN,
        "applicant",
        (not_everyone_has_signed,),
    ),
    Move(
        "issue",
        (State.COMPANY_AGREED,),
        State.CONTRACT_ISSUED,
        "contracts office",
        (
            signatories_are_named,
            the_start_is_ahead,
            the_cost_was_seen,
            every_condition_is_met,
            no_term_is_open_again,
            every_special_is_agreed,
            every_special_is_cleared,
        ),
    ),
    Move("sign", (State.CONTRACT_ISSUED,), None, "signatory"),
    Move(
        "recall_contract",
        (State.CONTRACT_ISSUED,),
        State.COMPANY_AGREED,
        "contracts office or a signatory who refuses",
        (not_everyone_has_signed,),
    ),
    Move(
        "start",
        (State.CONTRACT_ISSUED,),
        State.ACTIVE,
        "calendar",
        (everyone_has_signed, *EVERY_GATE, the_start_has_come, the_last_day_is_ahead),
    ),
    Move("complete", (State.ACTIVE,), State.COMPLETED, "calendar", (the_last_day_is_over,)),
    Move(
        "end_early",
        (State.CONTRACT_ISSUED, State.ACTIVE),
        State.ENDED_EARLY,
        "a party",
        (it_binds_the_parties, an_end_day_is_set),
    ),
    Move("lapse", IN_HAND, State.LAPSED, "calendar", (it_is_overdue,)),
    Move("reopen", (State.LAPSED,), State.RETURNED, "contracts office"),
    Move("copy", tuple(State), None, "applicant"),
    Move("attach", (State.DRAFT, *IN_HAND, State.ACTIVE), None, "anyone on the case"),
    Move("remove_file", (State.DRAFT, State.RETURNED), None, "who added it"),
    Move("record_nda", (*IN_HAND, State.ACTIVE), None, "contracts office"),
    Move("confirm_gate", IN_HAND, None, "who the gate names"),
    Move("override_gate", IN_HAND, None, "who the gate names"),
    Move("give_up_credit", IN_HAND, None, "secondee and dean"),
    Move("take_back_gate", IN_HAND, None, "who recorded it"),
    initial=State.DRAFT,
    final=frozenset({State.COMPLETED, State.WITHDRAWN, State.ENDED_EARLY}),
    labels={state: state.label for state in State},
)
