"""The letters a secondment sends: to whom, about what, in which words."""

from collections.abc import Iterable, Sequence
from typing import Any

from secondments import clock, letters, words
from secondments.letters.models import WhenUnsure
from secondments.people.models import Cover, Person
from secondments.people.roles import ROLE_WORDS
from secondments.secondment import duties
from secondments.secondment.choices import (
    DECLINE_REASONS,
    END_REASONS,
    RETURN_REASONS,
    Owner,
    reason_words,
)
from secondments.secondment.company_models import AddedCompany
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Side, Step, label_of
from secondments.secondment.request_guards import APPEAL_WORKING_DAYS
from secondments.secondment.requests import Condition
from secondments.secondment.rounds import Turn


def your_turn(s: Secondment, turn: Turn) -> None:
    """Somebody has to do something; an applicant who writes a draft knows it already."""
    kind = "decide" if turn.duty.startswith("decide_") else turn.duty
    # Each condition, and what changed the cost, has a letter of its own.
    if kind in {"write", "see_costs"} or duties.is_condition(kind):
        return
    absent = turn.on_behalf_of.name if turn.on_behalf_of else ""
    values = {"due_on": turn.due_on, "absent": absent}
    template = f"secondment_{kind.removesuffix('_company')}.txt"
    _post(s, [turn.person], f"turn_{turn.duty}", template, **values)


def overdue(s: Secondment, turns: Iterable[Turn]) -> None:
    """A reminder, which is not worth a second copy."""
    late = {turn.person_id: turn for turn in turns}
    for turn in late.values():
        values = {"due_on": turn.due_on, "when_unsure": WhenUnsure.NEVER}
        _post(s, [turn.person], "overdue", "secondment_overdue.txt", **values)


def escalated(s: Secondment, contact: Person, steps: Sequence[Step]) -> None:
    """To who stands behind those who are late: which steps, and whose."""
    asked = {f"decide_{step}" for step in steps}
    late = {turn.person_id: turn.person.name for turn in s.turns if turn.duty in asked}
    values = {
        "steps": words.listed(words.in_a_sentence(label_of(s, step)) for step in steps),
        "late": words.listed(late.values()),
        "when_unsure": WhenUnsure.NEVER,
    }
    _post(s, [contact], "escalated", "secondment_escalated.txt", **values)


def replaced(s: Secondment, what: str, former: Person | None, new: Person, said: str) -> None:
    """Who had the part, who has it now and the applicant are told: `what` is the part."""
    told = {p.id: p for p in (former, new, s.applicant) if p is not None}
    values = {"what": what, "former": former.name if former else "nobody", "new": new.name}
    _post(s, told.values(), "replaced", "secondment_replaced.txt", said=said, **values)


def not_theirs(s: Secondment, to: Iterable[Person], by: Person, step: str, said: str) -> None:
    values = {"who": by.name, "step": step, "said": said}
    _post(s, to, "not_theirs", "secondment_not_theirs.txt", **values)


def covered(s: Secondment | None, cover: Cover, event: str) -> None:
    """To who is away and to who covers: it begins, or has ended."""
    for person in (cover.person, cover.cover):
        letters.post(
            to=letters.Recipient(person.id, person.name, person.email),
            event=event,
            seq=f"{cover.id}:{event}",
            template=f"people_{event}.txt",
            is_away=person is cover.person,
            away=cover.person.name,
            who=cover.cover.name,
            from_on=cover.from_on,
            until_on=cover.until_on,
            scope=ROLE_WORDS[cover.role].lower() if cover.role else "",
            case=s.ref if s else "",
        )


def recalled(s: Secondment, asked: Iterable[Person]) -> None:
    _post(s, asked, "recalled", "secondment_recalled.txt")


def approved(s: Secondment) -> None:
    _post(s, [s.applicant], "approved", "secondment_approved.txt")


def agreed(s: Secondment) -> None:
    _post(s, [s.applicant, *_supervisor(s)], "agreed", "secondment_agreed.txt")


def sent_back(s: Secondment, by: Person, reason: str, message: str) -> None:
    values = {"who": by.name, "why": reason_words(reason, RETURN_REASONS), "said": message}
    _post(s, [s.applicant], "returned", "secondment_returned.txt", **values)


def declined(s: Secondment, by: Person, reason: str, message: str) -> None:
    values = {"who": by.name, "why": reason_words(reason, DECLINE_REASONS), "said": message}
    _post(
        s,
        [s.applicant],
        "declined",
        "secondment_declined.txt",
        days=APPEAL_WORKING_DAYS,
        **values,
    )
    if s.company_told_at is not None:
        others = [person for person in _company(s) if person.id != by.id]
        _post(s, others, "not_proceeding", "secondment_not_proceeding.txt")


def condition_set(s: Secondment, condition: Condition, owners: Iterable[Person]) -> None:
    crosses = condition.owner is Owner.COMPANY and condition.side is Side.HOME
    # A company is not told who decides on the other side.
    who = "The applicant’s side" if crosses else condition.vote.by_name
    values = {"who": who, "said": condition.text, "due_on": condition.due_on}
    event, template = f"condition_{condition.number}", "secondment_condition_set.txt"
    _post(s, owners, event, template, **values)


def condition_met(s: Secondment, condition: Condition, owners: Iterable[Person]) -> None:
    event, template = f"condition_{condition.number}_met", "secondment_condition_met.txt"
    _post(s, owners, event, template, said=condition.text)


def appeal_decided(s: Secondment, *, allowed: bool, message: str) -> None:
    outcome = "allowed" if allowed else "upheld"
    told = [s.applicant, *(_company(s) if allowed else ())]
    _post(s, told, f"appeal_{outcome}", f"secondment_appeal_{outcome}.txt", said=message)


def withdrawn(s: Secondment, asked: Iterable[Person]) -> None:
    told = {p.id: p for p in [*asked, *(v.person for v in s.standing_votes), *_company(s)]}
    told.pop(s.applicant_id, None)
    _post(s, told.values(), "withdrawn", "secondment_withdrawn.txt")


def cost_changed(s: Secondment, message: str) -> None:
    """The company confirmed another cost than this."""
    _post(s, _company(s), "cost_changed", "secondment_cost_changed.txt", said=message)


def ended_early(s: Secondment, by: Person, reason: str, message: str) -> None:
    values = {"who": by.name, "why": END_REASONS[reason], "said": message, "on": s.ended_on}
    _post(s, _everyone(s), "ended_early", "secondment_ended_early.txt", **values)


def reopened(s: Secondment, message: str) -> None:
    _post(s, [s.applicant], "reopened", "secondment_reopened.txt", said=message)


def started(s: Secondment) -> None:
    """On its first day, or later when something was missing then: that is said."""
    late_on = clock.today(s.zone) if s.held_at else None
    _post(s, _everyone(s), "started", "secondment_started.txt", late_on=late_on)


def gates_missing(s: Secondment, told: Iterable[Person]) -> None:
    """Says that something is missing, not what: the page knows who may read that."""
    _post(s, told, "gates_missing", "secondment_gates_missing.txt")


def held(s: Secondment, told: Iterable[Person]) -> None:
    """Its first day came, and it did not start; one letter to each who is concerned."""
    every = {person.id: person for person in [*told, *_everyone(s)]}
    _post(s, every.values(), "held", "secondment_held.txt")


def credit_half_given_up(s: Secondment, by: Person, told: Iterable[Person]) -> None:
    _post(s, told, "credit_given_up", "secondment_credit_given_up.txt", who=by.name)


def completed(s: Secondment) -> None:
    _post(s, _everyone(s), "completed", "secondment_completed.txt")


def lapsed(s: Secondment, asked: Iterable[Person]) -> None:
    told = {p.id: p for p in [s.applicant, *asked]}
    _post(s, told.values(), "lapsed", "secondment_lapsed.txt")


def about_to_lapse(s: Secondment) -> None:
    told = {p.id: p for p in [s.applicant, *(turn.person for turn in s.turns)]}
    _post(s, told.values(), "about_to_lapse", "secondment_about_to_lapse.txt")


def mentioned(s: Secondment, by: Person, called: Iterable[Person]) -> None:
    """Without a word of the note: only the page knows who may read it."""
    _post(s, called, "mentioned", "note_mentioned.txt", who=by.name)


def file_refused(s: Secondment, by: Person, kind: str, problem: str) -> None:
    """To who added it, and to nobody else."""
    _post(s, [by], "file_refused", "file_refused.txt", kind=kind, said=problem)


def company_added(added: AddedCompany, office: Iterable[Person]) -> None:
    """Without a word of the proposal, which is a draft that the office does not see."""
    values = {"added_id": added.id, "name": added.name, "address": added.address}
    _post(added.secondment, office, "company_added", "company_added.txt", **values)


def company_confirmed(added: AddedCompany) -> None:
    s = added.secondment
    _post(s, [s.applicant], "company_confirmed", "company_confirmed.txt", name=added.lead_name)


def company_recognised(added: AddedCompany) -> None:
    s = added.secondment
    _post(s, [s.applicant], "company_recognised", "company_recognised.txt", name=added.name)


def _supervisor(s: Secondment) -> list[Person]:
    return [s.proposal.supervisor] if s.proposal.supervisor else []


def _company(s: Secondment) -> list[Person]:
    """The company's lead, once the company has been told."""
    lead = s.proposal.company_lead
    return [lead] if lead and s.company_told_at else []


def _everyone(s: Secondment) -> list[Person]:
    """The secondee, the supervisor, the company's lead and whoever signed, each once."""
    signed = [x.person for x in s.agreement.signatories] if s.agreement else []
    told = [s.applicant, *_supervisor(s), *_company(s), *signed]
    return list({person.id: person for person in told}.values())


def _post(s: Secondment, to: Iterable[Person], event: str, template: str, **values: Any) -> None:
    for person in to:
        letters.post(
            to=letters.Recipient(person.id, person.name, person.email),
            event=event,
            secondment_id=s.id,
            seq=s.seq,
            template=template,
            ref=s.ref,
            secondee=s.applicant.name,
            company=s.company.name if s.company else "",
            role=s.proposal.role_title,
            starts_on=s.proposal.starts_on,
            ends_on=s.proposal.ends_on,
            **values,
        )
